/** HTTP over a real port: who is let in, what is refused, what leaves (SEC-40 to SEC-49). */

import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Failure } from '@beffroi/kernel';
import { confirmed } from '@beffroi/office/testing';
import { SoftwarePasskey } from '@beffroi/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseLook } from '../src/observe/database-look.ts';
import { confirmedFetch } from './confirmed-fetch.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

let centre: TestCentre;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beffroi-http-'));
  const consoleDirectory = join(directory, 'console');
  await mkdir(join(consoleDirectory, 'assets'), { recursive: true });
  await writeFile(join(consoleDirectory, 'index.html'), '<!doctype html><title>Beffroi</title>');
  await writeFile(join(consoleDirectory, 'assets/index-DxY3k2f9.js'), 'export {};');
  const mapFile = join(directory, 'map.geojson');
  await writeFile(mapFile, '{"type":"FeatureCollection","features":[1]}');
  centre = await startTestCentre({
    consoleDirectory,
    settings: { mapFile, hostNames: ['csu.test'] },
  });
});
afterAll(async () => {
  await centre.close();
  await rm(directory, { recursive: true });
});

/** Status of a request with headers that `fetch` doesn't let one choose. */
function statusOf(
  path: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: centre.listening.port, path, method, headers },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

describe('other sites', () => {
  const json = { 'content-type': 'application/json' };
  const signIn = JSON.stringify({ personId: 'per_operator' });

  test.each([
    ['without our header', {}, 403],
    ['from another origin', { 'x-beffroi': '1', origin: 'http://evil.example' }, 403],
    ['from another site', { 'x-beffroi': '1', 'sec-fetch-site': 'cross-site' }, 403],
    ['by an unknown name', { 'x-beffroi': '1', host: 'rebound.example' }, 403],
    ['by a name of ours', { 'x-beffroi': '1', host: 'csu.test', origin: 'http://csu.test' }, 200],
    ['from a program', { 'x-beffroi': '1' }, 200],
  ])('SEC-41 a change asked %s is answered %i', async (_how, headers, status) => {
    const given = { ...json, ...(headers as Record<string, string>) };
    expect(await statusOf('/api/demo/sign-in', 'POST', given, signIn)).toBe(status);
  });
});

