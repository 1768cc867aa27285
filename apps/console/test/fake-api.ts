/**
 * A stand-in for the centre: the same answers' shapes, the built console's files, the same strict CSP,
 * and a live socket that says hello and that preferences changed. One person at a time; acts answer and
 * change nothing but the preferences. For looking at pages and for the tests of this room, never for a
 * journey.
 */

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { Duplex } from 'node:stream';
import { refusal } from '@beffroi/town';
import type { PreferencesBody, ServerMessage, SessionView } from '@beffroi/wire';
import { confirmations, confirmationWanted, ownConfirmation } from './fake-confirmations.ts';
import { emergencies } from './fake-emergencies.ts';
import { cameraGroups } from './fake-groups.ts';
import { holds } from './fake-holds.ts';
import { fakeMap } from './fake-map.ts';
import { fakePicture } from './fake-picture.ts';
import { paperRegister, pictureFates, registerEntries, registerOpening } from './fake-registers.ts';
import {
  account,
  alarms,
  cameras,
  communes,
  demonstrationPeople,
  health,
  maskVersionsOf,
  nowMs,
  people,
  probe,
  sessionOf,
} from './fake-town.ts';

export interface FakeCentre {
  readonly url: string;
  /** Who is signed in from now on; null for nobody. */
  signIn(person: SessionView['person']): void;
  /** Changes what the person signed in prefers, as from another post. */
  prefer(choice: PreferencesBody): void;
  /** Tells the pages that are open to read it again. */
  changed(what: readonly string[]): void;
  close(): Promise<void>;
}

export const claire: NonNullable<SessionView['person']> = {
  id: 'per_claire',
  displayName: 'Claire Vasseur',
  post: 'csu-head',
  locale: 'fr',
  theme: 'dark',
};

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'";

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface Desk {
  /** The act asked here has its first proof. */
  isProved: boolean;
  person: SessionView['person'];
  readonly picture: Buffer;
}

type Answer = { readonly status?: number; readonly body: unknown };

export async function startFakeCentre(distDir: string): Promise<FakeCentre> {
  const desk: Desk = { isProved: false, person: claire, picture: fakePicture() };
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    const path = new URL(request.url ?? '/', 'http://fake').pathname;
    if (path.startsWith('/api/')) {
      answerApi(desk, request, response, path).catch((thrown: unknown) => {
        response.writeHead(500).end(String(thrown));
      });
    } else {
      answerFile(distDir, path, response);
    }
  });
  const sockets = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    sayHello(request, socket);
  });
  const changed = (what: readonly string[]): void => {
    for (const socket of sockets) {
      say(socket, { type: 'changed', what: [...what] });
    }
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    signIn: (person) => {
      desk.person = person;
      desk.isProved = false;
    },
    prefer: (choice) => {
      desk.person = desk.person === null ? null : { ...desk.person, ...choice };
      changed(['session']);
    },
    changed,
    close: () =>
      new Promise((done, failed) => {
        for (const socket of sockets) {
          socket.destroy();
        }
        server.closeAllConnections();
        server.close((thrown) => (thrown === undefined ? done() : failed(thrown)));
      }),
  };
}

function answerFile(distDir: string, path: string, response: ServerResponse): void {
  const file = join(distDir, normalize(path));
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  const found = isFile ? file : join(distDir, 'index.html');
  response.setHeader('content-type', types[extname(found)] ?? 'application/octet-stream');
  response.end(readFileSync(found));
}

