/**
 * Recorded pictures that the page already holds, still compressed: one GOP (a key frame and what
 * hangs on it) is the unit that the centre serves, rights checked and logged for each (VP-33).
 * Bounded in bytes, least recently used goes first. Holes are what the centre said is not there;
 * they are believed for a short while only, because recording goes on. No DOM.
 */

export interface GopPicture {
  /** Official recorded time, ms since the epoch. */
  readonly atMs: number;
  /** Presentation time for the decoder, microseconds. */
  readonly mediaUs: number;
  readonly key: boolean;
  /** Place in decoding order, from 0. */
  readonly order: number;
  /** Annex B; null until it has come, in a GOP that is still on its way. */
  bytes: Uint8Array | null;
}

export interface Gop {
  readonly cameraId: string;
  readonly startMs: number;
  /** First instant that is no longer in this GOP. */
  readonly endMs: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Only the key frame was asked for. */
  readonly keyOnly: boolean;
  /** Made by the centre for display: this browser can't decode what was recorded. */
  readonly recoded: boolean;
  /** In order of presentation. */
  readonly pictures: readonly GopPicture[];
}

export interface Hole {
  readonly fromMs: number;
  readonly toMs: number;
}

interface KeptHole extends Hole {
  readonly notedAtMs: number;
}

export const encodedCacheBytes = 32 * 1024 * 1024;
const holeMemoryMs = 5_000;
const holesMaxPerCamera = 64;

export class GopCache {
  readonly #maxBytes: number;
  /** Insertion order is order of use. */
  readonly #gops = new Map<string, Gop>();
  readonly #holes = new Map<string, KeptHole[]>();
  #sizeBytes = 0;

  constructor(maxBytes: number = encodedCacheBytes) {
    this.#maxBytes = maxBytes;
  }

  put(gop: Gop): void {
    this.#remove(keyOf(gop));
    this.#gops.set(keyOf(gop), gop);
    this.#sizeBytes += bytesOf(gop);
    for (const [key, oldest] of this.#gops) {
      if (this.#sizeBytes <= this.#maxBytes || oldest === gop) {
        break;
      }
      this.#remove(key);
    }
  }

  /** The GOP that contains an instant; a whole GOP also answers for its key frame. */
  at(cameraId: string, atMs: number, keyOnly: boolean): Gop | undefined {
    let found: Gop | undefined;
    for (const gop of this.#gops.values()) {
      const contains = gop.cameraId === cameraId && atMs >= gop.startMs && atMs < gop.endMs;
      if (contains && (!gop.keyOnly || (keyOnly && found === undefined))) {
        found = gop;
      }
    }
    if (found !== undefined) {
      this.#gops.delete(keyOf(found));
      this.#gops.set(keyOf(found), found);
    }
    return found;
  }

  /** The centre said that nothing was recorded from `fromMs` up to `toMs`. */
  noteHole(cameraId: string, hole: Hole, nowMs: number): void {
    const holes = this.#freshHoles(cameraId, nowMs);
    holes.push({ ...hole, notedAtMs: nowMs });
    this.#holes.set(cameraId, holes.slice(-holesMaxPerCamera));
  }

  holeAt(cameraId: string, atMs: number, nowMs: number): Hole | undefined {
    return this.#freshHoles(cameraId, nowMs).find(
      (hole) => atMs >= hole.fromMs && atMs < hole.toMs,
    );
  }

  clear(): void {
    this.#gops.clear();
    this.#holes.clear();
    this.#sizeBytes = 0;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  #freshHoles(cameraId: string, nowMs: number): KeptHole[] {
    return (this.#holes.get(cameraId) ?? []).filter(
      (hole) => nowMs - hole.notedAtMs < holeMemoryMs,
    );
  }

  #remove(key: string): void {
    const gop = this.#gops.get(key);
    if (gop !== undefined) {
      this.#sizeBytes -= bytesOf(gop);
      this.#gops.delete(key);
    }
  }
}

/**
 * Index of the picture that is on screen at an instant: the last one not after it, the first one
 * when the instant comes before them all.
 */
export function pictureIndexAt(gop: Gop, atMs: number): number {
  let low = 0;
  let high = gop.pictures.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (gop.pictures[middle]!.atMs <= atMs) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function keyOf(gop: Gop): string {
  return `${gop.cameraId} ${gop.startMs} ${gop.keyOnly ? 'key' : 'all'}`;
}

function bytesOf(gop: Gop): number {
  return gop.pictures.reduce((sum, picture) => sum + (picture.bytes?.length ?? 0), 0);
}
