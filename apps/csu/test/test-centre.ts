/**
 * A centre on a free port of loopback, on the office of the example town, with a clock that the test
 * moves. Real sockets, no sleeping.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GopRecoder } from '@beffroi/mask-engine';
import type { KeyRing, RecordingReader } from '@beffroi/office';
import {
  createSeededChance,
  createSteeredClock,
  createTestOffice,
  type SteeredClock,
  type TestOffice,
} from '@beffroi/office/testing';
import {
  type ClientMessage,
  decodePictureHeader,
  type PictureHeader,
  pictureHeaderBytes,
  type ServerMessage,
} from '@beffroi/wire';
import { WebSocket } from 'ws';
import { type Csu, createCsu } from '../src/csu.ts';
import { RecorderBoard } from '../src/link/recorder-board.ts';
import { createLog, type Log } from '../src/observe/log.ts';
import { createRegisterDesk } from '../src/register/register-desk.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import type { Listening } from '../src/serving/listen.ts';
import type { CsuSettings } from '../src/settings.ts';
import { FakeRecorder, type Identity } from './fake-recorder.ts';
import { Heard } from './heard.ts';

export type Picture = PictureHeader & { readonly type: 'picture'; readonly annexB: Uint8Array };

export class LiveClient {
  readonly socket: WebSocket;
  readonly heard: Heard<ServerMessage | Picture> = new Heard();
  readonly closed: Promise<number>;

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    const options = { headers: { ...headers }, rejectUnauthorized: false };
    this.socket = new WebSocket(url, options);
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.on('close', (code) => resolve(code)));
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        const header = decodePictureHeader(data)!;
        this.heard.add({ type: 'picture', ...header, annexB: data.subarray(pictureHeaderBytes) });
      } else {
        this.heard.add(JSON.parse(String(data)) as ServerMessage);
      }
    });
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Resolves once the server has read everything said before. */
  async settled(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.once('pong', () => resolve());
      this.socket.ping();
    });
  }
}

export interface TestCentre {
  readonly csu: Csu;
  readonly listening: Listening;
  readonly town: TestOffice;
  readonly clock: SteeredClock;
  readonly board: RecorderBoard;
  readonly origin: string;
  readonly authority: string;
  fetch(path: string, options?: RequestInit & { readonly cookie?: string }): Promise<Response>;
  cookieOf(personId: string): Promise<string>;
  live(personId: string): Promise<LiveClient>;
  newIdentity(): Promise<Identity>;
  recorder(identity?: Identity): Promise<FakeRecorder>;
  close(): Promise<void>;
}

/** No copy is ever made here; its own tests are in the mask engine. */
const busyRecoder: GopRecoder = { recode: async () => 'busy', close: async () => undefined };
const noRecordings: RecordingReader = { gop: async () => null, close: async () => undefined };

export async function startTestCentre(
  given: {
    readonly settings?: Partial<CsuSettings>;
    readonly reader?: RecordingReader | ((board: RecorderBoard) => RecordingReader);
    readonly keyRing?: KeyRing;
    readonly recoder?: GopRecoder;
    readonly log?: Log;
    readonly consoleDirectory?: string;
    /** Seals the register into this folder; without it there are no receipts. */
    readonly registerFolder?: string;
    /** Where its clock begins: today for what a clock of others looks at, as a TLS client's does. */
    readonly startMs?: number;
  } = {},
): Promise<TestCentre> {
  const directory = await mkdtemp(join(tmpdir(), 'beffroi-csu-'));
  const clock = createSteeredClock(given.startMs);
  const board = new RecorderBoard(clock);
  const { registerFolder, keyRing, reader = noRecordings } = given;
  const town = await createTestOffice({
    ...{ clock, liveStates: board, recorderFolders: board },
    ...(keyRing && { keyRing }),
  });
  const keeper =
    registerFolder === undefined
      ? null
      : await RegisterKeeper.open({
          facts: town.facts,
          clock,
          folder: registerFolder,
          townName: 'Vermeil',
        });
  const csu = await createCsu({
    office: town.office,
    facts: town.facts,
    board,
    recordingReader: typeof reader === 'function' ? reader(board) : reader,
    gopRecoder: given.recoder ?? busyRecoder,
    register: keeper === null ? null : createRegisterDesk(keeper, town.office.register),
    settings: {
      bind: '127.0.0.1',
      port: 0,
      hostNames: [],
      tls: { kind: 'none' },
      plainPort: null,
      townName: 'Vermeil',
      provider: null,
      mapFile: null,
      metricsToken: null,
      ...given.settings,
    },
    clock,
    chance: createSeededChance(),
    log: given.log ?? createLog('silent'),
    consoleDirectory: given.consoleDirectory ?? join(directory, 'no-console'),
    version: '0.1.0',
  });
  const listening = await csu.listen();
  const origin = `${new URL(listening.url).protocol}//127.0.0.1:${listening.port}`;
  const socketOrigin = origin.replace(/^http/, 'ws');
  const clients: { close(): void }[] = [];

  async function cookieOf(personId: string): Promise<string> {
    const { token } = await town.signIn(personId);
    return `${origin.startsWith('https') ? '__Host-beffroi' : 'beffroi'}=${token}`;
  }

  const newIdentity = (): Promise<Identity> => town.office.recorders.register('recorder-1');
  return {
    csu,
    listening,
    town,
    clock,
    board,
    origin,
    authority: directory,
    cookieOf,
    newIdentity,
    fetch: (path, { cookie, ...options } = {}) =>
      fetch(origin + path, {
        ...options,
        redirect: 'manual',
        headers: {
          'x-beffroi': '1',
          ...(cookie === undefined ? {} : { cookie }),
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.headers as Record<string, string> | undefined),
        },
      }),
    async live(personId) {
      const client = new LiveClient(`${socketOrigin}/api/live`, {
        cookie: await cookieOf(personId),
        origin,
      });
      clients.push(client.socket);
      await client.heard.next('hello');
      return client;
    },
    async recorder(identity) {
      const recorder = new FakeRecorder(`${socketOrigin}/link`, identity ?? (await newIdentity()));
      clients.push(recorder);
      await recorder.configured();
      return recorder;
    },
    async close() {
      for (const client of clients) {
        client.close();
      }
      await csu.close();
      await keeper?.close();
      town.office.close();
      await rm(directory, { recursive: true });
    },
  };
}
