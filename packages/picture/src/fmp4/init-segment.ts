/**
 * The head of a recording: `ftyp`, `moov` of one video track, and a `uuid` box that says whose
 * pictures these are. Sample entries are `avc3` and `hev1`: parameter sets stay inside the pictures
 * too, as the camera sent them, so that every GOP decodes alone. A change of format is never
 * written into a file: the store closes it and opens another.
 */

import {
  canonicalJson,
  concatBytes,
  err,
  fromHex,
  type Json,
  ok,
  type Result,
  toHex,
  utf8Bytes,
} from '@beffroi/kernel';
import { type StreamFormat, ticksPerSecond } from '../access-unit.ts';
import {
  box,
  boxAt,
  fullBox,
  isOwnBox,
  letters,
  ownBox,
  ownBoxHeadBytes,
  u8,
  u16,
  u32,
} from './box.ts';
import { decoderConfiguration } from './decoder-configuration.ts';

/** Whose pictures a file holds; sealed with them. */
export interface RecordingLabel {
  readonly recordingId: string;
  readonly site: string;
  readonly cameraId: string;
  readonly cameraName: string;
  readonly place: string;
  readonly stream: string;
  /** Official time of the first picture; tick 0 of the file. */
  readonly startMs: number;
}

export interface InitSegment {
  readonly format: StreamFormat;
  readonly label: RecordingLabel;
}

const unity = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

export function initSegment({ format, label }: InitSegment): Uint8Array {
  const { width, height } = format;
  const media = box(
    'mdia',
    fullBox('mdhd', 0, 0, u32(0, 0, ticksPerSecond, 0), u16(0x55c4, 0)),
    fullBox('hdlr', 0, 0, u32(0), letters('vide'), u32(0, 0, 0), letters('video\0')),
    mediaInformation(format),
  );
  const header = fullBox('tkhd', 0, 3, u32(0, 0, 1, 0, 0, 0, 0), u16(0, 0, 0, 0), unity);
  const track = box('trak', extended(header, u32(width * 65536, height * 65536)), media);
  const movieHeader = fullBox(
    'mvhd',
    0,
    0,
    u32(0, 0, ticksPerSecond, 0, 0x10000),
    u16(0x100, 0),
    u32(0, 0),
    unity,
    new Uint8Array(24),
    u32(2),
  );
  return concatBytes([
    box('ftyp', letters('iso6'), u32(512), letters('iso6mp41')),
    box('moov', movieHeader, track, box('mvex', fullBox('trex', 0, 0, u32(1, 1, 0, 0, 0)))),
    ownBox('label', utf8Bytes(canonicalJson({ format: formatJson(format), label: { ...label } }))),
  ]);
}

/** Reads back the label box of an init segment; its text decoder is given, this room has none. */
export function readInitSegment(
  bytes: Uint8Array,
  utf8Text: (bytes: Uint8Array) => string,
): Result<InitSegment & { readonly sizeBytes: number }, string> {
  for (let offset = 0; ; ) {
    const place = boxAt(bytes, offset);
    if (place === undefined || place.end > bytes.length) {
      return err('the recording has no label box');
    }
    if (isOwnBox(bytes, place, 'label')) {
      const text = utf8Text(bytes.subarray(offset + ownBoxHeadBytes, place.end));
      const read = JSON.parse(text) as { format: FormatJson; label: RecordingLabel };
      const parameterSets = read.format.parameterSets.map((set) => fromHex(set) ?? u8());
      return ok({
        format: { ...read.format, parameterSets },
        label: read.label,
        sizeBytes: place.end,
      });
    }
    offset = place.end;
  }
}

type FormatJson = Omit<StreamFormat, 'parameterSets'> & {
  readonly parameterSets: readonly string[];
};

function formatJson(format: StreamFormat): Json {
  return { ...format, parameterSets: format.parameterSets.map(toHex) };
}

function mediaInformation(format: StreamFormat): Uint8Array {
  const entry = box(
    format.codec === 'h264' ? 'avc3' : 'hev1',
    u8(0, 0, 0, 0, 0, 0),
    u16(1),
    new Uint8Array(16),
    u16(format.width, format.height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    new Uint8Array(32),
    u16(24, 0xffff),
    decoderConfiguration(format),
  );
  const samples = box(
    'stbl',
    fullBox('stsd', 0, 0, u32(1), entry),
    fullBox('stts', 0, 0, u32(0)),
    fullBox('stsc', 0, 0, u32(0)),
    fullBox('stsz', 0, 0, u32(0, 0)),
    fullBox('stco', 0, 0, u32(0)),
  );
  return box(
    'minf',
    fullBox('vmhd', 0, 1, new Uint8Array(8)),
    box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
    samples,
  );
}

/** The same box with more at its end. */
function extended(whole: Uint8Array, more: Uint8Array): Uint8Array {
  return concatBytes([u32(whole.length + more.length), whole.subarray(4), more]);
}
