/**
 * Boxes of ISO base media files (ISO 14496-12 section 4.2): a 32-bit size, four letters, a body.
 * Our own facts travel in `uuid` boxes, which every player skips. Sizes here are 32-bit on purpose:
 * a fragment is bounded far below 4 GiB; times and file offsets are 64-bit.
 */

import { assert, concatBytes } from '@beffroi/kernel';

/** Extended types of our own boxes; fixed for ever. */
export const ownBoxTypes = {
  label: [
    0x3e, 0x1f, 0x52, 0xa4, 0x0b, 0x6d, 0x4c, 0x0e, 0x9a, 0x77, 0x5d, 0x21, 0xc8, 0x40, 0xee, 0x01,
  ],
  fragment: [
    0x3e, 0x1f, 0x52, 0xa4, 0x0b, 0x6d, 0x4c, 0x0e, 0x9a, 0x77, 0x5d, 0x21, 0xc8, 0x40, 0xee, 0x02,
  ],
  index: [
    0x3e, 0x1f, 0x52, 0xa4, 0x0b, 0x6d, 0x4c, 0x0e, 0x9a, 0x77, 0x5d, 0x21, 0xc8, 0x40, 0xee, 0x03,
  ],
} as const;

export type OwnBox = keyof typeof ownBoxTypes;

export const ownBoxHeadBytes = 24;

export function u8(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function u16(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  values.forEach((value, index) => {
    view.setUint16(2 * index, value);
  });
  return new Uint8Array(view.buffer);
}

export function u32(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => {
    view.setUint32(4 * index, value);
  });
  return new Uint8Array(view.buffer);
}

/** Characters of a box type or another ASCII word. */
export function letters(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(parts);
  return concatBytes([u32(8 + body.length), letters(type), body]);
}

/** A box with a version and flags (section 4.2). */
export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: readonly Uint8Array[]
): Uint8Array {
  return box(type, u32(version * 0x1000000 + flags), ...parts);
}

export function ownBox(kind: OwnBox, ...parts: readonly Uint8Array[]): Uint8Array {
  return box('uuid', u8(...ownBoxTypes[kind]), ...parts);
}

/** A `free` box of exactly this many bytes, at least 8. */
export function freeBox(sizeBytes: number): Uint8Array {
  assert(sizeBytes >= 8, 'a free box has at least 8 bytes');
  const bytes = new Uint8Array(sizeBytes);
  bytes.set(u32(sizeBytes));
  bytes.set(letters('free'), 4);
  return bytes;
}

/** Size of the `free` box that brings `length` to a multiple of `unit`; 0 when it is one already. */
export function paddingBytes(length: number, unit: number): number {
  const rest = length % unit;
  if (rest === 0) {
    return 0;
  }
  const missing = unit - rest;
  return missing < 8 ? missing + unit : missing;
}

export interface BoxPlace {
  readonly type: string;
  /** Offset of the body and of the byte after the box, in the bytes that were searched. */
  readonly body: number;
  readonly end: number;
}

/**
 * The box that begins at an offset, or undefined when these bytes hold no whole box head. `end` may
 * lie beyond the bytes: the caller checks. A size that can't be (under its own head) is undefined.
 */
export function boxAt(bytes: Uint8Array, offset: number): BoxPlace | undefined {
  if (offset < 0 || offset + 8 > bytes.length) {
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
  const small = view.getUint32(offset);
  if (small !== 1) {
    return small < 8 ? undefined : { type, body: offset + 8, end: offset + small };
  }
  // A 64-bit size (section 4.2): ours never need one, other writers' files do.
  if (offset + 16 > bytes.length) {
    return undefined;
  }
  const large = view.getUint32(offset + 8) * 0x100000000 + view.getUint32(offset + 12);
  return large < 16 ? undefined : { type, body: offset + 16, end: offset + large };
}

/** The first box of a type among those that lie between two offsets. */
export function findBox(
  bytes: Uint8Array,
  type: string,
  from: number,
  to: number,
): BoxPlace | undefined {
  for (let offset = from; offset < to; ) {
    const place = boxAt(bytes, offset);
    if (place === undefined || place.end > to) {
      return undefined;
    }
    if (place.type === type) {
      return place;
    }
    offset = place.end;
  }
  return undefined;
}

/** Whether the box at a place is this one of ours. */
export function isOwnBox(bytes: Uint8Array, place: BoxPlace, kind: OwnBox): boolean {
  return (
    place.type === 'uuid' &&
    place.body + 16 <= bytes.length &&
    ownBoxTypes[kind].every((byte, index) => bytes[place.body + index] === byte)
  );
}
