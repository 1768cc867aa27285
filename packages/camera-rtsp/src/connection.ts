/**
 * One connection to a camera, from the socket to access units: drives the pure machines and keeps
 * their time limits. It ends exactly once, with a cause; whoever holds it decides what comes next.
 * Nothing a camera does throws out of here.
 */

import type { Chance, Clock, GapCause, StreamSource } from '@beffroi/office';
import {
  type ReceiverSink,
  ReorderBuffer,
  type RtspAction,
  type RtspAddress,
  RtspClient,
  type StreamOrder,
  type TimelineEnd,
  VideoReceiver,
  type VideoTrack,
} from '@beffroi/picture';
import { FloodGauge } from './flood-gauge.ts';
import { hashText } from './hash-text.ts';
import type { HostNames } from './host-names.ts';
import { type CameraSocket, openSocket } from './open-socket.ts';
import type { PictureRhythm } from './picture-rhythm.ts';
import { openUdpPorts, type UdpPorts } from './udp-ports.ts';

export interface ConnectionEvents extends Omit<ReceiverSink, 'gap'> {
  gap(cause: GapCause, detail: string): void;
  redirected(url: string): void;
  ended(cause: GapCause, detail: string): void;
}

export interface ConnectionWorld {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly names: HostNames;
}

/** What a run's earlier connections learnt. */
export interface ConnectionStart {
  readonly address: RtspAddress;
  readonly order: StreamOrder;
  readonly before: TimelineEnd | undefined;
  readonly rhythm: PictureRhythm;
}

export const connectionLimits = {
  connectMs: 5_000,
  firstPacketMs: 10_000,
  stallMs: 5_000,
  /** Packets without a picture: told after so long, and the connection given up after so long. */
  pictureToldMs: 10_000,
  pictureMs: 35_000,
  tickMs: 500,
} as const;

const openingBytes = 40;

export class Connection {
  readonly #start: ConnectionStart;
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  readonly #client: RtspClient;
  readonly #socket: CameraSocket;
  readonly #flood = new FloodGauge();
  #receiver: VideoReceiver | undefined;
  #reorder: ReorderBuffer | undefined;
  #udp: UdpPorts | undefined;
  #udpSource: string | undefined;
  #stopTick: () => void = () => undefined;
  #stopConnectLimit: () => void;
  #playing = false;
  #lastPacketMs = 0;
  #gotPacket = false;
  #lastPictureMs = 0;
  /** What was last said of the pictures that are missing, null while they come. */
  #drought: GapCause | null = null;
  #over = false;
  /** The first line that was said, as far as it is text. */
  #opening = '';
  bytes = 0;
  otherTracks: readonly string[] = [];
  track: VideoTrack | undefined;

