/** Receipts and keys of the register over HTTP: who may have one, and that it verifies alone. */

import { rm } from 'node:fs/promises';
import { readKey, verifyProof } from '@beffroi/register';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256, verifyEd25519 } from '../src/register/ed25519.ts';
import { newFolder } from './register-world.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

let folder: string;
let centre: TestCentre;
beforeAll(async () => {
  folder = await newFolder();
  centre = await startTestCentre({ registerFolder: folder });
});
afterAll(async () => {
  await centre.close();
  await rm(folder, { recursive: true });
});

async function receiptFor(personId: string, path: string): Promise<Response> {
  const cookie = await centre.cookieOf(personId);
  return await centre.fetch(`/api/register/${path}/receipt`, { cookie });
}

/** REG-18: a receipt tells the text of its entry, so the register is opened first. */
async function open(personId: string): Promise<number> {
  const answer = await centre.fetch('/api/register/openings', {
    method: 'POST',
    cookie: await centre.cookieOf(personId),
    headers: { 'content-type': 'application/json', 'x-beffroi': '1', origin: centre.origin },
    body: JSON.stringify({ purpose: 'security', note: '' }),
  });
  return answer.status;
}

test.each(['per_head', 'per_dpo'])(
  'REG-10 %s gets the receipt of a fresh act, and it verifies under the published key',
  async (personId) => {
    expect(await (await receiptFor(personId, 'acts/1')).json()).toMatchObject({
      code: 'register-not-opened',
    });
    expect(await open(personId)).toBe(200);
    const answer = await receiptFor(personId, 'acts/1');
    expect(answer.status).toBe(200);
    const keys = (await (await centre.fetch('/api/register/keys')).json()) as { acts: string };
    const key = readKey(sha256, keys.acts);
    const wish = { sha256, verify: verifyEd25519, keys: key === undefined ? [] : [key] };
    const report = await verifyProof(await answer.text(), wish);
    expect(report).toMatchObject({ holds: true, number: 1, findings: [] });
    // DP-06: reading the register is itself in the register.
    expect(centre.town.facts.entries.at(-1)).toMatchObject({
      kind: 'register-entry-read',
      personId,
      record: expect.stringContaining('"motive":"security"') as string,
    });
  },
);

test('an operator gets none, nor does anybody without a session, and nothing is told', async () => {
  const refused = await receiptFor('per_operator', 'acts/1');
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ rule: 'SEC-9' });
  expect((await centre.fetch('/api/register/acts/1/receipt')).status).toBe(401);
});

test('an entry that does not exist has no receipt', async () => {
  expect(await open('per_head')).toBe(200);
  expect((await receiptFor('per_head', 'acts/99999')).status).toBe(404);
  expect((await receiptFor('per_head', 'acts/0')).status).toBe(400);
  expect((await receiptFor('per_head', 'secrets/1')).status).toBe(400);
});

test('REG-14 healthz and the session say nothing while all is well', async () => {
  expect(await (await centre.fetch('/healthz')).json()).toEqual({ status: 'ok' });
  const session = (await (await centre.fetch('/api/session')).json()) as { town: object };
  expect(session.town).not.toHaveProperty('readOnly');
});
