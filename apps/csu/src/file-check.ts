/**
 * Reads a recorded file back with Debian's ffmpeg and counts clear pixels under its masks (MSK-6):
 * each picture is held against the version it says it was drawn under. The opened file exists for
 * the time of the check only, closed to everybody else, and is removed whatever happens.
 */

import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { type HiddenHow, type ReadBackPart, readBackFile } from '@beffroi/mask-engine';
import type { DataKeyOpener, Inspection, SealedFiles } from '@beffroi/office';
import { type MaskRun, openedToMp4 } from '@beffroi/store-recordings';
import type { MaskChoice } from '@beffroi/town';

type FileToCheck = Awaited<ReturnType<Inspection['filesToCheck']>>[number];

export interface CheckedFile {
  readonly pictures: number;
  readonly width: number;
  readonly height: number;
  /** How its pictures were masked, in the order of the versions; see `HiddenHow`. */
  readonly masks: readonly HiddenHow[];
  readonly polygons: number;
  readonly uncheckedPolygons: number;
  readonly checkedPixels: number;
  readonly clearPixels: number;
  readonly maskVersions: readonly string[];
}

export type FileCheck = (file: FileToCheck) => Promise<CheckedFile>;

export function fileCheck(parts: {
  readonly files: SealedFiles;
  readonly opener: DataKeyOpener;
  readonly stateDirectory: string;
}): FileCheck {
  const { files, opener, stateDirectory } = parts;
  return async ({ recording, masks }) => {
    const path = join(stateDirectory, `read-back-${recording.recordingId}.mp4`);
    const file = await open(path, 'wx', 0o600);
    try {
      const { maskRuns } = await openedToMp4({ files, opener, file: recording }, async (piece) => {
        await file.write(piece);
      });
      await file.close();
      const checked = maskRuns.map((run) => partOf(run, masks));
      const found = await readBackFile({ path, parts: checked, ffmpegPath: 'ffmpeg' });
      return {
        pictures: found.frames,
        width: found.width,
        height: found.height,
        masks: [...new Set(checked.map(({ how }) => how))],
        polygons: checked.reduce((sum, part) => sum + part.polygons.length, 0),
        uncheckedPolygons: found.uncheckedPolygons,
        checkedPixels: found.checkedPixels,
        clearPixels: found.clearPixels,
        maskVersions: [...new Set(maskRuns.map(({ maskVersion }) => maskVersion))],
      };
    } finally {
      await rm(path, { force: true });
    }
  };
}

/** What the pictures of a run must show; a version that nobody decided is no good answer. */
function partOf({ maskVersion, pictures }: MaskRun, masks: FileToCheck['masks']): ReadBackPart {
  const choice = masks.find(({ id }) => id === maskVersion)?.choice;
  if (choice === undefined) {
    throw new Failure('read-back-doubtful', `no decision of masks has the id ${maskVersion}`);
  }
  const polygons = choice.mode === 'none-needed' ? [] : choice.polygons;
  return { pictures, how: howOf(choice), polygons };
}

function howOf(choice: MaskChoice): HiddenHow {
  switch (choice.mode) {
    case 'none-needed':
      return 'nothing';
    case 'camera':
      return 'flat';
    case 'server':
      return choice.style === 'solid' ? 'solid' : 'mosaic';
  }
}
