/**
 * A centre that keeps the contract of the live socket (packages/wire/src/live.ts) and nothing else:
 * it serves a folder, streams a clip to every tile with a burst of the current GOP, counts
 * acknowledgements, serves recorded GOPs with one gap, and cuts when told. For browser tests.
 */

import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type ClientMessage, encodePicture, type ServerMessage } from '@beffroi/wire';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clip } from './clip.ts';

export interface Recording {
  readonly clip: Clip;
  readonly fromMs: number;
  readonly toMs: number;
  readonly gap: { readonly fromMs: number; readonly toMs: number };
}

type Opening = Extract<ClientMessage, { readonly type: 'open' }>;
type GopQuestion = Extract<ClientMessage, { readonly type: 'gop' }>;

interface OpenChannel {
  readonly cameraId: string;
  readonly timer: ReturnType<typeof setInterval>;
}

const suspended = { fr: 'Votre habilitation est suspendue.', en: 'Your clearance is suspended.' };
const gopMs = 2000;
const windowMs = 400;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export class FakeCentre {
  readonly acks = new Map<number, number>();
  readonly refusedCameras = new Set<string>();
  /** Their recordings are H.265 until a copy is asked for. */
  readonly h265Cameras = new Set<string>();
  isRecoderBusy = false;
  /** Sent pictures per channel of the newest socket. */
  readonly sent = new Map<number, number>();
  gopsServed = 0;
  readonly #live: Clip;
  readonly #recording: Recording | undefined;
  readonly #http: Server;
  readonly #sockets = new Map<WebSocket, Map<number, OpenChannel>>();
  #json: (url: URL) => unknown = () => undefined;

  private constructor(folder: string, live: Clip, recording: Recording | undefined) {
    this.#live = live;
    this.#recording = recording;
    this.#http = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://centre');
      const path = url.pathname;
      const answer = path.startsWith('/api/') ? this.#json(url) : undefined;
      if (answer !== undefined) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
        return;
      }
      const wanted = join(folder, normalize(path));
      const file = extname(path) !== '' && existsSync(wanted) ? wanted : join(folder, 'index.html');
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' });
      createReadStream(file).pipe(response);
    });
    const server = new WebSocketServer({ server: this.#http, perMessageDeflate: false });
    server.on('connection', (socket) => this.#accept(socket));
  }

  static async start(folder: string, live: Clip, recording?: Recording): Promise<FakeCentre> {
    const centre = new FakeCentre(folder, live, recording);
    await new Promise<void>((resolve) => {
      centre.#http.listen(0, '127.0.0.1', resolve);
    });
    return centre;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** What `/api/...` answers; undefined falls through to the page. */
  answerJson(answer: (url: URL) => unknown): void {
    this.#json = answer;
  }

  /** Ends the right to a camera: nothing more is sent of it. */
  cut(cameraId: string): void {
    for (const [socket, channels] of this.#sockets) {
      for (const [channel, open] of channels) {
        if (open.cameraId === cameraId) {
          clearInterval(open.timer);
          channels.delete(channel);
          say(socket, { type: 'cut', channel, rule: 'LIV-21', words: suspended });
        }
      }
    }
  }

  dropSockets(): void {
    for (const socket of this.#sockets.keys()) {
      socket.terminate();
    }
  }

  async stop(): Promise<void> {
    this.dropSockets();
    this.#http.closeAllConnections();
    await new Promise((resolve) => {
      this.#http.close(resolve);
    });
  }

  #accept(socket: WebSocket): void {
    const channels = new Map<number, OpenChannel>();
    this.#sockets.set(socket, channels);
    this.sent.clear();
    say(socket, { type: 'hello', serverMs: Date.now(), version: 1 });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as ClientMessage;
      switch (message.type) {
        case 'open':
          this.#open(socket, channels, message);
          break;
        case 'close':
          clearInterval(channels.get(message.channel)?.timer);
          channels.delete(message.channel);
          break;
        case 'ack':
          for (const [channel, sequence] of message.acks) {
            this.acks.set(channel, sequence);
          }
          break;
        case 'gop':
          this.#serveGop(socket, message);
          break;
      }
    });
    socket.on('close', () => {
      for (const { timer } of channels.values()) {
        clearInterval(timer);
      }
      this.#sockets.delete(socket);
    });
  }

  #open(
    socket: WebSocket,
    channels: Map<number, OpenChannel>,
    { channel, cameraId }: Opening,
  ): void {
    const { pictures, fps, codec, width, height } = this.#live;
    const state = { type: 'state', channel, sinceMs: Date.now(), recording: true } as const;
    if (this.refusedCameras.has(cameraId)) {
      const words = { fr: 'Vous n’avez pas le droit.', en: 'You have no right.' };
      say(socket, { ...state, state: 'no-right', words, recording: false, mask: null });
      return;
    }
    const until = new Date(Date.now() + 60_000).toISOString();
    say(socket, { type: 'opened', channel, lease: 1, until });
    say(socket, { type: 'format', channel, codec, width, height });
    say(socket, { ...state, state: 'live', words: null, mask: 'server' });
    say(socket, { type: 'watchers', channel, names: ['Claire Petit'] });
    let next = Math.floor(pictures.length / 2) + (channel % 5);
    let sequence = 0;
    let isLate = false;
    const sentAtMs: number[] = [];
    this.acks.delete(channel);
    const send = (index: number, ageMs: number): void => {
      const picture = pictures[index % pictures.length]!;
      // The window of 400 ms: a page that does not acknowledge gets nothing until the next key.
      const oldest = sentAtMs[(this.acks.get(channel) ?? -1) + 1] ?? Number.POSITIVE_INFINITY;
      isLate = Date.now() - oldest > windowMs || (isLate && !picture.key);
      if (isLate) {
        return;
      }
      const serverMs = Date.now() - ageMs;
      const header = {
        kind: 'live',
        key: picture.key,
        channel,
        sequence: sequence++,
        cameraMs: serverMs,
        serverMs,
        mediaUs: sequence * 40_000,
        lease: 1,
      } as const;
      socket.send(encodePicture(header, picture.bytes));
      sentAtMs.push(Date.now());
      this.sent.set(channel, sequence);
    };
    for (let index = 0; index < next; index += 1) {
      send(index, ((next - index) * 1000) / fps);
    }
    channels.set(channel, {
      cameraId,
      timer: setInterval(() => send(next++, 0), 1000 / fps),
    });
  }

  #serveGop(socket: WebSocket, question: GopQuestion): void {
    const { channel, request, keyOnly, cameraId } = question;
    if (question.recode === true && this.isRecoderBusy) {
      const words = { fr: 'Trop de copies à la fois.', en: 'Too many copies at once.' };
      const refusal = { rule: 'LIV-30', words };
      say(socket, { type: 'gop', channel, request, gop: null, refusal });
      return;
    }
    if (this.refusedCameras.has(cameraId)) {
      const words = { fr: 'Vous n’avez pas le droit.', en: 'You have no right.' };
      const refusal = { rule: 'LIV-28', words };
      say(socket, { type: 'gop', channel, request, gop: null, refusal });
      return;
    }
    const startMs = this.#gopStart(question);
    const recording = this.#recording;
    if (startMs === undefined || recording === undefined) {
      say(socket, { type: 'gop', channel, request, gop: null, refusal: null });
      return;
    }
    const { pictures, width, height, fps } = recording.clip;
    const isRecoded = question.recode === true;
    const isH265 = this.h265Cameras.has(cameraId) && !isRecoded;
    const codec = isH265 ? 'hev1.1.6.L93.B0' : recording.clip.codec;
    const sent = keyOnly ? pictures.slice(0, 1) : pictures;
    const head = { startMs, endMs: startMs + gopMs, codec, width, height };
    const timesMs = sent.map((_, i) => startMs + (i * 1000) / fps);
    const gop = {
      ...{ ...head, pictures: sent.length, timesMs },
      ...(isRecoded ? { recoded: true } : {}),
    };
    say(socket, { type: 'gop', channel, request, gop, refusal: null });
    this.gopsServed += 1;
    sent.forEach((picture, i) => {
      const atMs = startMs + (i * 1000) / fps;
      const header = {
        kind: 'playback',
        key: picture.key,
        channel,
        sequence: request,
        cameraMs: Number.NaN,
        serverMs: atMs,
        mediaUs: atMs * 1000,
        lease: 0,
      } as const;
      socket.send(encodePicture(header, picture.bytes));
    });
  }

  #gopStart({ atMs, choice }: GopQuestion): number | undefined {
    const recording = this.#recording;
    if (recording === undefined) {
      return undefined;
    }
    const { fromMs, toMs, gap } = recording;
    const exists = (startMs: number): boolean =>
      startMs >= fromMs &&
      startMs + gopMs <= toMs &&
      (startMs + gopMs <= gap.fromMs || startMs >= gap.toMs);
    const own = fromMs + Math.floor((atMs - fromMs) / gopMs) * gopMs;
    if (choice === 'containing') {
      return exists(own) ? own : undefined;
    }
    const step = choice === 'next' ? gopMs : -gopMs;
    for (let startMs = own + step; startMs >= fromMs && startMs < toMs; startMs += step) {
      if (exists(startMs)) {
        return startMs;
      }
    }
    return choice === 'next' && atMs < fromMs ? fromMs : undefined;
  }
}

function say(socket: WebSocket, message: ServerMessage): void {
  socket.send(JSON.stringify(message));
}
