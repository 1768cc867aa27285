/**
 * A viewer without a browser: opens cameras over the live socket as docs/wire.md says, acknowledges
 * what it gets, keeps the pictures as they came, and asks for recorded groups of pictures.
 */

import type { HttpPerson, RunningHouse } from '@beffroi/testing';
import { decodePictureHeader, pictureHeaderBytes, type ServerMessage } from '@beffroi/wire';

const ackEveryMs = 40;
/** A copy for display may take the centre twenty seconds. */
const gopMsMax = 30_000;

export interface WatchedPicture {
  readonly key: boolean;
  readonly serverMs: number;
  readonly cameraMs: number;
  readonly mediaUs: number;
  readonly annexB: Uint8Array;
}

interface ShownState {
  readonly state: string;
  /** Pictures of its channel that came before it. */
  readonly pictures: number;
}

type GopMessage = Extract<ServerMessage, { type: 'gop' }>;

interface AskedGop {
  readonly done: (pictures: readonly WatchedPicture[]) => void;
  readonly fail: (error: Error) => void;
  readonly pictures: WatchedPicture[];
  wanted: number;
}

export class LiveWatcher {
  readonly #socket: WebSocket;
  readonly #pictures = new Map<number, WatchedPicture[]>();
  readonly #states = new Map<number, ShownState[]>();
  readonly #channels = new Map<string, number>();
  readonly #last = new Map<number, number>();
  readonly #asked = new Map<number, AskedGop>();
  readonly #settling: (() => void)[] = [];
  readonly #acking: NodeJS.Timeout;
  #requests = 0;
  #ended: string | null = null;

  static async open(house: RunningHouse, person: HttpPerson): Promise<LiveWatcher> {
    const url = `${house.url.replace(/^http/, 'ws').replace(/\/$/, '')}/api/live`;
    const origin = new URL(house.url).origin;
    const socket = new WebSocket(url, { headers: { cookie: person.cookie, origin } });
    socket.binaryType = 'arraybuffer';
    await new Promise<void>((opened, failed) => {
      socket.addEventListener('open', () => opened(), { once: true });
      socket.addEventListener('error', () => failed(new Error(`${url} refused`)), { once: true });
    });
    return new LiveWatcher(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }: { data: unknown }) => {
      if (data instanceof ArrayBuffer) {
        this.#picture(new Uint8Array(data));
      } else {
        this.#said(JSON.parse(String(data)) as ServerMessage);
      }
    });
    socket.addEventListener('close', ({ code, reason }) => {
      this.#ended = `${code} ${reason}`;
    });
    this.#acking = setInterval(() => this.#acknowledge(), ackEveryMs);
  }

  watch(cameraId: string, stream: 'main' | 'sub' = 'main'): void {
    const channel = this.#channels.size;
    this.#channels.set(cameraId, channel);
    this.#pictures.set(channel, []);
    this.#states.set(channel, []);
    this.#send({ type: 'open', channel, cameraId, stream });
  }

  pictures(cameraId: string): readonly WatchedPicture[] {
    return this.#pictures.get(this.#channels.get(cameraId) ?? -1) ?? [];
  }

  /** States the tile went through, `live` and the causes why not. */
  states(cameraId: string): readonly string[] {
    return this.#statesOf(cameraId).map(({ state }) => state);
  }

  /** Pictures that came after the tile was last told that state. */
  picturesAfter(cameraId: string, state: string): readonly WatchedPicture[] {
    const told = this.#statesOf(cameraId).findLast((each) => each.state === state);
    return told === undefined ? [] : this.pictures(cameraId).slice(told.pictures);
  }

  /** Resolves once everything that the centre sent before has come: it answers in order. */
  async settled(): Promise<void> {
    const answered = Promise.withResolvers<void>();
    this.#settling.push(answered.resolve);
    this.#send({ type: 'open', channel: 0, cameraId: 'cam_none', stream: 'main' });
    await answered.promise;
  }

  /** Why the centre closed the socket, null while it is open. */
  get ended(): string | null {
    return this.#ended;
  }

  /** The recorded group of pictures that contains an instant, or an H.264 copy; empty for none. */
  recorded(
    viewingId: string,
    cameraId: string,
    atMs: number,
    choice: 'containing' | 'next' | 'previous',
    recode?: true,
  ): Promise<readonly WatchedPicture[]> {
    const request = ++this.#requests;
    return new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error('no answer to a group')), gopMsMax);
      this.#asked.set(request, {
        done: (pictures) => {
          clearTimeout(late);
          done(pictures);
        },
        fail: failed,
        pictures: [],
        wanted: 0,
      });
      const channel = 255;
      const how = { atMs, choice, keyOnly: false, ...(recode && { recode }) };
      this.#send({ type: 'gop', channel, request, viewingId, cameraId, ...how });
    });
  }

  close(): void {
    clearInterval(this.#acking);
    this.#socket.close();
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #acknowledge(): void {
    const acks = [...this.#last];
    if (acks.length > 0 && this.#socket.readyState === WebSocket.OPEN) {
      this.#last.clear();
      this.#send({ type: 'ack', acks });
    }
  }

  #said(message: ServerMessage): void {
    if (message.type === 'state') {
      const pictures = this.#pictures.get(message.channel)?.length ?? 0;
      this.#states.get(message.channel)?.push({ state: message.state, pictures });
    } else if (message.type === 'gop') {
      this.#gop(message);
    } else if (message.type === 'error') {
      // The one error that is provoked here: a channel that is taken.
      this.#settling.shift()?.();
    }
  }

  #statesOf(cameraId: string): readonly ShownState[] {
    return this.#states.get(this.#channels.get(cameraId) ?? -1) ?? [];
  }

  #gop({ request, gop, refusal }: GopMessage): void {
    const asked = this.#asked.get(request);
    if (refusal !== null) {
      asked?.fail(new Error(refusal.words.en));
    }
    if (asked !== undefined) {
      asked.wanted = gop?.pictures ?? 0;
      this.#finish(request, asked);
    }
  }

  #finish(request: number, asked: AskedGop): void {
    if (asked.pictures.length >= asked.wanted) {
      this.#asked.delete(request);
      asked.done(asked.pictures);
    }
  }

  #picture(frame: Uint8Array): void {
    const header = decodePictureHeader(frame);
    if (header === undefined) {
      throw new Error('a frame without a header');
    }
    const { key, serverMs, cameraMs, mediaUs, sequence, channel } = header;
    const annexB = frame.subarray(pictureHeaderBytes);
    const picture = { key, serverMs, cameraMs, mediaUs, annexB };
    if (header.kind === 'live') {
      this.#last.set(channel, sequence);
      this.#pictures.get(channel)?.push(picture);
      return;
    }
    const asked = this.#asked.get(sequence);
    if (asked !== undefined) {
      asked.pictures.push(picture);
      this.#finish(sequence, asked);
    }
  }
}
