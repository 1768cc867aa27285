/**
 * The last record of a whole file: one row per fragment, so that any instant is found with one read.
 * It is an own box inside the encryption, after the last padded fragment; its last eight bytes say
 * its size and `bfix`, so that it is found from the end.
 */

import { concatBytes } from '@beffroi/kernel';
import { boxAt, isOwnBox, ownBox, ownBoxHeadBytes } from '@beffroi/picture';

/** One fragment: a GOP, or a part of a long one when `key` is false. */
export interface IndexRow {
  readonly key: boolean;
  readonly startMs: number;
  readonly endMs: number;
  /** First chunk of the fragment. */
  readonly chunk: number;
  readonly headBytes: number;
  readonly dataBytes: number;
  readonly firstPictureBytes: number;
}

const rowBytes = 40;
const tailBytes = 8;
const tailMark = Buffer.from('bfix', 'latin1');

export function encodeIndex(rows: readonly IndexRow[]): Uint8Array {
  const body = Buffer.alloc(4 + rowBytes * rows.length);
  body.writeUInt32BE(rows.length, 0);
  rows.forEach((row, index) => {
    const at = 4 + rowBytes * index;
    body.writeDoubleBE(row.startMs, at);
    body.writeDoubleBE(row.endMs, at + 8);
    body.writeUInt32BE(row.chunk, at + 16);
    body.writeUInt32BE(row.headBytes, at + 20);
    body.writeUInt32BE(row.dataBytes, at + 24);
    body.writeUInt32BE(row.firstPictureBytes, at + 28);
    body.writeUInt32BE(row.key ? 1 : 0, at + 32);
  });
  const tail = Buffer.alloc(tailBytes);
  tail.writeUInt32BE(ownBoxHeadBytes + body.length + tailBytes, 0);
  tailMark.copy(tail, 4);
  return ownBox('index', concatBytes([body, tail]));
}

/** Size of the index whose last eight bytes these are; undefined when they aren't. */
export function indexBytesFromTail(tail: Uint8Array): number | undefined {
  const bytes = Buffer.from(tail);
  return bytes.length === tailBytes && bytes.subarray(4).equals(tailMark)
    ? bytes.readUInt32BE(0)
    : undefined;
}

export function decodeIndex(box: Uint8Array): readonly IndexRow[] | undefined {
  const place = boxAt(box, 0);
  if (place === undefined || place.end !== box.length || !isOwnBox(box, place, 'index')) {
    return undefined;
  }
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength).subarray(ownBoxHeadBytes);
  const count = bytes.readUInt32BE(0);
  if (bytes.length !== 4 + rowBytes * count + tailBytes) {
    return undefined;
  }
  return Array.from({ length: count }, (_, index) => {
    const at = 4 + rowBytes * index;
    return {
      startMs: bytes.readDoubleBE(at),
      endMs: bytes.readDoubleBE(at + 8),
      chunk: bytes.readUInt32BE(at + 16),
      headBytes: bytes.readUInt32BE(at + 20),
      dataBytes: bytes.readUInt32BE(at + 24),
      firstPictureBytes: bytes.readUInt32BE(at + 28),
      key: bytes.readUInt32BE(at + 32) === 1,
    };
  });
}