describe('addresses written otherwise', () => {
  const json = { 'content-type': 'application/json' };
  const signIn = JSON.stringify({ personId: 'per_operator' });

  test.each([
    '/%61pi/demo/sign-in',
    '/ap%69/demo/sign-in',
    '/%61%70%69/%64emo/sign-in',
    'http://csu.test/api/demo/sign-in',
  ])('SEC-41 a change asked as %s is a change: our page, our name', async (path) => {
    expect(await statusOf(path, 'POST', json, signIn)).toBe(403);
    const rebound = { ...json, 'x-beffroi': '1', host: 'rebound.example' };
    expect(await statusOf(path, 'POST', rebound, signIn)).toBe(403);
  });

  test('SEC-42 an answer of the API is stored nowhere, however its address was written', async () => {
    const answer = await centre.fetch('/%61pi/session');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  test.each(['/api/nowhere', `/api/cameras/${'x'.repeat(300)}`, '/api/session/'])(
    'SEC-42 that there is nothing at %s is stored nowhere either',
    async (path) => {
      const answer = await centre.fetch(path);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    },
  );

  test.each([
    ['DELETE', '/api/session', 'GET, HEAD'],
    ['GET', '/api/sign-out', 'POST'],
    ['OPTIONS', '/api/cameras/cam_place', 'GET, HEAD, PATCH'],
    ['PUT', '/api/people?all', 'GET, HEAD, POST'],
  ])('SEC-47 %s %s is told by which methods it is asked', async (method, path, allowed) => {
    const answer = await centre.fetch(path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ').toSorted().join(', ')).toBe(allowed);
    expect(await answer.json()).toMatchObject({ rule: 'SEC-47', code: 'method-unknown' });
  });

  test('SEC-47 a page is asked for its headers alone as it is asked for itself', async () => {
    for (const path of ['/', '/wall', '/nowhere.js']) {
      const page = await centre.fetch(path);
      const head = await centre.fetch(path, { method: 'HEAD' });
      expect([path, head.status]).toEqual([path, page.status]);
      expect(head.headers.get('content-type')).toBe(page.headers.get('content-type'));
    }
  });

  test('SEC-47 an address that is none is refused like everything else', async () => {
    const answer = await centre.fetch('/api/%E0%A4%A');
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'body-invalid' }]);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('SEC-41 two names are none of ours', async () => {
    const socket = connect(centre.listening.port, '127.0.0.1');
    socket.end(
      'GET /api/session HTTP/1.1\r\nHost: csu.test\r\nHost: rebound.example\r\nConnection: close\r\n\r\n',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('SEC-47 a socket that was refused is let go, also by a caller that never hangs up', async () => {
    const { port } = centre.listening;
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const refused = once(socket, 'end');
    socket.write(
      `GET /api/live HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: http://localhost:${port}\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    socket.resume();
    await refused;
    // Nobody is there any more: the machine itself says so.
    const gone = new Promise<string>((resolve) =>
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')),
    );
    for (let turn = 0; turn < 10_000 && !socket.destroyed; turn++) {
      socket.write('x');
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(socket.destroyed).toBe(true);
    expect(['ECONNRESET', 'EPIPE']).toContain(await gone);
  });

  test('SEC-49 figures are read by a name of ours, even on this machine', async () => {
    expect(await statusOf('/metrics', 'GET', { host: 'rebound.example' })).toBe(403);
    expect(await statusOf('/metrics', 'GET', { host: 'localhost' })).toBe(200);
  });

  test.each(['x-forwarded-for', 'forwarded', 'via'])(
    'SEC-49 whoever asks through a program that says so (%s) is not on this machine',
    async (header) => {
      const headers = { host: 'localhost', [header]: 'for=192.0.2.7' };
      expect(await statusOf('/metrics', 'GET', headers)).toBe(403);
    },
  );

  test('SEC-41 a name of ours at a port that is none isn’t ours', async () => {
    const headers = { ...json, 'x-beffroi': '1', host: 'csu.test:99999' };
    expect(await statusOf('/api/demo/sign-in', 'POST', headers, signIn)).toBe(403);
  });
});

describe('sign-in', () => {
  test('SEC-44 the cookie is out of reach of scripts and other sites, and ends with the session', async () => {
    const came = await centre.fetch('/api/demo/sign-in', {
      method: 'POST',
      body: JSON.stringify({ personId: 'per_operator' }),
    });
    const set = came.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^beffroi=[\w-]{20,}; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = set.split(';')[0]!;
    const session = await centre.fetch('/api/session', { cookie });
    expect(await session.json()).toMatchObject({ person: { displayName: 'Karim Benali' } });
    expect((await centre.fetch('/api/sign-out', { method: 'POST', cookie })).status).toBe(204);
    const after = await centre.fetch('/api/session', { cookie });
    expect(await after.json()).toMatchObject({ person: null });
    expect((await centre.fetch('/api/cameras', { cookie })).status).toBe(401);
  });

  test('SEC-43 a machine that tries too often waits, and is heard again after a while', async () => {
    const attempt = async (): Promise<number> => {
      const body = JSON.stringify({ login: 'nobody.here', password: 'x', code: '000000' });
      return (await centre.fetch('/api/sign-in/password', { method: 'POST', body })).status;
    };
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) {
      statuses.push(await attempt());
    }
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
    centre.clock.advance(120_000);
    expect([401, 429]).toContain(await attempt());
    const options = await centre.fetch('/api/sign-in/passkey/options', { method: 'POST' });
    expect(options.status).toBe(200);
  });

  test.each([
    ['GET', '', undefined],
    ['POST', '/password', { password: 'corneille-vigie-tocsin-42-ardoise' }],
    ['POST', '/totp', { code: '000000' }],
    ['POST', '/passkey/options', undefined],
    ['POST', '/passkey', { id: 'AAAA', response: {} }],
    ['POST', '/provider', undefined],
  ])('SEC-43 links tried by %s %s are counted by machine', async (method, what, body) => {
    centre.clock.advance(60_000);
    const statuses: number[] = [];
    for (let i = 0; i < 21; i++) {
      const url = `/api/enrol/${'A'.repeat(43)}${what}`;
      const asked = body === undefined ? {} : { body: JSON.stringify(body) };
      statuses.push((await centre.fetch(url, { method, ...asked })).status);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([expect.toSatisfy((s) => s < 429), 429]);
    centre.clock.advance(60_000);
  });

  test('SEC-43 the demonstration’s door is counted too', async () => {
    const open = () =>
      centre.fetch('/api/demo/sign-in', {
        method: 'POST',
        body: JSON.stringify({ personId: 'per_absent' }),
      });
    const statuses = [];
    for (let tries = 0; tries < 121; tries++) {
      statuses.push((await open()).status);
    }
    expect([statuses.at(119), statuses.at(120)]).toEqual([404, 429]);
    centre.clock.advance(60_000);
    expect((await open()).status).toBe(404);
  });

  test('SEC-43 when too many come in at once, whoever waits is told to try again', async () => {
    const { sessions } = centre.town.office;
    const { signInWithPassword } = sessions;
    sessions.signInWithPassword = () => Promise.reject(new Failure('sign-in-busy', 'too many'));
    const body = JSON.stringify({ login: 'nobody.here', password: 'x', code: '000000' });
    const busy = await centre.fetch('/api/sign-in/password', { method: 'POST', body });
    sessions.signInWithPassword = signInWithPassword;
    expect([busy.status, await busy.json()]).toMatchObject([
      503,
      { code: 'sign-in-busy', words: { fr: expect.stringContaining('même moment') } },
    ]);
  });

  test('SEC-48 a passkey that is unknown, or an answer to no challenge, is refused', async () => {
    const options = await centre.fetch('/api/sign-in/passkey/options', { method: 'POST' });
    expect(await options.json()).toMatchObject({ rpId: '127.0.0.1', userVerification: 'required' });
    const body = JSON.stringify({ id: 'AAAA', response: {} });
    const refused = await centre.fetch('/api/sign-in/passkey', { method: 'POST', body });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 'passkey-refused', rule: 'SEC-48' });
  });

  test('SEC-48 a passkey made on another page, for another name, or for another link is refused', async () => {
    centre.clock.advance(60_000);
    const linkOf = async (login: string): Promise<string> => {
      const made = await centre.town.office.sessions.newEnrolment('machine-owner', login);
      return `/api/enrol/${made.ok ? made.value.token : ''}/passkey`;
    };
    const [mine, others] = [await linkOf('lea.robin'), await linkOf('paul.durand')];
    const optionsOf = async (link: string): Promise<{ challenge: string; rp: { id: string } }> =>
      (await (await centre.fetch(`${link}/options`, { method: 'POST' })).json()) as never;
    const keep = async (answer: object): Promise<number> =>
      (await centre.fetch(mine, { method: 'POST', body: JSON.stringify(answer) })).status;
    const [here, elsewhere] = [centre.origin, 'http://evil.example'];
    expect(await keep(new SoftwarePasskey(elsewhere).created(await optionsOf(mine)))).toBe(401);
    const named = { ...(await optionsOf(mine)), rp: { id: 'evil.example' } };
    expect(await keep(new SoftwarePasskey(here).created(named))).toBe(401);
    expect(await keep(new SoftwarePasskey(here).created(await optionsOf(others)))).toBe(401);
    const good = new SoftwarePasskey(here).created(await optionsOf(mine));
    expect(await keep(good)).toBe(204);
    expect(await keep(good)).toBe(401);
    centre.clock.advance(60_000);
  });

  test('SEC-48 the holder of a link is given options for a passkey, then for a password with a code', async () => {
    const { actor } = await centre.town.signIn('per_head');
    const cookie = await centre.cookieOf('per_head');
    const path = '/api/people/per_nobody/link';
    const made = await confirmedFetch(centre, path, { method: 'POST', cookie });
    const { url } = (await made.json()) as { url: string };
    const token = new URL(url).pathname.split('/').at(-1);
    const enrol = await centre.fetch(`/api/enrol/${token}`);
    expect(await enrol.json()).toMatchObject({ displayName: 'Zoé Blanc' });
    const options = await centre.fetch(`/api/enrol/${token}/passkey/options`, { method: 'POST' });
    expect(await options.json()).toMatchObject({
      user: { name: 'zoe.blanc' },
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
    });
    const body = JSON.stringify({ password: 'corneille-vigie-tocsin-42-ardoise' });
    const kept = await centre.fetch(`/api/enrol/${token}/password`, { method: 'POST', body });
    const { totpUri } = (await kept.json()) as { totpUri: string };
    expect(totpUri).toMatch(/^otpauth:\/\/totp\/.*zoe\.blanc/);
    expect(actor.person.post).toBe('csu-head');
  });
});

describe('form of requests and answers', () => {
  test('SEC-47 a day that no calendar has is refused with its place and what to write', async () => {
    const cookie = await centre.cookieOf('per_head');
    const ask = async (method: string, url: string, body: unknown): Promise<unknown> => {
      const answer = await centre.fetch(url, { method, cookie, body: JSON.stringify(body) });
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    const refused = (where: string): unknown => ({
      ...{ status: 400, code: 'body-invalid', rule: 'SEC-47' },
      words: {
        fr: `La demande n’a pas la forme attendue. (${where} : ce jour n’existe pas au calendrier ; écrivez-le comme 2026-01-31)`,
        en: `The request does not have the expected form. (${where}: no calendar has this day; write one as 2026-01-31)`,
      },
    });
    const order = {
      ...{ orderNumber: '2026-1', retentionDaysMax: 15 },
      ...{ from: '2026-02-30', until: '2030-01-01' },
    };
    expect(await ask('PATCH', '/api/cameras/cam_place', { authorisation: order })).toEqual(
      refused('authorisation/from'),
    );
    const notified = { to: 'notified', noticeDay: '2025-02-29' };
    expect(await ask('POST', '/api/cameras/cam_place/state', notified)).toEqual(
      refused('noticeDay'),
    );
  });

  test('SEC-47 an unknown field, a wrong type and a long body are refused in words', async () => {
    const cookie = await centre.cookieOf('per_head');
    const post = (body: string): Promise<Response> =>
      centre.fetch('/api/bookmarks', { method: 'POST', cookie, body });
    const good = { cameraId: 'cam_place', atMs: 1, title: 'Repère' };
    const extra = await post(JSON.stringify({ ...good, colour: 'red' }));
    expect(extra.status).toBe(400);
    expect(await extra.json()).toMatchObject({ code: 'body-invalid', rule: 'SEC-47' });
    expect((await post(JSON.stringify({ ...good, atMs: '1' }))).status).toBe(400);
    expect((await post('{')).status).toBe(400);
    expect((await post(JSON.stringify({ ...good, title: 'x'.repeat(70_000) }))).status).toBe(413);
  });

  test.each([
    ['NUL', 'a\u0000b'],
    ['half of a pair', 'a\ud800b'],
    ['a mark that turns what follows', 'Parc \u202Egnikrap'],
    ['a mark of no width', 'Pa\u200Brc'],
    ['two lines', 'Parc\nSigné : le maire'],
    ['nothing to see', ' \u00A0 '],
  ])('SEC-51 a line with %s is refused: it isn’t what it looks', async (_what, title) => {
    const cookie = await centre.cookieOf('per_head');
    const body = JSON.stringify({ cameraId: 'cam_place', atMs: centre.clock.nowMs() - 1, title });
    const asked = await centre.fetch('/api/bookmarks', { method: 'POST', cookie, body });
    expect([asked.status, await asked.json()]).toMatchObject([400, { code: 'body-invalid' }]);
  });

  test('SEC-51 accents, other alphabets and pictograms are what they look', async () => {
    const cookie = await centre.cookieOf('per_head');
    for (const title of ['Œuvre d’art – n° 12', 'Ζωή Blanc', '東京', 'Incendie 🔥']) {
      const body = JSON.stringify({ cameraId: 'cam_place', atMs: centre.clock.nowMs() - 1, title });
      const asked = await centre.fetch('/api/bookmarks', { method: 'POST', cookie, body });
      expect([title, asked.status]).toEqual([title, 200]);
    }
  });

  test('SEC-52 a day or an instant beyond any use is refused, and all that reads them goes on', async () => {
    const cookie = await centre.cookieOf('per_head');
    const ask = async (method: string, path: string, body: object): Promise<number> =>
      (await centre.fetch(path, { method, cookie, body: JSON.stringify(body) })).status;
    const order = { orderNumber: '1', from: '9995-01-02', until: '9999-12-31' };
    const authorisation = { ...order, retentionDaysMax: 15 };
    expect(await ask('PATCH', '/api/cameras/cam_place', { authorisation })).toBe(400);
    for (const ms of [1e300, 9e15, -1]) {
      const mark = { cameraId: 'cam_place', atMs: ms, title: 'Repère' };
      expect(await ask('POST', '/api/bookmarks', mark)).toBe(400);
      const span = { cameraIds: ['cam_place'], motive: 'rescue', note: '', fromMs: 0, toMs: ms };
      expect(await ask('POST', '/api/viewings', span)).toBe(400);
    }
    // A term that no calendar can end would have stopped every later act.
    expect(await ask('PATCH', '/api/cameras/cam_place', { fastFlow: true })).toBe(200);
  });

  test('SEC-47 what nobody can keep is refused wherever it stands, and depth is no defect', async () => {
    const post = (body: string): Promise<Response> =>
      centre.fetch('/api/sign-in/passkey', { method: 'POST', body });
    centre.clock.advance(60_000);
    expect(
      (await post(JSON.stringify({ id: 'a', response: { deep: [{ x: '\u0000' }] } }))).status,
    ).toBe(400);
    const deep = `${'['.repeat(25_000)}${']'.repeat(25_000)}`;
    expect((await post(`{"id":"a","response":{"deep":${deep}}}`)).status).toBe(401);
  });

  test('SEC-47 numbers of a query are read, and those that are none refused', async () => {
    const cookie = await centre.cookieOf('per_operator');
    const asked = (query: string): Promise<Response> =>
      centre.fetch(`/api/timeline?cameraId=cam_place&${query}`, { cookie });
    expect((await asked('fromMs=1795300000000&toMs=1795305600000')).status).toBe(200);
    expect((await asked('fromMs=yesterday&toMs=2')).status).toBe(400);
    expect((await asked('fromMs=1&toMs=2&more=3')).status).toBe(400);
  });

  test('SEC-47 the law refuses with its status, rule and words', async () => {
    const cookie = await centre.cookieOf('per_operator');
    const refused = await centre.fetch('/api/people', { cookie });
    expect(refused.status).toBe(403);
    const body = (await refused.json()) as { words: { fr: string } };
    expect(body.words.fr.length).toBeGreaterThan(10);
    const head = await centre.cookieOf('per_head');
    expect((await centre.fetch('/api/cameras/cam_nowhere', { cookie: head })).status).toBe(404);
  });

  test('SEC-47 every route is in the OpenAPI document, with schemas', async () => {
    const answer = await centre.fetch('/api/openapi.json');
    const document = (await answer.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { requestBody?: unknown; responses: object }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/api/viewings']?.['post']?.requestBody).toBeDefined();
    expect(document.paths['/api/cameras/{id}']?.['get']?.responses).toHaveProperty('200');
    const said = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    for (const { responses } of said as { responses: Record<string, { content?: object }> }[]) {
      expect(Object.keys(responses).some((status) => ['200', '204'].includes(status))).toBe(true);
      expect(Object.keys(responses['4XX']?.content ?? {})).toEqual(['application/json']);
    }
  });

  test('SEC-47 everything a person reads answers in its declared form', async () => {
    const cookie = await centre.cookieOf('per_head');
    const paths = [
      'cameras',
      'people',
      'communes',
      'layouts',
      'alarms',
      'health',
      'cameras/cam_place/masks',
    ];
    for (const path of paths) {
      const answer = await centre.fetch(`/api/${path}`, { cookie });
      expect([path, answer.status]).toEqual([path, 200]);
    }
    const map = await centre.fetch('/api/map', { cookie });
    expect(map.headers.get('content-type')).toContain('geo+json');
    expect((await centre.fetch('/api/map')).status).toBe(401);
  });
});

describe('log', () => {
  test('SEC-46 names, passwords, links and sessions never reach it', async () => {
    const lines: string[] = [];
    const keep = (fields: object, message: string): void => {
      lines.push(JSON.stringify(fields) + message);
    };
    const told = await startTestCentre({ log: { info: keep, warn: keep, error: keep } });
    try {
      const body = JSON.stringify({ login: 'karim.benali', password: 'tocsin-42', code: '123456' });
      await told.fetch('/api/sign-in/password', { method: 'POST', body });
      const { actor } = await told.town.signIn('per_head');
      const { confirmations, sessions } = told.town.office;
      const made = await confirmed(confirmations, actor, (by) =>
        sessions.newEnrolment(by, 'per_nobody'),
      );
      const token = made.ok ? made.value.token : '';
      expect((await told.fetch(`/api/enrol/${token}`)).status).toBe(200);
      const cookie = await told.cookieOf('per_operator');
      await told.fetch('/api/cameras', { cookie });
      told.town.office.cameras.list = () => Promise.reject(new Error('away'));
      expect((await told.fetch('/api/cameras', { cookie })).status).toBe(500);
      const identity = await told.newIdentity();
      const recorder = await told.recorder(identity);
      recorder.sendRaw({ type: 'nonsense' });
      await recorder.closed;
      const log = lines.join('\n');
      expect(lines.length).toBeGreaterThan(5);
      expect(log).toContain('/api/enrol/:token');
      const secrets = ['karim', 'Karim', 'Zoé', 'tocsin', token, cookie.split('=')[1]!];
      for (const secret of [...secrets, identity.secret]) {
        expect(log).not.toContain(secret);
      }
    } finally {
      await told.close();
    }
  });
});

describe('pages', () => {
  test('SEC-42 nothing inline, nothing from elsewhere, no frame around us', async () => {
    const page = await centre.fetch('/');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("worker-src 'self' blob:");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await centre.fetch('/api/session')).headers.get('cache-control')).toBe('no-store');
  });

  test('SEC-42 an address of the console is its page; hashed files are kept, missing ones are missing', async () => {
    const page = await centre.fetch('/cameras/cam_place');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(await page.text()).toContain('<title>Beffroi</title>');
    const asset = await centre.fetch('/assets/index-DxY3k2f9.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await centre.fetch('/assets/gone-DxY3k2f9.js')).status).toBe(404);
    expect((await centre.fetch('/api/nothing')).status).toBe(404);
    expect((await centre.fetch('/%2e%2e/map.geojson')).status).toBe(404);
  });

  test('SEC-49 health is public, figures are for this machine', async () => {
    expect(await (await centre.fetch('/healthz')).json()).toEqual({ status: 'ok' });
    const figures = await (await centre.fetch('/metrics')).text();
    expect(figures).toContain('beffroi_live_viewers 0');
    expect(figures).not.toContain('Benali');
  });

  test('OPS-21 a database that is away is said in words, by health and by every request that needs it', async () => {
    const cookie = await centre.cookieOf('per_head');
    centre.town.facts.breakWith(new Failure('database-away', 'silent'));
    const health = await centre.fetch('/healthz');
    const body = JSON.stringify({ login: 'claire', password: 'x'.repeat(12), code: '123456' });
    const signIn = await centre.fetch('/api/sign-in/password', { method: 'POST', body });
    const layouts = await centre.fetch('/api/layouts', { cookie });
    centre.town.facts.breakWith(null);
    expect([health.status, await health.json()]).toEqual([
      503,
      expect.objectContaining({ status: 'database-away' }),
    ]);
    for (const answer of [signIn, layouts]) {
      expect([answer.status, await answer.json()]).toEqual([
        503,
        expect.objectContaining({ rule: 'OPS-21', code: 'database-away' }),
      ]);
    }
    expect((await centre.fetch('/healthz')).status).toBe(200);
  });

  test('OPS-21 health does not wait for a database that is silent', async () => {
    const silence = Promise.withResolvers<never>();
    const look = new DatabaseLook({ read: () => silence.promise }, centre.clock);
    const answers = [look.answers(), look.answers()];
    centre.clock.advance(3000);
    expect(await Promise.all(answers)).toEqual([false, false]);
    silence.reject(new Failure('database-away', 'silent'));
  });
});

test('a centre that was closed listens no more, whoever still holds a connection', async () => {
  const other = await startTestCentre();
  await (await other.fetch('/healthz')).text();
  const { port } = other.listening;
  await other.close();
  await expect(statusAt(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

function statusAt(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/healthz' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
