/**
 * Reads back what `fragment.ts` wrote: the facts of a fragment from its first bytes (enough to scan
 * a file by jumping), or its pictures from all of them. Bytes come from an authenticated file, yet
 * nothing here trusts them: a length that doesn't fit is an error value, never a wild read.
 */

import { asciiText, err, ok, type Result } from '@beffroi/kernel';
import { boxAt, findBox, isOwnBox, ownBoxHeadBytes } from './box.ts';
import { type FragmentPicture, fragmentFixedBytes, fragmentRowBytes } from './fragment.ts';

export interface FragmentFacts {
  readonly key: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly pictures: number;
  /** Bytes from the beginning of the fragment to its first picture. */
  readonly headBytes: number;
  /** Bytes of all its pictures; the fragment is `headBytes + dataBytes` long, without padding. */
  readonly dataBytes: number;
  readonly firstPictureBytes: number;
}

/** Facts from at least the first 64 bytes of a fragment; undefined when none begins here. */
export function readFragmentFacts(bytes: Uint8Array): FragmentFacts | undefined {
  const place = boxAt(bytes, 0);
  if (place === undefined || !isOwnBox(bytes, place, 'fragment')) {
    return undefined;
  }
  const start = ownBoxHeadBytes;
  if (bytes.length < start + fragmentFixedBytes || bytes[start] !== 1) {
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facts: FragmentFacts = {
    key: ((bytes[start + 1] ?? 0) & 1) === 1,
    startMs: u64(view, start + 4) / 1000,
    endMs: u64(view, start + 12) / 1000,
    pictures: view.getUint32(start + 20),
    headBytes: view.getUint32(start + 24),
    dataBytes: view.getUint32(start + 28),
    firstPictureBytes: view.getUint32(start + 32),
  };
  const fits = facts.pictures > 0 && facts.headBytes > place.end;
  return fits && facts.firstPictureBytes <= facts.dataBytes ? facts : undefined;
}

/**
 * The pictures of a fragment, as views on `bytes`; `only` reads the first ones, for which the bytes
 * up to their end are enough.
 */
export function readFragment(
  bytes: Uint8Array,
  only = Number.POSITIVE_INFINITY,
): Result<readonly FragmentPicture[], string> {
  const facts = readFragmentFacts(bytes);
  if (facts === undefined || facts.headBytes > bytes.length) {
    return err('no fragment begins here');
  }
  const moof = findBox(bytes, 'moof', 0, facts.headBytes - 8);
  const traf = moof && findBox(bytes, 'traf', moof.body, moof.end);
  const tfdt = traf && findBox(bytes, 'tfdt', traf.body, traf.end);
  const trun = traf && findBox(bytes, 'trun', traf.body, traf.end);
  const rows = readRows(bytes, facts.pictures);
  if (tfdt === undefined || trun === undefined || rows === undefined) {
    return err('the fragment has no timed run');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (trun.end - trun.body < 12 + 16 * facts.pictures) {
    return err('the run is shorter than its count');
  }
  const pictures: FragmentPicture[] = [];
  let decodeTicks = u64(view, tfdt.body + 4);
  let offset = facts.headBytes;
  for (const [index, row] of rows.entries()) {
    if (index >= only) {
      break;
    }
    const at = trun.body + 12 + 16 * index;
    const sizeBytes = view.getUint32(at + 4);
    if (offset + sizeBytes > bytes.length) {
      return err('a picture reaches beyond its fragment');
    }
    pictures.push({
      data: bytes.subarray(offset, offset + sizeBytes),
      key: (view.getUint32(at + 8) & 0x10000) === 0,
      ticks: decodeTicks + view.getInt32(at + 12),
      ...row,
      atMs: facts.startMs + row.atMs,
    });
    decodeTicks += view.getUint32(at);
    offset += sizeBytes;
  }
  return ok(pictures);
}

type Row = Pick<FragmentPicture, 'atMs' | 'cameraMs' | 'maskVersion'>;

/** Rows of our own box; `atMs` counts from the fragment's start. */
function readRows(bytes: Uint8Array, count: number): readonly Row[] | undefined {
  const end = boxAt(bytes, 0)?.end ?? 0;
  const versionCount = bytes[ownBoxHeadBytes + 2] ?? 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = ownBoxHeadBytes + fragmentFixedBytes;
  const versions: string[] = [];
  for (let i = 0; i < versionCount; i++) {
    const length = bytes[offset] ?? 0;
    versions.push(asciiText(bytes.subarray(offset + 1, offset + 1 + length)));
    offset += 1 + length;
  }
  if (offset + fragmentRowBytes * count > end) {
    return undefined;
  }
  const rows: Row[] = [];
  for (let i = 0; i < count; i++, offset += fragmentRowBytes) {
    const cameraMs = view.getFloat64(offset + 4);
    const maskVersion = versions[bytes[offset + 12] ?? 255];
    if (maskVersion === undefined) {
      return undefined;
    }
    rows.push({
      atMs: view.getInt32(offset) / 1000,
      cameraMs: Number.isNaN(cameraMs) ? null : cameraMs,
      maskVersion,
    });
  }
  return rows;
}

function u64(view: DataView, offset: number): number {
  return view.getUint32(offset) * 0x100000000 + view.getUint32(offset + 4);
}
