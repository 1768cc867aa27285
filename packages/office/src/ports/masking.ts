/**
 * Ports of the mask engine. A transcoder turns clear pictures of one stream into masked ones; a
 * verifier says whether a picture that a camera masked itself really is masked. Both fail closed:
 * without a decision, a size or a geometry nothing comes out and a gap notice says why (MSK-1).
 */

import type {
  ClearAccessUnit,
  MaskedAccessUnit,
  MaskGeometry,
  MaskMark,
  Polygon,
  StreamFormat,
} from '@beffroi/picture';
import type { GapNotice } from './gap.ts';
import type { Run, StreamSource } from './media-source.ts';

export interface MaskSettings {
  readonly geometry: MaskGeometry;
  readonly mark: MaskMark;
  /**
   * Width over height of the picture that the zones were drawn on, where it is another stream's
   * (MSK-18); null while it isn't known: nothing is drawn, and no picture leaves.
   */
  readonly drawnAspect?: number | null;
}

export interface EncodeSettings {
  readonly bitsPerSecond: number;
  /** Frame rate to plan the bit budget with; the real one follows the input. */
  readonly fps: number;
  readonly gopSeconds: number;
}

export interface MaskedSink {
  format(format: StreamFormat): void;
  accessUnit(unit: MaskedAccessUnit): void;
  gap(notice: GapNotice): void;
}

/** Pictures since it was opened; `decoded`: those that came out of the decoder, drawn or not. */
export interface TranscoderFigures {
  readonly in: number;
  readonly decoded: number;
  readonly out: number;
  readonly dropped: number;
}

/** One stream of one camera, in the process that calls it. Two implementations, one contract. */
export interface MaskTranscoder {
  /** Replaces the geometry between two pictures, without a gap. */
  setMask(settings: MaskSettings): void;
  /** Queue of at most 2 s; over it, drops to the next key picture, counted and noticed. */
  push(unit: ClearAccessUnit): void;
  readonly figures: TranscoderFigures;
  close(): Promise<void>;
}

export interface MaskTranscoders {
  open(mask: MaskSettings, encode: EncodeSettings, sink: MaskedSink): Promise<MaskTranscoder>;
}

export interface MaskVerdict {
  readonly masked: boolean;
  /** False when no picture at all came out of what was to be checked. */
  readonly decoded: boolean;
  /** Largest luma standard deviation found inside a polygon; solid is under 4. */
  readonly deviation: number;
  readonly detail: string;
}

export interface KeyFrameVerifier {
  verify(unit: ClearAccessUnit, polygons: readonly Polygon[]): Promise<MaskVerdict>;
  close(): Promise<void>;
}

export type StreamName = 'main' | 'sub';

export interface MaskWorkerFigures {
  readonly restarts: number;
  readonly memoryBytes: number;
  /** CPU seconds per second over the last 10 s. */
  readonly cores: number;
}

export interface MaskWorkerSink {
  format(stream: StreamName, format: StreamFormat): void;
  accessUnit(stream: StreamName, unit: MaskedAccessUnit): void;
  gap(stream: StreamName, notice: GapNotice): void;
}

/**
 * One process per server-masked camera: it holds the camera's connections and its clear pictures,
 * no secret but the camera's, and emits masked pictures only. Restarted by its owner's supervisor
 * (inside this object) with growing delay; each restart is a gap.
 */
export interface MaskWorker extends Run {
  readonly workerFigures: MaskWorkerFigures;
  setMask(settings: MaskSettings): void;
}

export interface MaskWorkers {
  start(
    streams: Readonly<
      Partial<Record<StreamName, { source: StreamSource; encode: EncodeSettings }>>
    >,
    mask: MaskSettings,
    sink: MaskWorkerSink,
  ): MaskWorker;
}
