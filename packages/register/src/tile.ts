/**
 * The tree cut into tiles, and the entries into bundles of 256 (C2SP tlog-tiles): names of files,
 * widths, and the bytes of a bundle. A tile once full never changes, so a register is copied, cached
 * and checked as plain files.
 */

/** Hashes in a full tile, entries in a full bundle. */
export const tileWidth = 256;
/** A leaf is at most this long in a bundle (two bytes of length). */
export const entryBytesMax = 65_535;

/** Row `index` of a level; level 0 holds hashes of entries, each level above roots of full tiles. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256 hashes. */
  readonly width: number;
}

/** A tile with its hashes, 32 bytes each. */
export interface FilledTile extends Tile {
  readonly bytes: Uint8Array;
}

/** The hashes of a tile, at least as many as it is wide, or undefined when there is none. */
export type TileSource = (tile: Tile) => Uint8Array | undefined;

/** Width of a tile in a tree of `size` entries; 0 when it doesn't exist yet. */
export function widthOf(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}

/** The rightmost tiles that aren't full in a tree of `size` entries: one a level at most. */
export function partialTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / tileWidth)) {
    const width = hashes % tileWidth;
    if (width > 0) {
      tiles.push({ level, index: Math.floor(hashes / tileWidth), width });
    }
  }
  return tiles;
}

/** `tile/0/x001/x234/067`, with `.p/WIDTH` while it isn't full. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${numberPath(index)}${partSuffix(width)}`;
}

/** `tile/entries/000`, with `.p/WIDTH` while it isn't full. */
export function entriesPath(index: number, width: number): string {
  return `tile/entries/${numberPath(index)}${partSuffix(width)}`;
}

/** `x001/x234/067`: no folder holds more than a thousand names. */
export function numberPath(index: number): string {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return path;
}

/** The bytes of a bundle: each entry after its length in two bytes. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const sizeBytes = entries.reduce((sum, entry) => sum + 2 + entry.length, 0);
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** The entries of a bundle, or undefined when the bytes don't end with an entry. */
export function decodeBundle(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length || entries.length === tileWidth) {
      return undefined;
    }
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

function partSuffix(width: number): string {
  return width < tileWidth ? `.p/${width}` : '';
}
