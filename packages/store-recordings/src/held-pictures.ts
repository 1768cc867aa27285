/**
 * The pictures of a fragment while it grows, copied into blocks that are used again and again. A
 * picture waits up to a GOP for its fragment: kept in its own buffer it grows old in the collector's
 * eyes, and two seconds of every camera then cost a full collection each second (measured with 20
 * cameras: a third of the recorder's CPU). Copied at once, the camera's buffers die young and
 * collecting them costs next to nothing. A block is lent until its fragment is written.
 */

import { assert } from '@beffroi/kernel';
import type { FragmentPicture } from '@beffroi/picture';

/** Larger than nearly every key picture of a town camera; a larger picture gets a buffer of its own. */
const blockBytes = 256 * 1024;
/** 64 MiB at most rest in the pool. */
const restingMax = 256;

/** Shared by the tracks of a store. */
export class BlockPool {
  readonly #resting: Uint8Array[] = [];

  take(): Uint8Array {
    return this.#resting.pop() ?? new Uint8Array(blockBytes);
  }

  giveBack(blocks: readonly Uint8Array[]): void {
    for (const block of blocks) {
      if (this.#resting.length < restingMax) {
        this.#resting.push(block);
      }
    }
  }
}

/** What was held, taken over as a whole: `letGo` once, when nobody reads the pictures any more. */
export interface HeldRun {
  readonly pictures: readonly FragmentPicture[];
  /** Memory it keeps until then: whole blocks, however little is in them. */
  readonly bytes: number;
  letGo(): void;
}

export class HeldPictures {
  readonly #pool: BlockPool;
  #pictures: FragmentPicture[] = [];
  #blocks: Uint8Array[] = [];
  /** Of the last block. */
  #filled = blockBytes;
  #bytes = 0;
  /** Of pictures that have a buffer of their own. */
  #ownBytes = 0;

  constructor(pool: BlockPool) {
    this.#pool = pool;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#pictures.length;
  }

  get firstAtMs(): number | undefined {
    return this.#pictures[0]?.atMs;
  }

  /** Keeps a picture with a copy of its bytes. */
  push(picture: FragmentPicture): void {
    this.#bytes += picture.data.length;
    this.#pictures.push({ ...picture, data: this.#copy(picture.data) });
  }

  /** Everything held so far; what comes next begins anew. */
  take(): HeldRun {
    const isMostlyEmpty = this.#blocks.length === 1 && this.#filled < blockBytes / 2;
    const blocks = isMostlyEmpty ? [] : this.#blocks;
    const pictures = isMostlyEmpty ? this.#compacted() : this.#pictures;
    const bytes = blocks.length * blockBytes + this.#ownBytes;
    this.#pictures = [];
    this.#blocks = [];
    this.#filled = blockBytes;
    this.#bytes = 0;
    this.#ownBytes = 0;
    return { pictures, bytes, letGo: () => this.#pool.giveBack(blocks.splice(0)) };
  }

  /** A small stream's run in a buffer of its size, so that a slow disk holds no empty blocks. */
  #compacted(): readonly FragmentPicture[] {
    const bytes = new Uint8Array(this.#filled);
    let end = 0;
    const pictures = this.#pictures.map((picture) => {
      if (picture.data.length > blockBytes) {
        return picture;
      }
      const from = end;
      end += picture.data.length;
      bytes.set(picture.data, from);
      return { ...picture, data: bytes.subarray(from, end) };
    });
    this.#pool.giveBack(this.#blocks);
    this.#ownBytes += bytes.length;
    return pictures;
  }

  #copy(data: Uint8Array): Uint8Array {
    if (data.length > blockBytes) {
      this.#ownBytes += data.length;
      return new Uint8Array(data);
    }
    if (this.#filled + data.length > blockBytes) {
      this.#blocks.push(this.#pool.take());
      this.#filled = 0;
    }
    const block = this.#blocks.at(-1);
    assert(block !== undefined, 'a picture is copied into a block');
    const from = this.#filled;
    this.#filled = from + data.length;
    block.set(data, from);
    return block.subarray(from, this.#filled);
  }
}
