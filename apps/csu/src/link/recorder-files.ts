/**
 * The sealed files of one recorder elsewhere, read over its link (LNK-12): ranges are asked in pieces, a
 * few at a time, so that a long group of pictures holds nobody else up. What it gets is as it was
 * sealed; it is the reader's ring that opens it. Each piece has an answer or a time limit (LNK-5).
 */

import { Failure } from '@beffroi/kernel';
import type { RecordingFolder, SealedBytes, SealedFiles } from '@beffroi/office';
import { type LinkPiece, linkPieceBytesMax } from '@beffroi/wire';

/** Pieces that one recorder is asked for at once, and how many a single read may have of them. */
const inFlightMax = 4;
const ofOneReadMax = 2;
const waitingMax = 256;

/** A recorder's folder elsewhere: what lies in it, and the bytes of each. */
export type FolderElsewhere = RecordingFolder & SealedFiles;

/** Throws Failure as `SealedFiles` says. */
export type AskPiece = (path: string, position: number, lengthBytes: number) => Promise<LinkPiece>;

export class RecorderFiles implements SealedFiles {
  readonly #ask: AskPiece;
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;

  constructor(ask: AskPiece) {
    this.#ask = ask;
  }

  async open({ path }: { readonly path: string }): Promise<SealedBytes> {
    const size = async () => (await this.#piece(path, 0, 0)).fileBytes;
    await size();
    return {
      size,
      read: (into, position) => this.#read(path, into, position),
      close: async () => undefined,
    };
  }

  async #read(path: string, into: Uint8Array, position: number): Promise<number> {
    const lengths: number[] = [];
    let next = 0;
    const fill = async (): Promise<void> => {
      while (next < into.length) {
        const start = next;
        next += linkPieceBytesMax;
        const wanted = Math.min(linkPieceBytesMax, into.length - start);
        const piece = await this.#piece(path, position + start, wanted);
        const bytes = piece.bytes.subarray(0, wanted);
        into.set(bytes, start);
        lengths[start / linkPieceBytesMax] = bytes.length;
      }
    };
    try {
      await Promise.all(Array.from({ length: ofOneReadMax }, fill));
    } finally {
      // One has failed: what the others of this read would ask for serves nobody.
      next = into.length;
    }
    // Where the file ends a piece is short, and what follows it is empty.
    const short = lengths.findIndex((length) => length < linkPieceBytesMax);
    return short === -1 ? into.length : short * linkPieceBytesMax + (lengths[short] ?? 0);
  }

  async #piece(path: string, position: number, lengthBytes: number): Promise<LinkPiece> {
    if (this.#inFlight >= inFlightMax) {
      if (this.#waiting.length >= waitingMax) {
        throw new Failure('recorder-busy', 'too much is read from this recorder; retry later');
      }
      // Whoever ends hands its place on.
      await new Promise<void>((turn) => this.#waiting.push(turn));
    } else {
      this.#inFlight += 1;
    }
    try {
      return await this.#ask(path, position, lengthBytes);
    } finally {
      const turn = this.#waiting.shift();
      if (turn === undefined) {
        this.#inFlight -= 1;
      } else {
        turn();
      }
    }
  }
}