async function answerApi(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const text = await bodyOf(request);
  if (path.endsWith('/still') || path.endsWith('/reference')) {
    response.setHeader('content-type', 'image/png');
    response.end(desk.picture);
    return;
  }
  const { status = 200, body } =
    request.method === 'GET' ? read(desk, path, request.url ?? '') : act(desk, path, text);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function read(desk: Desk, path: string, url: string): Answer {
  const masks = /^\/api\/cameras\/([^/]+)\/masks$/.exec(path);
  if (masks !== null) {
    return { body: maskVersionsOf(masks[1] ?? '') };
  }
  if (path.startsWith('/api/enrol/')) {
    const until = new Date(nowMs + 86_400_000).toISOString();
    return { body: { displayName: 'Samir Benali', login: 'samir.benali', until } };
  }
  const answers: Record<string, () => unknown> = {
    '/api/session': () => sessionOf(desk.person, desk.person?.post === 'csu-head'),
    '/api/cameras': () => cameras,
    '/api/camera-groups': () => cameraGroups,
    '/api/emergencies': () => emergencies,
    '/api/communes': () => communes,
    '/api/people': () => people,
    '/api/holds': () => holds,
    '/api/confirmations': () => confirmations,
    '/api/confirmations/cnf_own': () => ownConfirmation(desk.isProved),
    '/api/alarms': () => alarms,
    '/api/health': () => health,
    '/api/register/entries': () => registerEntries,
    '/api/register/paper': () => paperRegister,
    '/api/register/fate': () => pictureFates,
    '/api/account': () => account,
    '/api/sign-in/provider': () => ({ provider: { label: 'ProConnect', isAway: false } }),
    '/api/layouts': () => [],
    '/api/map': fakeMap,
    '/api/demo/people': () => demonstrationPeople,
    '/api/timeline': () => timeline(new URL(url, 'http://fake').searchParams.get('cameraId') ?? ''),
  };
  const answer = answers[path];
  return answer === undefined ? notThere : { body: answer() };
}

const unknownIdentity = refusal('identity-unknown');

const notThere: Answer = {
  status: 404,
  body: {
    rule: 'SEC-41',
    code: 'not-found',
    words: { fr: 'Cela n’existe pas.', en: 'This does not exist.' },
  },
};

function timeline(cameraId: string) {
  return {
    cameraId,
    spans: [{ fromMs: nowMs - 86_400_000, toMs: nowMs, maskVersions: [] }],
    gaps: [],
    bookmarks: [],
  };
}

function act(desk: Desk, path: string, text: string): Answer {
  if (path === '/api/preferences' && desk.person !== null) {
    desk.person = { ...desk.person, ...(JSON.parse(text) as PreferencesBody) };
    return { body: null };
  }
  if (path.startsWith('/api/confirmations/cnf_own/')) {
    desk.isProved = true;
    return { body: ownConfirmation(true) };
  }
  if (path.endsWith('/masks')) {
    return { status: 428, body: confirmationWanted };
  }
  if (path === '/api/sign-in/provider/answer') {
    return text.includes('linked')
      ? { body: { outcome: 'enrolled', next: '/sign-in' } }
      : { status: 401, body: unknownIdentity };
  }
  if (path === '/api/sign-in/password') {
    return {
      status: 401,
      body: {
        rule: 'SEC-4',
        code: 'sign-in-refused',
        words: {
          fr: 'Nom, mot de passe ou code inexact. Il reste 4 essais avant un blocage.',
          en: 'Name, password or code is wrong. 4 tries are left before a lock.',
        },
      },
    };
  }
  if (path === '/api/register/openings') {
    return { body: registerOpening };
  }
  if (path === '/api/probe') {
    return { body: probe };
  }
  if (path.endsWith('/link')) {
    const url = 'https://csu.valbruant.example/enrol/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6';
    return { body: { url, until: new Date(nowMs + 86_400_000).toISOString() } };
  }
  if (path.endsWith('/password')) {
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    return { body: { secret, totpUri: `otpauth://totp/Beffroi:samir?secret=${secret}` } };
  }
  return { body: null };
}

/** Opens the socket (RFC 6455, section 4.2.2) and says hello. */
function sayHello(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  say(socket, { type: 'hello', serverMs: nowMs, version: 1 });
  // A page that leaves resets its socket: nothing to do about it.
  socket.on('error', () => socket.destroy());
}

/** One text frame; what is said here is shorter than the 126 bytes that want a longer head (RFC 6455, 5.2). */
function say(socket: Duplex, message: ServerMessage): void {
  const text = Buffer.from(JSON.stringify(message));
  socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
}
