/**
 * Port of a camera protocol (`camera-rtsp`): a run is one endless attempt to receive one stream.
 * It reconnects by itself with growing, jittered delay until closed; each outage is a gap notice.
 * Nothing a camera does may throw out of a run, block it for others or grow without bound.
 */

import type { ClearAccessUnit, StreamFormat } from '@beffroi/picture';
import type { GapCause, GapNotice } from './gap.ts';

export interface StreamSource {
  /** `rtsp://host[:port]/path` or `rtsps://...`; user information in it is refused. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  /** `auto`: TCP interleaved first, UDP where the camera refuses TCP. */
  readonly transport: 'auto' | 'tcp' | 'udp';
  /** rtsps only. PEM of the certificate or CA to trust; null accepts only publicly valid ones. */
  readonly trustedPem: string | null;
}

/** Figures of one run since it began; all counters only grow. */
export interface RunFigures {
  readonly connected: boolean;
  readonly runs: number;
  readonly pictures: number;
  readonly bytes: number;
  readonly packetsLost: number;
  readonly resyncs: number;
  /** Camera clock minus ours, milliseconds, smoothed; null without sender reports. */
  readonly clockOffsetMs: number | null;
}

export interface RunSink {
  /** Before the first picture of each connection and at each change of the parameter sets. */
  format(format: StreamFormat): void;
  accessUnit(unit: ClearAccessUnit): void;
  /** The stream stopped or pictures are missing; the next access unit ends the gap. */
  gap(notice: GapNotice): void;
}

export interface Run {
  readonly figures: RunFigures;
  close(): Promise<void>;
}

/** The run of one camera stream. */
export interface CameraRun extends Run {
  /**
   * What came is of no use to whoever decodes it, which this side can't see: tells the gap, ends
   * the connection and begins again after a delay that grows each time (CAM-11).
   */
  restart(cause: GapCause, detail: string): void;
}

export interface MediaSource {
  run(source: StreamSource, sink: RunSink): CameraRun;
}
