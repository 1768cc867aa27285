/** The way in by an identity provider, against a real one in a process of its own (SEC-60 to SEC-64). */

import { freePort } from '@beffroi/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LogFields } from '../src/observe/log.ts';
import { IdentityProvider } from './provider/identity-provider.ts';
import type { ProviderLie } from './provider/provider-process.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

const minuteMs = 60_000;
const subject = 'karim-at-the-provider';

let provider: IdentityProvider;
let centre: TestCentre;
const logged: string[] = [];

const note = (fields: LogFields, message: string) => {
  logged.push(JSON.stringify([fields, message]));
};

beforeAll(async () => {
  provider = await IdentityProvider.start();
  centre = await startTestCentre({
    settings: { provider: provider.settings },
    log: { info: note, warn: note, error: note },
  });
  await provider.serve(centre.origin);
  await answers();
});
afterAll(async () => {
  await centre.close();
  await provider.stop();
});
beforeEach(async () => {
  centre.clock.advance(minuteMs);
  await provider.tell({ subject, acr: 'eidas1', amr: ['pwd'], lie: null });
});

interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookies: readonly string[];
}

async function post(path: string, body: object | null, cookie = ''): Promise<Said> {
  const answer = await centre.fetch(path, {
    method: 'POST',
    cookie,
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
    cookies: answer.headers.getSetCookie(),
  };
}

/** Looks until the provider answers: it is asked again as the clock goes on. */
async function answers(): Promise<void> {
  for (let isAway = true; isAway; ) {
    centre.clock.advance(5 * minuteMs);
    const view = await (await centre.fetch('/api/sign-in/provider')).json();
    ({ isAway } = (view as { provider: { isAway: boolean } }).provider);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Begun {
  readonly url: string;
  readonly cookie: string;
}

async function begin(path = '/api/sign-in/provider', next = '/map?camera=1'): Promise<Begun> {
  const { status, body, cookies } = await post(path, path.includes('enrol') ? null : { next });
  expect([status, body]).toMatchObject([200, { url: expect.any(String) }]);
  return { url: String(body['url']), cookie: (cookies[0] ?? '').split(';')[0] ?? '' };
}

const hand = (answer: string, cookie: string) =>
  post('/api/sign-in/provider/answer', { answer }, cookie);

async function comeIn(): Promise<Said> {
  const { url, cookie } = await begin();
  return await hand((await provider.walk(url)).search.slice(1), cookie);
}

async function link(login: string): Promise<Said> {
  const made = await centre.town.office.sessions.newEnrolment('machine-owner', login);
  const token = made.ok ? made.value.token : '';
  const { url, cookie } = await begin(`/api/enrol/${token}/provider`);
  return await hand((await provider.walk(url)).search.slice(1), cookie);
}

const sessionOf = ({ cookies }: Said): string =>
  cookies.find((line) => line.startsWith('beffroi='))?.split(';')[0] ?? '';

describe('a sign-in by the provider', () => {
  test('SEC-60 an account is linked by a one-time link, and opens the session of that person', async () => {
    const first = await comeIn();
    expect(first).toMatchObject({ status: 401, body: { code: 'identity-unknown' } });
    expect(sessionOf(first)).toBe('');
    expect(await link('karim.benali')).toMatchObject({
      status: 200,
      body: { outcome: 'enrolled', next: '/sign-in' },
    });
    const entered = await comeIn();
    expect(entered.body).toEqual({ outcome: 'signed-in', next: '/map?camera=1' });
    expect(entered.cookies.find((line) => line.startsWith('beffroi='))).toMatch(
      /; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const session = await centre.fetch('/api/session', { cookie: sessionOf(entered) });
    expect(await session.json()).toMatchObject({
      person: { displayName: expect.any(String), id: 'per_operator' },
      endsAt: 'ProConnect',
    });
    expect(await link('claire.martin')).toMatchObject({
      status: 409,
      body: { code: 'identity-taken' },
    });
  });

  test('SEC-61 what is asked: a code with PKCE, state and nonce, no name and no e-mail', async () => {
    const { url } = await begin();
    const asked = new URL(url);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'beffroi',
      scope: 'openid',
      redirect_uri: `${centre.origin}/sign-in/return`,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      acr_values: 'eidas1',
    });
    expect(url).not.toContain(provider.settings.clientSecret);
  });

  test('SEC-62 an answer serves once, in the browser that began it, for five minutes', async () => {
    await link('karim.benali');
    const over = { status: 401, body: { rule: 'SEC-62', code: 'provider-sign-in-over' } };
    const { url, cookie } = await begin();
    const answer = (await provider.walk(url)).search.slice(1);
    const mine = await hand(answer, cookie);
    expect(mine.status).toBe(200);
    expect(await hand(answer, cookie)).toMatchObject(over);

    const one = await begin();
    const other = await begin();
    const ofOne = (await provider.walk(one.url)).search.slice(1);
    expect(await hand(ofOne, other.cookie)).toMatchObject(over);
    expect(await hand(ofOne, one.cookie)).toMatchObject(over);
    expect(await hand((await provider.walk(other.url)).search.slice(1), '')).toMatchObject(over);

    const late = await begin();
    const ofLate = (await provider.walk(late.url)).search.slice(1);
    centre.clock.advance(5 * minuteMs);
    expect(await hand(ofLate, late.cookie)).toMatchObject(over);
  });

  test('SEC-62 a state that isn’t ours, or an issuer that isn’t the provider, is refused', async () => {
    const { url, cookie } = await begin();
    const back = await provider.walk(url);
    const foreign = new URLSearchParams(back.search);
    foreign.set('state', 'A'.repeat(43));
    expect((await hand(foreign.toString(), cookie)).body['code']).toBe('provider-sign-in-over');
    back.searchParams.set('iss', 'https://elsewhere.example');
    expect((await hand(back.search.slice(1), cookie)).body['code']).toBe('provider-answer-refused');
    const without = await begin();
    const bare = await provider.walk(without.url);
    bare.searchParams.delete('iss');
    expect((await hand(bare.search.slice(1), without.cookie)).body['code']).toBe(
      'provider-answer-refused',
    );
  });

  const lies: readonly ProviderLie[] = [
    ...(['alg-none', 'shared-secret', 'other-key', 'other-issuer', 'other-audience'] as const),
    ...(['other-nonce', 'expired', 'other-userinfo-subject', 'endless'] as const),
    'unsigned-userinfo-of-another',
  ];
  test.each(lies)('SEC-61 an answer that lies (%s) lets nobody in', async (lie) => {
    await link('karim.benali');
    await provider.tell({ lie });
    const said = await comeIn();
    expect(said).toMatchObject({
      status: 401,
      body: { rule: 'SEC-61', code: 'provider-answer-refused' },
    });
    expect(sessionOf(said)).toBe('');
  });

  test('SEC-61 a no of the provider is said in our words, never in its own', async () => {
    await provider.tell({ lie: 'says-no' });
    const said = await comeIn();
    expect(said).toMatchObject({ status: 401, body: { code: 'provider-turned-away' } });
    expect(JSON.stringify(said.body)).not.toContain('<b>');
  });

  test('SEC-61 a level below the wanted one is refused, a higher one taken', async () => {
    await link('karim.benali');
    await provider.tell({ acr: 'eidas0' });
    expect(await comeIn()).toMatchObject({ status: 401, body: { code: 'provider-too-weak' } });
    await provider.tell({ acr: 'eidas2' });
    expect((await comeIn()).status).toBe(200);
  });

  test('SEC-60 an account taken back opens nothing', async () => {
    await link('karim.benali');
    const cookie = sessionOf(await comeIn());
    const key = { credentialId: 'k', publicKey: Uint8Array.of(1), counter: 0, transports: [] };
    const { sessions } = centre.town.office;
    const made = await sessions.newEnrolment('machine-owner', 'karim.benali');
    await sessions.enrolPasskey(made.ok ? made.value.token : '', key);
    const account = (await (await centre.fetch('/api/account', { cookie })).json()) as {
      readonly identities: readonly { readonly id: string; readonly issuer: string }[];
    };
    expect(account.identities).toMatchObject([{ issuer: provider.settings.issuer }]);
    const id = account.identities[0]?.id;
    const revoked = await centre.fetch('/api/account/identities/revoke', {
      ...{ method: 'POST', cookie, body: JSON.stringify({ id }) },
    });
    expect(revoked.status).toBe(204);
    expect(await comeIn()).toMatchObject({ status: 401, body: { code: 'identity-unknown' } });
  });

  test('SEC-62 nobody is led elsewhere after the sign-in', async () => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil']) {
      const said = await post('/api/sign-in/provider', { next });
      expect([next, said.status]).toEqual([next, 400]);
    }
  });

  test('SEC-64 the session ends here, and its end at the provider is offered', async () => {
    await link('karim.benali');
    const cookie = sessionOf(await comeIn());
    const { body } = await post('/api/sign-out/provider', null, cookie);
    const url = new URL(String(body['url']));
    expect(url.origin).toBe(provider.settings.issuer);
    expect(url.searchParams.get('state')?.length).toBeGreaterThanOrEqual(32);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${centre.origin}/sign-in`);
    expect((await centre.fetch('/api/account', { cookie })).status).toBe(401);

    const other = await centre.cookieOf('per_head');
    expect((await post('/api/sign-out/provider', null, other)).body).toEqual({ url: null });
  });

  test('SEC-46 no token, code, secret or subject reaches the log or the register', async () => {
    const written = logged.join('\n') + JSON.stringify(centre.town.facts.entries);
    expect(written).toContain('provider-answer-refused');
    for (const secret of [subject, provider.settings.clientSecret, 'eyJ', 'code=', 'state=']) {
      expect(written).not.toContain(secret);
    }
    expect(written).toContain('oidc');
  });

  test('SEC-63 a centre starts while its provider can’t be reached, and says so', async () => {
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const alone = await startTestCentre({
      settings: { provider: { ...provider.settings, issuer } },
    });
    const view = await (await alone.fetch('/api/sign-in/provider')).json();
    expect(view).toEqual({ provider: { label: 'ProConnect', isAway: true } });
    expect((await alone.fetch('/api/session')).status).toBe(200);
    await alone.close();
  });

  test('SEC-43 a machine begins and ends twenty sign-ins a minute, no more', async () => {
    const codes: unknown[] = [];
    for (let tries = 0; tries < 10; tries++) {
      await begin();
      codes.push((await hand('state=x', '')).body['code']);
    }
    expect(new Set(codes)).toEqual(new Set(['provider-sign-in-over']));
    expect(await post('/api/sign-in/provider', { next: '/' })).toMatchObject({
      status: 429,
      body: { code: 'too-many-attempts' },
    });
    expect((await hand('state=x', '')).status).toBe(429);
  });

  test('SEC-63 a provider that fails is said to be away, and the other ways in go on', async () => {
    await provider.tell({ lie: 'fails' });
    expect(await comeIn()).toMatchObject({ status: 503, body: { code: 'provider-away' } });
    const view = await (await centre.fetch('/api/sign-in/provider')).json();
    expect(view).toEqual({ provider: { label: 'ProConnect', isAway: true } });
    expect(await post('/api/sign-in/provider', { next: '/' })).toMatchObject({
      status: 503,
      body: { code: 'provider-away' },
    });
    const body = { login: 'nobody', password: 'x', code: '000000' };
    expect((await post('/api/sign-in/password', body)).body['code']).toBe('sign-in-failed');
    await provider.tell({ lie: null });
    await answers();
    expect((await begin()).url).toContain(provider.settings.issuer);
  });
});
