/**
 * Buffers that sealing uses again and again, shared by the files of one store: without them the
 * garbage collector costs more than cipher and hash together. The plain one is filled and sealed
 * without a pause in between, so one serves all; a sealed one is lent until its write has returned.
 */

import { chunkBytes, sealedChunkBytes } from './chunked-encryption.ts';

/** Chunks sealed in one go before other work gets its turn: 1 MiB, about 2 ms. */
export const slabChunks = 64;

const keptMax = 8;

export class SlabPool {
  readonly plain = Buffer.alloc(slabChunks * chunkBytes);
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(slabChunks * sealedChunkBytes);
  }

  giveBack(slab: Buffer): void {
    if (this.#free.length < keptMax) {
      this.#free.push(slab);
    }
  }
}
