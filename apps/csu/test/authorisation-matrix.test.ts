/**
 * Who may ask what, whole: every kind of person x every route of the OpenAPI document x every message
 * of docs/wire.md. The routes and messages are read from the documents, so that a new one without its
 * line fails here before it is open by accident (issue of the rules SEC-1 to SEC-9, SEC-41, SEC-45).
 */

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { instantFromMs } from '@beffroi/kernel';
import type { ClientMessage } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { expected, httpLines, type Line, liveLines, type Outcome } from './matrix-lines.ts';
import {
  askToLiftMasks,
  bringEmergency,
  bringMatrixPeople,
  type Kind,
  kinds,
  type MatrixPeople,
} from './matrix-people.ts';
import { newFolder } from './register-world.ts';
import { LiveClient, startTestCentre, type TestCentre } from './test-centre.ts';

const root = join(import.meta.dirname, '../../..');
const minuteMs = 60_000;

let centre: TestCentre;
let people: MatrixPeople;
let folder: string;

beforeAll(async () => {
  folder = await newFolder();
  centre = await startTestCentre({ registerFolder: folder });
  people = await bringMatrixPeople(centre);
  const png = Uint8Array.of(137, 80, 78, 71);
  const reference = await centre.town.parts.keyRing.sealPicture('2026-12-06', 'msk_place', png);
  await centre.town.facts.transact(async (work) => {
    const stored = await work.masks.one('msk_place');
    // Judged just now: a picture of reference goes at its camera's term.
    const decidedAt = instantFromMs(centre.town.parts.clock.nowMs());
    await work.masks.put({ version: { ...stored!.version, decidedAt }, reference });
  });
});
afterAll(async () => {
  await centre.close();
  await rm(folder, { recursive: true });
});

/** Something that the operator owns, or an alarm of the house; answers its id. */
async function make(owned: NonNullable<Line['owned']>, kind: Kind): Promise<string> {
  const { office, facts, signIn } = centre.town;
  if (owned === 'opening' || owned === 'own-opening') {
    const opened = await centre.fetch('/api/register/openings', {
      method: 'POST',
      body: JSON.stringify({ purpose: 'self-control', note: '' }),
      cookie: (await people.cookieOf(owned === 'opening' ? 'dpo' : kind)) ?? '',
    });
    return String(((await opened.json()) as { readonly opening: number }).opening);
  }
  if (owned === 'confirmation') {
    return await askToLiftMasks(centre);
  }
  if (owned === 'emergency' || owned === 'emergency-over') {
    return await bringEmergency(centre, people.personIds.get('operator')!, owned);
  }
  const { actor } = await signIn(people.personIds.get('operator')!);
  if (owned === 'alarm') {
    await office.recorders.raiseAlarm({
      ...{ code: 'disk-low', level: 'warning', cameraId: null, detail: '' },
    });
    return (await facts.read((work) => work.alarms.current()))[0]!.id;
  }
  const made = {
    viewing: () =>
      office.playback.open(actor, {
        ...{ cameraIds: ['cam_place'], motive: 'rescue', note: '', fromMs: 1, toMs: 2 },
      }),
    bookmark: () => {
      const atMs = centre.clock.nowMs() - minuteMs;
      return office.desk.addBookmark(actor, { cameraId: 'cam_place', atMs, title: 'x' });
    },
    layout: () =>
      office.desk.saveLayout(actor, null, { name: 'x', columns: 1, tiles: [], shared: false }),
  }[owned];
  const result = await made();
  return result.ok ? result.value.id : '';
}

function addressOf(route: string, line: Line, id: string | null): string {
  const named: Record<string, string> = {
    colleague: people.colleague,
    suspended: people.suspendedClearance,
  };
  const params = { ...(id === null ? {} : { id }), ...line.params };
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = (params as Record<string, string>)[name] ?? '';
    return named[value] ?? value;
  });
  return line.query === undefined ? path : `${path}?${line.query.replace('{id}', id ?? '')}`;
}

