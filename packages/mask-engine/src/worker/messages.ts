/**
 * What a recorder and its mask worker say to each other besides pictures. Orders go down, on the
 * worker's standard input, because a camera's password must not stand in a command line or in the
 * environment; reports come up. Byte strings travel as hexadecimal.
 */

import { Failure, fromHex, toHex } from '@beffroi/kernel';
import {
  type EncodeSettings,
  type GapNotice,
  gapCauses,
  type MaskSettings,
  type RunFigures,
  type StreamName,
  type StreamSource,
} from '@beffroi/office';
import type { StreamFormat } from '@beffroi/picture';

export interface WorkerStream {
  readonly source: StreamSource;
  readonly encode: EncodeSettings;
}

/** Which implementation of the transcoder a worker runs. */
export type Engine =
  | { readonly kind: 'node-av' }
  | { readonly kind: 'ffmpeg'; readonly ffmpegPath: string };

export type Order =
  | {
      readonly kind: 'start';
      readonly engine: Engine;
      readonly streams: Readonly<Partial<Record<StreamName, WorkerStream>>>;
      readonly mask: MaskSettings;
    }
  | { readonly kind: 'mask'; readonly mask: MaskSettings };

/** `cpuMs` and `memoryBytes` are the worker's since it started, and now. */
export interface FiguresReport {
  readonly kind: 'figures';
  readonly run: RunFigures;
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

export type Report =
  | { readonly kind: 'format'; readonly stream: StreamName; readonly format: StreamFormat }
  | { readonly kind: 'gap'; readonly stream: StreamName; readonly notice: GapNotice }
  | FiguresReport;

export function reportBody(report: Report): unknown {
  if (report.kind !== 'format') {
    return report;
  }
  const { format } = report;
  return { ...report, format: { ...format, parameterSets: format.parameterSets.map(toHex) } };
}

/** Checks a report's shape: a worker decodes bytes from the street and may be made to lie. */
export function parseReport(body: unknown): Report {
  if (!isRecord(body)) {
    throw unexpected('a report');
  }
  switch (body['kind']) {
    case 'format':
      return { kind: 'format', stream: streamOf(body), format: formatOf(body['format']) };
    case 'gap':
      return { kind: 'gap', stream: streamOf(body), notice: noticeOf(body['notice']) };
    case 'figures':
      return figuresOf(body);
    default:
      throw unexpected('a report');
  }
}

function streamOf(body: Record<string, unknown>): StreamName {
  const stream = body['stream'];
  if (stream !== 'main' && stream !== 'sub') {
    throw unexpected('the name of a stream');
  }
  return stream;
}

function formatOf(body: unknown): StreamFormat {
  if (!isRecord(body) || !Array.isArray(body['parameterSets'])) {
    throw unexpected('a format');
  }
  const fps = body['declaredFps'];
  return {
    // Our encoder makes H.264 and nothing else.
    codec: 'h264',
    width: numberOf(body['width']),
    height: numberOf(body['height']),
    codecString: textOf(body['codecString']),
    declaredFps: fps === null ? null : numberOf(fps),
    parameterSets: body['parameterSets'].map((set) => fromHex(textOf(set)) ?? new Uint8Array()),
    reorderFrames: numberOf(body['reorderFrames']),
  };
}

function noticeOf(body: unknown): GapNotice {
  if (!isRecord(body)) {
    throw unexpected('a gap');
  }
  const cause = gapCauses.find((known) => known === body['cause']);
  if (cause === undefined) {
    throw unexpected('the cause of a gap');
  }
  return { cause, detail: textOf(body['detail']).slice(0, 500), atMs: numberOf(body['atMs']) };
}

function figuresOf(body: Record<string, unknown>): FiguresReport {
  const run = body['run'];
  if (!isRecord(run)) {
    throw unexpected('figures');
  }
  const offset = run['clockOffsetMs'];
  return {
    kind: 'figures',
    cpuMs: numberOf(body['cpuMs']),
    memoryBytes: numberOf(body['memoryBytes']),
    run: {
      connected: run['connected'] === true,
      runs: numberOf(run['runs']),
      pictures: numberOf(run['pictures']),
      bytes: numberOf(run['bytes']),
      packetsLost: numberOf(run['packetsLost']),
      resyncs: numberOf(run['resyncs']),
      clockOffsetMs: offset === null ? null : numberOf(offset),
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') {
    throw unexpected('a number');
  }
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') {
    throw unexpected('a text');
  }
  return value;
}

function unexpected(what: string): Failure<'worker-protocol'> {
  return new Failure('worker-protocol', `The mask worker said something else than ${what}.`);
}
