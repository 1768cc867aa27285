/**
 * Reads a recorded file back with Debian's ffmpeg and counts clear pixels under its masks (MSK-6).
 * The opened file exists for the time of the check only, closed to everybody else, and is removed
 * whatever happens.
 */

import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readBackFile } from '@beffroi/mask-engine';
import type { DataKeyOpener, Inspection } from '@beffroi/office';
import { openedToMp4 } from '@beffroi/store-recordings';

type FileToCheck = Awaited<ReturnType<Inspection['filesToCheck']>>[number];

export interface CheckedFile {
  readonly pictures: number;
  readonly polygons: number;
  readonly checkedPixels: number;
  readonly clearPixels: number;
  readonly maskVersions: readonly string[];
}

export type FileCheck = (file: FileToCheck) => Promise<CheckedFile>;

export function fileCheck(parts: {
  readonly directory: string;
  readonly opener: DataKeyOpener;
  readonly stateDirectory: string;
}): FileCheck {
  const { directory, opener, stateDirectory } = parts;
  return async ({ recording, masks, maskVersions }) => {
    const path = join(stateDirectory, `read-back-${recording.recordingId}.mp4`);
    const opened = await open(path, 'wx', 0o600);
    try {
      await openedToMp4({ directory, opener, file: recording }, async (piece) => {
        await opened.write(piece);
      });
      await opened.close();
      const found = await readBackFile({ path, polygons: masks, ffmpegPath: 'ffmpeg' });
      return {
        pictures: found.frames,
        polygons: masks.length,
        checkedPixels: found.checkedPixels,
        clearPixels: found.clearPixels,
        maskVersions,
      };
    } finally {
      await rm(path, { force: true });
    }
  };
}