async function ask(key: string, line: Line, kind: Kind): Promise<Outcome | string> {
  if (line.isAttempt) {
    centre.clock.advance(minuteMs);
  }
  const id = line.owned === undefined ? null : await make(line.owned, kind);
  const [method = '', route = ''] = key.split(' ');
  const cookie = await people.cookieOf(kind);
  const answer = await centre.fetch(addressOf(route, line, id), {
    method,
    ...(cookie === null ? {} : { cookie }),
    ...(line.body === undefined
      ? {}
      : { body: JSON.stringify(line.body).replace('of.kind', kind) }),
  });
  const text = await answer.text();
  switch (answer.status) {
    case 200:
      return text === '[]' ? 'empty' : 'yes';
    case 401:
      return 'sign-in';
    case 403:
      return 'no';
    case 404:
      return 'unknown';
    case 400:
    case 429:
    case 500:
      return `${answer.status} ${text}`;
    default:
      return 'yes';
  }
}

async function documented(): Promise<readonly string[]> {
  const document = (await (await centre.fetch('/api/openapi.json')).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  return Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    .toSorted();
}

describe('every route', () => {
  test('SEC-47 the document and the matrix have the same routes', async () => {
    expect(Object.keys(httpLines).toSorted()).toEqual(await documented());
  });

  test('SEC-47 no more routes are left out of the document than these, which show no person and no camera', async () => {
    const folderOfRoutes = join(root, 'apps/csu/src');
    const files = (await readdir(folderOfRoutes, { recursive: true })).filter((name) =>
      name.endsWith('.ts'),
    );
    const texts = await Promise.all(
      files.map((name) => readFile(join(folderOfRoutes, name), 'utf8')),
    );
    const hidden = texts
      .flatMap((text) => [...text.matchAll(/get\(([^,]+), \{ schema: \{ hide: true \} \}/g)])
      .map(([, path]) => path);
    expect(hidden.toSorted()).toEqual([
      "'/api/openapi.json'",
      "'/healthz'",
      "'/metrics'",
      'authorityFilePath',
      'authorityPagePath',
    ]);
    expect(texts.join('').split('hide: true')).toHaveLength(hidden.length + 1);
  });

  test.each(Object.entries(httpLines))(
    'SEC-5 %s answers each kind of person as it should and no other way',
    async (key, line) => {
      const found: Record<string, string> = {};
      for (const kind of kinds) {
        found[kind] = await ask(key, line, kind);
      }
      const wanted = Object.fromEntries(kinds.map((kind) => [kind, expected(line, kind)]));
      expect(found).toEqual(wanted);
    },
  );
});

describe('what holds of every route', () => {
  const changing = Object.entries(httpLines).filter(([key]) => !key.startsWith('GET '));

  test.each(changing)('SEC-41 %s is refused to a page of another site', async (key, line) => {
    const [method = '', route = ''] = key.split(' ');
    const path = addressOf(route, line, 'alm_0123456789abcdef');
    const cookie = (await people.cookieOf('csu-head')) ?? '';
    const written = centre.town.facts.entries.length;
    for (const headers of [
      { 'x-beffroi': '' },
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      const answer = await centre.fetch(path, {
        method,
        cookie,
        headers,
        ...(line.body === undefined ? {} : { body: JSON.stringify(line.body) }),
      });
      expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'cross-site' }]);
    }
    expect(centre.town.facts.entries).toHaveLength(written);
  });

  test.each(Object.entries(httpLines))(
    'SEC-42 %s answers with every strict header and is stored nowhere, whatever it says',
    async (key, line) => {
      const [method = '', route = ''] = key.split(' ');
      const path = addressOf(route, line, 'alm_0123456789abcdef');
      for (const kind of ['nobody', 'mayor'] as const) {
        const cookie = await people.cookieOf(kind);
        const { headers } = await centre.fetch(path, {
          method,
          ...(cookie === null ? {} : { cookie }),
        });
        expect(headers.get('content-security-policy')).toMatch(
          /^default-src 'none'; script-src 'self';/,
        );
        expect(headers.get('content-security-policy')).not.toContain('unsafe');
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')).toBe('DENY');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
      }
    },
  );
});

