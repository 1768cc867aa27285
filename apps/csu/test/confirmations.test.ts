/**
 * Sensitive acts over HTTP with a real signature: a passkey in software signs the digest of the act, the
 * centre checks it, and an expert checks it again from the register alone (SEC-30 to SEC-35).
 */

import { createHash, createPublicKey, verify } from 'node:crypto';
import { exampleZone } from '@beffroi/office/testing';
import { SoftwarePasskey } from '@beffroi/testing';
import { confirmationHeader } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCentre, type TestCentre } from './test-centre.ts';

let centre: TestCentre;
let passkey: SoftwarePasskey;
let cookie: string;

const corner = [
  { x: 0.5, y: 0.5 },
  { x: 0.9, y: 0.5 },
  { x: 0.9, y: 0.9 },
];
const masks = {
  path: '/api/cameras/cam_place/masks',
  body: {
    choice: { mode: 'server', style: 'solid', polygons: [exampleZone, corner] },
    reason: 'fenêtres',
  },
};

interface Wanted {
  readonly confirmationId: string;
}
interface Options {
  readonly challenge: string;
  readonly rpId: string;
}

beforeAll(async () => {
  centre = await startTestCentre();
  passkey = new SoftwarePasskey(centre.origin);
  const link = await centre.town.office.sessions.newEnrolment('machine-owner', 'claire.martin');
  const enrol = `/api/enrol/${link.ok ? link.value.token : ''}/passkey`;
  const created = passkey.created(await told<Options>('POST', `${enrol}/options`));
  expect((await ask('POST', enrol, created)).status).toBe(204);
  cookie = await centre.cookieOf('per_head');
});
afterAll(() => centre.close());

function ask(method: string, path: string, body?: unknown, confirmationId?: string) {
  return centre.fetch(path, {
    method,
    ...(cookie === undefined ? {} : { cookie }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(confirmationId === undefined ? {} : { headers: { [confirmationHeader]: confirmationId } }),
  });
}

async function told<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await (await ask(method, path, body)).json()) as T;
}

/** Asks to change masks; answers the path of its proof by passkey, and its id. */
async function wanted(): Promise<{ readonly id: string; readonly proof: string }> {
  const refused = await ask('PUT', masks.path, masks.body);
  expect(refused.status).toBe(428);
  const { confirmationId: id } = (await refused.json()) as Wanted;
  return { id, proof: `/api/confirmations/${id}/passkey` };
}

describe('a passkey that signs an act', () => {
  test('SEC-34 its challenge is the digest of the act, and the act is then done once', async () => {
    const { id, proof } = await wanted();
    const options = await told<Options>('POST', `${proof}/options`);
    const view = await told<{ digest: string }>('GET', `/api/confirmations/${id}`);
    expect(Buffer.from(options.challenge, 'base64url').toString('hex')).toBe(view.digest);
    const proved = await ask('POST', proof, passkey.signed(options));
    expect([proved.status, await proved.json()]).toMatchObject([200, { step: 'ready' }]);
    expect((await ask('PUT', masks.path, masks.body, id)).status).toBe(200);
    expect((await ask('PUT', masks.path, masks.body, id)).status).toBe(409);
  });

  test('SEC-34 an assertion made for another act, at sign-in or altered proves nothing', async () => {
    const [one, other] = [await wanted(), await wanted()];
    const forOther = passkey.signed(await told<Options>('POST', `${other.proof}/options`));
    const signIn = await told<Options>('POST', '/api/sign-in/passkey/options');
    const options = await told<Options>('POST', `${one.proof}/options`);
    const good = passkey.signed(options);
    const elsewhere = new SoftwarePasskey('https://evil.example').signed(options);
    const written = centre.town.facts.entries.length;
    for (const bad of [
      forOther,
      passkey.signed(signIn),
      { ...elsewhere, id: good.id },
      { ...good, response: { ...good.response, signature: 'AAAA' } },
      { ...good, id: 'AAAA' },
      { id: good.id, response: {} },
    ]) {
      centre.clock.advance(20_000);
      const refused = await ask('POST', one.proof, bad);
      expect([refused.status, await refused.json()]).toMatchObject([422, { rule: 'SEC-34' }]);
    }
    expect(centre.town.facts.entries.slice(written).map(({ kind }) => kind)).toEqual(
      new Array(6).fill('proof-refused'),
    );
    expect((await ask('PUT', masks.path, masks.body, one.id)).status).toBe(428);
  });

  test('SEC-43 proofs are counted by machine', async () => {
    centre.clock.advance(60_000);
    const { proof } = await wanted();
    const statuses: number[] = [];
    for (let tries = 0; tries < 40 && statuses.at(-1) !== 429; tries++) {
      statuses.push((await ask('POST', proof, { id: 'AAAA', response: {} })).status);
    }
    expect(statuses.at(-1)).toBe(429);
    centre.clock.advance(120_000);
  });

  test('SEC-35 from the register alone an expert verifies who signed what', async () => {
    const { id, proof } = await wanted();
    await ask('POST', proof, passkey.signed(await told<Options>('POST', `${proof}/options`)));
    expect((await ask('PUT', masks.path, masks.body, id)).status).toBe(200);
    const entries = centre.town.facts.entries.map(({ record }) => JSON.parse(record));
    const { what } = entries.findLast(({ kind }) => kind === 'mask-redrawn');
    const { digest, signed, proofs } = what.confirmation;
    const [{ by, assertion }] = proofs;

    expect(createHash('sha256').update(signed).digest('hex')).toBe(digest);
    expect(JSON.parse(signed)).toMatchObject({ act: 'change-masks', body: masks.body, asker: by });
    const bytes = (text: string) => Buffer.from(text, 'base64url');
    const clientData = bytes(assertion.clientDataJson);
    const { type, challenge } = JSON.parse(clientData.toString());
    expect([type, bytes(challenge).toString('hex')]).toEqual(['webauthn.get', digest]);
    const authData = bytes(assertion.authenticatorData);
    expect(authData.subarray(0, 32)).toEqual(createHash('sha256').update('127.0.0.1').digest());
    expect((authData[32] ?? 0) & 0b101).toBe(0b101);
    const cose = bytes(assertion.publicKey);
    // The two coordinates of a COSE key for ES256 stand at fixed places.
    const x = cose.subarray(10, 42).toString('base64url');
    const y = cose.subarray(45, 77).toString('base64url');
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const over = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    expect(verify('sha256', over, key, bytes(assertion.signature))).toBe(true);
    const enrolled = entries.find(({ kind, about }) => kind === 'enrolled' && about.includes(by));
    expect(createHash('sha256').update(cose).digest('hex')).toBe(enrolled.what.publicKeySha256);
  });
});