  constructor(
    source: StreamSource,
    start: ConnectionStart,
    world: ConnectionWorld,
    events: ConnectionEvents,
  ) {
    this.#start = start;
    this.#clock = world.clock;
    this.#events = events;
    this.#client = new RtspClient({
      url: start.address.url,
      credentials:
        source.username === null
          ? null
          : { username: source.username, password: source.password ?? '' },
      transport: source.transport,
      hash: hashText,
      clientNonce: Buffer.from(world.chance.bytes(8)).toString('hex'),
    });
    this.#stopConnectLimit = this.#clock.after(connectionLimits.connectMs, () =>
      this.#end('camera-unreachable', `${this.#where} did not accept a connection within 5 s.`),
    );
    this.#socket = openSocket(start.address, source.trustedPem, world.names.lookup, {
      connected: () => {
        this.#stopConnectLimit();
        this.#perform(this.#client.start(this.#clock.monotonicMs()));
        this.#tick();
      },
      bytes: (chunk) => this.#chunk(chunk),
      ended: (cause, detail) => this.#endOrStranger(cause, detail),
    });
  }

  get playing(): boolean {
    return this.#playing && !this.#over;
  }

  get packetsLost(): number {
    return this.#receiver?.packetsLost ?? 0;
  }

  get resyncs(): number {
    return this.#client.resyncs;
  }

  get order(): StreamOrder {
    return this.#receiver?.order ?? this.#start.order;
  }

  get end(): TimelineEnd | undefined {
    return this.#receiver?.end ?? this.#start.before;
  }

  get server(): string | null {
    return this.#client.server;
  }

  get transport(): 'tcp' | 'udp' | null {
    return this.#playing ? this.#client.transport : null;
  }

  get hasReports(): boolean {
    return this.#receiver?.hasReports ?? false;
  }

  /** Says goodbye and ends without an event. */
  close(): void {
    if (this.#over) {
      return;
    }
    const farewell = this.#client
      .tearDown(this.#clock.monotonicMs())
      .map((action) => (action.kind === 'send' ? action.text : ''));
    this.#over = true;
    this.#release();
    this.#socket.close(farewell.join(''));
  }

  get #where(): string {
    return `${this.#start.address.host}:${this.#start.address.port}`;
  }

  #chunk(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.#opening === '') {
      this.#opening = Buffer.from(chunk.subarray(0, openingBytes)).toString('latin1');
      this.#opening = this.#opening.replace(/[^\x20-\x7e].*$/s, '') || '(no text)';
    }
    const before = this.#client.taken;
    const nowMs = this.#clock.nowMs();
    const actions = this.#client.bytes(chunk, this.#clock.monotonicMs());
    if (actions.some((action) => action.kind === 'rtp')) {
      this.#sawPacket();
    }
    this.#perform(actions, nowMs);
    this.#weigh(chunk.length, this.#client.taken - before);
  }

  #weigh(bytes: number, packets: number): void {
    if (this.#flood.add(bytes, packets, this.#clock.monotonicMs())) {
      this.#end('camera-flood', `${this.#where} sends more than 60 Mbit/s.`);
    }
  }

  /** `nowMs`: when what they answer arrived. */
  #perform(actions: readonly RtspAction[], nowMs = this.#clock.nowMs()): void {
    for (const action of actions) {
      if (this.#over) {
        return;
      }
      this.#act(action, nowMs);
    }
  }

  #act(action: RtspAction, nowMs: number): void {
    switch (action.kind) {
      case 'rtp':
        this.#start.rhythm.packet(action.bytes, this.#lastPacketMs);
        this.#receiver?.rtp(action.bytes, nowMs);
        return;
      case 'rtcp':
        this.#receiver?.rtcp(action.bytes, nowMs);
        return;
      case 'send':
        this.#socket.send(action.text);
        return;
      case 'track':
        this.track = action.track;
        this.otherTracks = action.otherTracks;
        this.#receive(action.track);
        return;
      case 'need-udp':
        this.#bindUdp();
        return;
      case 'udp-peer':
        this.#openUdp(action);
        return;
      case 'playing':
        this.#playing = true;
        this.#lastPacketMs = this.#clock.monotonicMs();
        this.#lastPictureMs = this.#lastPacketMs;
        return;
      case 'redirect':
        this.close();
        this.#events.redirected(action.url);
        return;
      case 'failed':
        this.#endOrStranger(action.cause, action.detail);
        return;
      default:
        action satisfies never;
    }
  }

  #receive(track: VideoTrack): void {
    this.#receiver = new VideoReceiver(
      {
        codec: track.codec,
        clockRate: track.clockRate,
        payloadType: track.payloadType,
        parameterSets: track.parameterSets,
        order: this.#start.order,
        before: this.#start.before,
      },
      {
        format: (format) => this.#events.format(format),
        accessUnit: (unit) => {
          this.#lastPictureMs = this.#clock.monotonicMs();
          this.#drought = null;
          this.#events.accessUnit(unit);
        },
        gap: (cause, detail) => {
          this.#drought = cause;
          this.#events.gap(cause, detail);
        },
      },
    );
  }

  #bindUdp(): void {
    const host = this.#socket.remoteAddress ?? '';
    this.#udpSource = host;
    this.#reorder = new ReorderBuffer((bytes, nowMs) => this.#receiver?.rtp(bytes, nowMs));
    this.#udp = openUdpPorts(host, {
      ready: (ports) => {
        if (!this.#over) {
          this.#perform(this.#client.udpReady(ports, this.#clock.monotonicMs()));
        }
      },
      packet: (kind, bytes, from) => {
        if (!this.#over && from.address === this.#udpSource) {
          this.#datagram(kind, bytes);
        }
      },
      failed: (detail) => this.#end('camera-refused-stream', detail),
    });
  }

  #openUdp(peer: Extract<RtspAction, { kind: 'udp-peer' }>): void {
    // A camera may name another sender; from anywhere else than it or there nothing is taken.
    const host = this.#socket.remoteAddress ?? '';
    if (peer.rtpPort !== null) {
      this.#udp?.open(host, peer.rtpPort, peer.rtcpPort ?? peer.rtpPort + 1);
    }
  }

  #datagram(kind: 'rtp' | 'rtcp', bytes: Uint8Array): void {
    const nowMs = this.#clock.nowMs();
    this.bytes += bytes.length;
    if (kind === 'rtp') {
      this.#sawPacket();
      this.#start.rhythm.packet(bytes, this.#lastPacketMs);
      this.#reorder?.push(bytes, nowMs);
    } else {
      this.#receiver?.rtcp(bytes, nowMs);
    }
    this.#weigh(bytes.length, 1);
  }

  #sawPacket(): void {
    this.#gotPacket = true;
    this.#lastPacketMs = this.#clock.monotonicMs();
  }

  #tick(): void {
    this.#stopTick = this.#clock.after(connectionLimits.tickMs, () => {
      if (this.#over) {
        return;
      }
      this.#perform(this.#client.tick(this.#clock.monotonicMs()));
      this.#watchStall();
      this.#watchPictures();
      if (!this.#over) {
        this.#tick();
      }
    });
  }

  #watchStall(): void {
    const silentMs = this.#clock.monotonicMs() - this.#lastPacketMs;
    const { stallMs, firstPacketMs } = connectionLimits;
    const limitMs = this.#start.rhythm.silenceMs(this.#gotPacket ? stallMs : firstPacketMs);
    if (this.#playing && silentMs > limitMs) {
      this.#start.rhythm.stalled();
      this.#end(
        'camera-stalled',
        `${this.#where} sent no picture for ${Math.round(limitMs / 1000)} s.`,
      );
    }
  }

  /** CAM-11: packets of which no picture comes: a stream that isn't what it was announced as. */
  #watchPictures(): void {
    if (this.#over || !this.#playing) {
      return;
    }
    const withoutMs = this.#clock.monotonicMs() - this.#lastPictureMs;
    const isKnown = this.#drought !== null && this.#drought !== 'packets-lost';
    const { rhythm } = this.#start;
    const endMs = rhythm.barrenMs(connectionLimits.pictureMs);
    const toldMs = rhythm.barrenMs(connectionLimits.pictureToldMs);
    if (withoutMs > endMs) {
      const cause = isKnown && this.#drought !== null ? this.#drought : 'stream-undecodable';
      this.#end(cause, this.#noPicture(endMs));
    } else if (withoutMs > toldMs && !isKnown) {
      this.#drought = 'stream-undecodable';
      this.#events.gap(this.#drought, this.#noPicture(toldMs));
    }
  }

  #noPicture(withoutMs: number): string {
    const codec = this.track?.codec === 'h265' ? 'H.265' : 'H.264';
    const seconds = Math.round(withoutMs / 1000);
    return `${this.#where} announces ${codec} and sends packets that made no picture for ${seconds} s.`;
  }

  /** What said something and never anything of RTSP is another kind of machine, or another port. */
  #endOrStranger(cause: GapCause, detail: string): void {
    if (this.#opening !== '' && this.#client.taken === 0) {
      const said = `${this.#where} does not speak RTSP, it says "${this.#opening}".`;
      this.#end('camera-protocol-error', said);
    } else {
      this.#end(cause, detail);
    }
  }

  #end(cause: GapCause, detail: string): void {
    if (this.#over) {
      return;
    }
    this.#over = true;
    this.#release();
    this.#socket.close('');
    this.#events.ended(cause, detail);
  }

  #release(): void {
    this.#stopTick();
    this.#stopConnectLimit();
    this.#udp?.close();
  }
}
