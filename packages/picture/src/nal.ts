/**
 * NAL units as they lie in an access unit: each behind a 4-byte big-endian length (ISO 14496-15),
 * and the other common dress, Annex B start codes, that WebCodecs and elementary stream files
 * want. Conversions are exact: what goes there and comes back is the same bytes. Broken lengths
 * end the walk; nothing here throws on bytes from the street.
 */

/** The NAL units of length-prefixed data, as views; a length past the end stops the walk. */
export function* nalUnits(data: Uint8Array): Generator<Uint8Array, void, undefined> {
  let offset = 0;
  while (offset + 4 < data.length) {
    const length = lengthAt(data, offset);
    const end = offset + 4 + length;
    if (end > data.length) {
      return;
    }
    if (length > 0) {
      yield data.subarray(offset + 4, end);
    }
    offset = end;
  }
}

/** Same NAL units behind `00 00 00 01`: one copy, same size. */
export function lengthPrefixedToAnnexB(data: Uint8Array): Uint8Array {
  // Not `slice`: of a Node Buffer that is a view, and this writes.
  const annexB = new Uint8Array(data);
  let offset = 0;
  while (offset + 4 <= data.length) {
    const length = lengthAt(data, offset);
    annexB[offset] = 0;
    annexB[offset + 1] = 0;
    annexB[offset + 2] = 0;
    annexB[offset + 3] = 1;
    offset += 4 + length;
  }
  return annexB;
}

/** Same NAL units behind 4-byte lengths; what stands before the first start code is dropped. */
export function annexBToLengthPrefixed(data: Uint8Array): Uint8Array {
  return joinNalUnits([...annexBNalUnits(data)]);
}

/** The NAL units between start codes, without the zero bytes that may trail each (Annex B). */
export function* annexBNalUnits(data: Uint8Array): Generator<Uint8Array, void, undefined> {
  let start = afterStartCode(data, 0);
  while (start !== -1) {
    const next = afterStartCode(data, start);
    let end = next === -1 ? data.length : next - 3;
    while (end > start && data[end - 1] === 0) {
      end--;
    }
    if (end > start) {
      yield data.subarray(start, end);
    }
    start = next;
  }
}

/** Puts NAL units one behind the other, each behind its 4-byte length. */
export function joinNalUnits(nals: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const nal of nals) {
    length += 4 + nal.length;
  }
  const data = new Uint8Array(length);
  let offset = 0;
  for (const nal of nals) {
    writeLength(data, offset, nal.length);
    data.set(nal, offset + 4);
    offset += 4 + nal.length;
  }
  return data;
}

/** Writes a 4-byte big-endian length. */
export function writeLength(data: Uint8Array, offset: number, length: number): void {
  data[offset] = length >>> 24;
  data[offset + 1] = length >>> 16;
  data[offset + 2] = length >>> 8;
  data[offset + 3] = length;
}

/**
 * A parameter set as cameras really send it, cleaned: some put a start code before or after it
 * (seen in a camera's SDP) or zero bytes behind it.
 */
export function trimmedNal(nal: Uint8Array): Uint8Array {
  const first = afterStartCode(nal, 0);
  if (first === -1) {
    return withoutTrailingZeros(nal);
  }
  const leading = nal.subarray(0, first - 3);
  if (leading.some((byte) => byte !== 0)) {
    return withoutTrailingZeros(leading);
  }
  return trimmedNal(nal.subarray(first));
}

function withoutTrailingZeros(nal: Uint8Array): Uint8Array {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) {
    end--;
  }
  return nal.subarray(0, end);
}

function lengthAt(data: Uint8Array, offset: number): number {
  return (
    (data[offset] ?? 0) * 0x1000000 +
    (((data[offset + 1] ?? 0) << 16) | ((data[offset + 2] ?? 0) << 8) | (data[offset + 3] ?? 0))
  );
}

/** Index of the byte behind the next `00 00 01`, or -1. */
function afterStartCode(data: Uint8Array, from: number): number {
  for (let one = data.indexOf(1, from + 2); one !== -1; one = data.indexOf(1, one + 1)) {
    if (data[one - 1] === 0 && data[one - 2] === 0) {
      return one + 1;
    }
  }
  return -1;
}
