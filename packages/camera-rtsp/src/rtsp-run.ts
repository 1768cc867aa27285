/**
 * One endless attempt to receive one stream (port `MediaSource`): connects, follows, and when the
 * connection ends waits and tries again until it is closed. Each outage is one gap notice with its
 * cause; a cause that changes while the outage lasts is said again (CAM-4). What the first
 * connection learnt of the stream's time and order holds for the next.
 */

import type { CameraRun, GapCause, RunFigures, RunSink, StreamSource } from '@beffroi/office';
import {
  type AccessUnit,
  parseRtspUrl,
  type RtspAddress,
  type StreamOrder,
  type TimelineEnd,
} from '@beffroi/picture';
import { clearAccessUnit } from './clear-maker.ts';
import { ClockOffset } from './clock-offset.ts';
import { Connection, type ConnectionWorld } from './connection.ts';
import { PictureRhythm } from './picture-rhythm.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

/** A connection that gave pictures for so long proves the camera well again. */
const wellAfterMs = 10_000;
const redirectsMax = 3;

/** What the probe tells of the connection beyond the figures. */
export interface ConnectionFacts {
  readonly server: string | null;
  readonly transport: 'tcp' | 'udp' | null;
  readonly otherTracks: readonly string[];
  readonly hasReports: boolean;
}

const noFacts: ConnectionFacts = {
  server: null,
  transport: null,
  otherTracks: [],
  hasReports: false,
};

export class RtspRun implements CameraRun {
  readonly #source: StreamSource;
  readonly #sink: RunSink;
  readonly #world: ConnectionWorld;
  readonly #offset = new ClockOffset();
  #address: RtspAddress | undefined;
  #connection: Connection | undefined;
  #stopWaiting: () => void = () => undefined;
  #closed = false;
  #failures = 0;
  #redirects = 0;
  #outage: GapCause | undefined;
  #firstPictureMs: number | undefined;
  readonly #rhythm = new PictureRhythm();
  #order: StreamOrder = { kind: 'unknown' };
  #end: TimelineEnd | undefined;
  #lastFacts: ConnectionFacts = noFacts;
  #past = { packetsLost: 0, resyncs: 0 };
  #counts = { runs: 0, pictures: 0, bytes: 0 };

  constructor(source: StreamSource, sink: RunSink, world: ConnectionWorld) {
    this.#source = source;
    this.#sink = sink;
    this.#world = world;
    this.#address = parseRtspUrl(source.url);
    // The first attempt begins after this call, so that no event comes before `run` answered.
    this.#stopWaiting = world.clock.after(0, () => this.#connect());
  }

  get figures(): RunFigures {
    const { runs, pictures, bytes } = this.#counts;
    return {
      connected: this.#outage === undefined && this.#connection?.playing === true,
      runs,
      pictures,
      bytes: bytes + (this.#connection?.bytes ?? 0),
      packetsLost: this.#past.packetsLost + (this.#connection?.packetsLost ?? 0),
      resyncs: this.#past.resyncs + (this.#connection?.resyncs ?? 0),
      clockOffsetMs: this.#offset.offsetMs,
    };
  }

  /** Of the connection that stands, or of the last one. */
  get facts(): ConnectionFacts {
    return this.#connection === undefined ? this.#lastFacts : factsOf(this.#connection);
  }

  restart(cause: GapCause, detail: string): void {
    const connection = this.#connection;
    if (this.#closed || connection === undefined) {
      // It is being begun again already.
      return;
    }
    connection.close();
    this.#retire();
    // However long pictures came: they were of no use, and the delay goes on growing.
    this.#firstPictureMs = undefined;
    this.#failed(cause, detail);
  }

  /** Says goodbye to the camera; no event comes after it was called. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting();
    this.#connection?.close();
    this.#retire();
  }

  #connect(): void {
    if (this.#closed) {
      return;
    }
    if (this.#address === undefined) {
      this.#failed(
        'camera-unreachable',
        'The address is not rtsp://host[:port]/path without user information.',
      );
      return;
    }
    this.#counts.runs++;
    this.#firstPictureMs = undefined;
    this.#rhythm.connected();
    this.#connection = new Connection(
      this.#source,
      { address: this.#address, order: this.#order, before: this.#end, rhythm: this.#rhythm },
      this.#world,
      {
        format: (format) => this.#sink.format(format),
        accessUnit: (unit) => this.#accessUnit(unit),
        gap: (cause, detail) => this.#gap(cause, detail),
        redirected: (url) => this.#redirected(url),
        ended: (cause, detail) => {
          this.#retire();
          this.#failed(cause, detail);
        },
      },
    );
  }

  #accessUnit(unit: AccessUnit): void {
    this.#counts.pictures++;
    this.#outage = undefined;
    this.#firstPictureMs ??= this.#world.clock.monotonicMs();
    if (unit.cameraMs !== null) {
      this.#offset.add(unit.cameraMs, unit.receivedMs);
    }
    this.#sink.accessUnit(clearAccessUnit(unit));
  }

  #gap(cause: GapCause, detail: string): void {
    if (this.#outage !== cause) {
      this.#outage = cause;
      this.#sink.gap({ cause, detail, atMs: this.#world.clock.nowMs() });
    }
  }

  #redirected(url: string): void {
    this.#retire();
    this.#redirects++;
    this.#address = parseRtspUrl(url);
    if (this.#redirects > redirectsMax) {
      this.#failed('camera-refused-stream', 'The camera redirects more than three times.');
      return;
    }
    this.#stopWaiting = this.#world.clock.after(0, () => this.#connect());
  }

  #failed(cause: GapCause, detail: string): void {
    const { clock, chance } = this.#world;
    const wasWell =
      this.#firstPictureMs !== undefined &&
      clock.monotonicMs() - this.#firstPictureMs > wellAfterMs;
    this.#failures = wasWell ? 1 : this.#failures + 1;
    this.#redirects = 0;
    this.#address = parseRtspUrl(this.#source.url);
    this.#gap(cause, detail);
    if (this.#closed) {
      return;
    }
    const [byte = 0] = chance.bytes(1);
    const delayMs = reconnectDelayMs(this.#failures, cause, byte / 255);
    this.#stopWaiting = clock.after(delayMs, () => this.#connect());
  }

  /** Keeps what the connection counted and learnt. */
  #retire(): void {
    const connection = this.#connection;
    if (connection === undefined) {
      return;
    }
    this.#connection = undefined;
    this.#lastFacts = factsOf(connection);
    this.#past.packetsLost += connection.packetsLost;
    this.#past.resyncs += connection.resyncs;
    this.#counts.bytes += connection.bytes;
    this.#order = connection.order;
    this.#end = connection.end;
    this.#offset.forget();
  }
}

function factsOf(connection: Connection): ConnectionFacts {
  return {
    server: connection.server,
    transport: connection.transport,
    otherTracks: connection.otherTracks,
    hasReports: connection.hasReports,
  };
}
