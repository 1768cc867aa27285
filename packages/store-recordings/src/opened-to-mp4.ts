/**
 * A whole recording as playable MP4: the plain bytes as they were sealed, chunk after chunk, up to
 * the end of the last whole fragment. For read-back checks and, later, exports; whoever calls it
 * answers for the right to.
 */

import type { DataKeyOpener, RecordingIdentity } from '@beffroi/office';
import { chunkBytes } from './chunked-encryption.ts';
import { type Disk, realDisk } from './disk.ts';
import { openSealedFile } from './sealed-file.ts';

export interface OpenedToMp4Options {
  readonly directory: string;
  readonly opener: DataKeyOpener;
  readonly file: RecordingIdentity;
  readonly disk?: Disk;
}

/** 1 MiB at a time. */
const stepChunks = 64;

/** Writes the file piece by piece, waiting for each; returns the bytes written. Throws as a reader does. */
export async function openedToMp4(
  { directory, opener, file, disk = realDisk }: OpenedToMp4Options,
  write: (piece: Uint8Array) => Promise<void> | void,
): Promise<number> {
  const sealed = await openSealedFile({ disk, directory, opener }, file);
  try {
    const last = (await sealed.rows()).at(-1);
    const end =
      last === undefined
        ? 1
        : last.chunk + Math.ceil((last.headBytes + last.dataBytes) / chunkBytes);
    let bytes = 0;
    for (let chunk = 0; chunk < end; chunk += stepChunks) {
      let piece = await sealed.chunks(chunk, Math.min(stepChunks, end - chunk));
      if (last !== undefined && chunk + stepChunks >= end) {
        const endByte = last.chunk * chunkBytes + last.headBytes + last.dataBytes;
        piece = piece.subarray(0, endByte - chunk * chunkBytes);
      }
      await write(piece);
      bytes += piece.length;
    }
    return bytes;
  } finally {
    await sealed.close();
  }
}
