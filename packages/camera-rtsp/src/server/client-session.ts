/**
 * One RTSP connection of the small server: requests in, answers out, one video track (RFC 2326).
 * Tolerant only of what real clients send; a client that sends nonsense or too much is cut.
 */

import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { headerOf, RtspFramer, type RtspMessage } from '@beffroi/picture';
import { describe } from './describe.ts';
import { Guard } from './guard.ts';
import { type Outlet, Player, type PlayerClock } from './player.ts';
import type { RtspServerOptions, ServedStream } from './served-stream.ts';
import { openUdpOutlet } from './udp-outlet.ts';

type Headers = Readonly<Record<string, string>>;

/** Every session this server has asks for a sign of life at least this often, seconds. */
const timeoutSeconds = 60;

export class ClientSession {
  readonly #socket: Socket;
  readonly #options: RtspServerOptions;
  readonly #clock: PlayerClock;
  readonly #guard: Guard;
  readonly #framer: RtspFramer;
  readonly #id = randomBytes(8).toString('hex');
  #outlet: Outlet | undefined;
  #channel = 0;
  #player: Player | undefined;
  #stop: (() => void) | undefined;
  audioSetups = 0;

  constructor(socket: Socket, options: RtspServerOptions, clock: PlayerClock) {
    this.#socket = socket;
    this.#options = options;
    this.#clock = clock;
    this.#guard = new Guard(options.credentials, options.authentication ?? 'md5');
    this.#framer = new RtspFramer({
      packet: () => {
        // Receiver reports of the client: nothing here depends on them.
      },
      message: (request) => this.#answer(request),
    });
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#framer.push(chunk);
      if (this.#framer.resyncs > 100) {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#ended());
  }

  get playing(): boolean {
    return this.#stop !== undefined;
  }

  get dropped(): number {
    return this.#player?.dropped ?? 0;
  }

  cut(): void {
    this.#socket.destroy();
  }

  #answer(request: RtspMessage): void {
    const [method = '', url = ''] = request.startLine.split(' ');
    const path = pathOf(url);
    const stream = this.#options.streams(path.replace(/\/?(trackID=\d+)?$/, '') || '/');
    if (stream?.faults?.hangOn === method) {
      return;
    }
    if (method === 'OPTIONS') {
      this.#reply(request, 200, {
        Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN',
      });
    } else if (!this.#guard.admits(method, headerOf(request, 'authorization'))) {
      this.#reply(request, 401, { 'WWW-Authenticate': this.#guard.challenge });
    } else if (stream === null) {
      this.#reply(request, 404);
    } else {
      this.#act(method, url, stream, request);
    }
  }

  #act(method: string, url: string, stream: ServedStream, request: RtspMessage): void {
    switch (method) {
      case 'DESCRIBE':
        this.#reply(
          request,
          200,
          { 'Content-Base': `${url.replace(/\/$/, '')}/`, 'Content-Type': 'application/sdp' },
          describe(stream),
        );
        return;
      case 'SETUP':
        void this.#setUp(url, stream, request);
        return;
      case 'PLAY':
        this.#play(url, stream, request);
        return;
      case 'GET_PARAMETER':
      case 'SET_PARAMETER':
        this.#reply(request, 200);
        return;
      case 'TEARDOWN':
        this.#reply(request, 200);
        this.#socket.end();
        return;
      default:
        this.#reply(request, 501);
    }
  }

  /** Never rejects: what can fail is answered with a status. */
  async #setUp(url: string, stream: ServedStream, request: RtspMessage): Promise<void> {
    if (url.endsWith('trackID=1')) {
      this.audioSetups++;
    }
    const wanted = headerOf(request, 'transport') ?? '';
    const interleaved = /interleaved=(\d{1,3})-/.exec(wanted);
    const ports = /client_port=(\d{1,5})-(\d{1,5})/.exec(wanted);
    if (interleaved !== null && stream.faults?.refuseTcp !== true) {
      this.#channel = Number(interleaved[1]);
      this.#outlet = this.#tcpOutlet();
      this.#reply(request, 200, {
        Transport: `RTP/AVP/TCP;unicast;interleaved=${this.#channel}-${this.#channel + 1}`,
      });
    } else if (ports !== null && this.#outlet === undefined) {
      const host = this.#socket.remoteAddress ?? '127.0.0.1';
      const udp = await openUdpOutlet(host, Number(ports[1]), Number(ports[2]), () => this.cut());
      this.#outlet = udp.outlet;
      this.#reply(request, 200, {
        Transport: `RTP/AVP;unicast;${ports[0]};server_port=${udp.rtpPort}-${udp.rtcpPort}`,
      });
    } else {
      this.#reply(request, 461);
    }
  }

  #play(url: string, stream: ServedStream, request: RtspMessage): void {
    if (this.#outlet === undefined || this.#stop !== undefined) {
      this.#reply(request, 455);
      return;
    }
    this.#reply(request, 200, { 'RTP-Info': `url=${url}`, Range: 'npt=now-' });
    const player = new Player(stream, this.#outlet, this.#clock, this.#channel);
    this.#player = player;
    this.#stop = stream.play({
      accessUnit: (unit) => player.accessUnit(unit),
      close: () => this.cut(),
    });
  }

  #reply(request: RtspMessage, status: number, headers: Headers = {}, body = ''): void {
    const reasons: Record<number, string> = { 200: 'OK', 401: 'Unauthorized', 404: 'Not Found' };
    const lines = [
      `RTSP/1.0 ${status} ${reasons[status] ?? 'Refused'}`,
      `CSeq: ${headerOf(request, 'cseq') ?? '0'}`,
      'Server: Beffroi town-sim',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      `Session: ${this.#id};timeout=${timeoutSeconds}`,
    ];
    if (body !== '') {
      lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    }
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  #tcpOutlet(): Outlet {
    const socket = this.#socket;
    return {
      get queuedBytes() {
        return socket.writableLength;
      },
      send: (packets) => {
        if (socket.writable) {
          socket.write(packets.length === 1 && packets[0] ? packets[0] : Buffer.concat(packets));
        }
      },
      stray: (bytes) => {
        socket.write(bytes);
      },
      close: () => this.cut(),
    };
  }

  #ended(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#outlet?.close();
  }
}

function pathOf(url: string): string {
  return /^rtsps?:\/\/[^/]*(\/.*)?$/i.exec(url)?.[1] ?? '/';
}