/** First words of the rows of a table of docs/wire.md: the messages of one side. */
async function messagesOf(after: string, before: string): Promise<readonly string[]> {
  const text = await readFile(join(root, 'docs/wire.md'), 'utf8');
  const part = text.slice(text.indexOf(after), text.indexOf(before));
  const names = [...part.matchAll(/^\| `(?:\{"type":")?([a-z-]+)/gm)].map(([, name]) => name ?? '');
  return names.toSorted();
}

async function heardFrom(kind: Kind, type: string): Promise<string> {
  const cookie = await people.cookieOf(kind);
  const url = `${centre.origin.replace('http', 'ws')}/api/live`;
  const client = new LiveClient(url, {
    origin: centre.origin,
    ...(cookie === null ? {} : { cookie }),
  });
  const door = await Promise.race([
    client.heard.next('hello').then(() => 'open'),
    new Promise<string>((resolve) => client.socket.on('error', ({ message }) => resolve(message))),
  ]);
  if (door !== 'open') {
    return door.includes('401') ? 'sign-in' : door;
  }
  const message = {
    open: { type: 'open', channel: 0, cameraId: 'cam_place', stream: 'sub' },
    close: { type: 'close', channel: 0 },
    ack: { type: 'ack', acks: [[0, 1]] },
    gop: {
      ...{ type: 'gop', channel: 0, request: 1, viewingId: await make('viewing', 'dpo') },
      ...{
        cameraId: 'cam_place',
        atMs: centre.clock.nowMs() - minuteMs,
        choice: 'next',
        keyOnly: false,
      },
    },
  }[type] as ClientMessage;
  client.say(message);
  try {
    if (type === 'open') {
      const { state } = await client.heard.next('state', ({ state }) => state !== 'connecting');
      const isOpened = client.heard.of('opened').length > 0;
      return isOpened && state === 'recorder-away' ? 'opened' : `refused ${state}`;
    }
    if (type === 'gop') {
      const { refusal } = await client.heard.next('gop');
      return refusal === null ? 'answered' : 'refused';
    }
    await client.settled();
    const answers = client.heard.all.filter((each) => 'channel' in each || each.type === 'error');
    return answers.length === 0 ? 'nothing' : 'something';
  } finally {
    client.socket.terminate();
  }
}

describe('every message of the live socket', () => {
  test('LIV-29 the document and the matrix have the same messages', async () => {
    const said = await messagesOf('### 2.1', '### 2.2');
    expect(Object.keys(liveLines).toSorted()).toEqual(said);
  });

  test.each(Object.entries(liveLines))(
    'SEC-5 %s on the live socket gives each kind of person what it should',
    async (type, line) => {
      for (const kind of kinds) {
        const has =
          (await people.cookieOf(kind)) !== null && !['left', 'signed-out'].includes(kind);
        const refused = type === 'open' ? 'refused no-right' : 'refused';
        const wanted = typeof line === 'string' ? line : (line[kind] ?? refused);
        expect([kind, await heardFrom(kind, type)]).toEqual([kind, has ? wanted : 'sign-in']);
      }
    },
  );
});

describe('every message of the recorder link', () => {
  const url = () => `${centre.origin.replace('http', 'ws')}/link`;

  test('SEC-45 without the handshake none of a recorder’s messages is heard, and the link ends', async () => {
    const said = await messagesOf('### 4.2', 'The centre subscribes once per camera');
    const names = said.filter(
      (name) => !['configuration', 'subscribe', 'probe', 'erase'].includes(name),
    );
    expect(names).toContain('fact');
    for (const type of names) {
      const socket = new WebSocket(url());
      await new Promise((resolve) => socket.once('open', resolve));
      const answers: string[] = [];
      socket.on('message', (data) => answers.push(String(data)));
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      socket.send(JSON.stringify({ type, sequence: 1, cameras: [], alarms: [] }));
      expect([type, await closed, answers]).toEqual([type, 4401, []]);
    }
  });

  test('SEC-45 no browser reaches the link, whoever is signed in', async () => {
    for (const kind of kinds) {
      const cookie = await people.cookieOf(kind);
      const socket = new WebSocket(url(), {
        headers: { origin: centre.origin, ...(cookie === null ? {} : { cookie }) },
      });
      const message = await new Promise<string>((resolve) =>
        socket.once('error', (error) => resolve(error.message)),
      );
      expect([kind, message]).toEqual([kind, expect.stringContaining('403')]);
    }
  });
});
