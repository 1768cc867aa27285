/**
 * A whole recording as playable MP4: the plain bytes as they were sealed, chunk after chunk, up to
 * the end of the last whole fragment. For read-back checks and, later, exports; whoever calls it
 * answers for the right to.
 */

import { Failure } from '@beffroi/kernel';
import type { DataKeyOpener, RecordingToOpen, SealedFiles } from '@beffroi/office';
import { readFragment } from '@beffroi/picture';
import { chunkBytes } from './chunked-encryption.ts';
import { openSealedFile, type SealedFile } from './sealed-file.ts';

export interface OpenedToMp4Options {
  readonly files: SealedFiles;
  readonly opener: DataKeyOpener;
  readonly file: RecordingToOpen;
}

/** So many pictures one after the other, in the order of the file, under one version of the masks. */
export interface MaskRun {
  readonly maskVersion: string;
  readonly pictures: number;
}

/** 1 MiB at a time. */
const stepChunks = 64;

/**
 * Writes the file piece by piece, waiting for each; answers the bytes written and which masks its
 * pictures were drawn under. Throws as a reader does.
 */
export async function openedToMp4(
  { files, opener, file }: OpenedToMp4Options,
  write: (piece: Uint8Array) => Promise<void> | void,
): Promise<{ readonly bytes: number; readonly maskRuns: readonly MaskRun[] }> {
  const sealed = await openSealedFile({ files, opener }, file);
  try {
    const rows = [...(await sealed.rows())];
    const last = rows.at(-1);
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
    return { bytes, maskRuns: await maskRunsOf(sealed, rows) };
  } finally {
    await sealed.close();
  }
}

async function maskRunsOf(
  sealed: SealedFile,
  rows: Awaited<ReturnType<SealedFile['rows']>>,
): Promise<readonly MaskRun[]> {
  const runs: MaskRun[] = [];
  for (const row of rows) {
    const read = readFragment(await sealed.fragment(row));
    if (!read.ok) {
      throw new Failure('recording-damaged', `${sealed.identity.path}: ${read.error}`);
    }
    for (const { maskVersion } of read.value) {
      const last = runs.at(-1);
      if (last?.maskVersion === maskVersion) {
        runs[runs.length - 1] = { maskVersion, pictures: last.pictures + 1 };
      } else {
        runs.push({ maskVersion, pictures: 1 });
      }
    }
  }
  return runs;
}
