/**
 * What the owner of the machine may check without being a viewer: the list of cameras and their
 * state, and the files of a camera with the masks that were in force, for the read-back check
 * (MSK-6). The check shows no picture to anybody; it is written in the register all the same.
 */

import { msFromInstant } from '@beffroi/kernel';
import type { MaskVersion } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Inspection } from '../office.ts';

export function createInspectionActs(house: House): Inspection {
  return {
    cameras: async () =>
      [...house.memory.cameras.values()].map(({ camera }) => ({
        id: camera.id,
        name: camera.name,
        place: camera.place,
        state: camera.state.kind,
        mask: camera.mask?.choice.mode ?? null,
        recording: house.parts.liveStates.of(camera.id).recording,
      })),
    filesToCheck: (cameraId, fromMs, toMs) => filesToCheck(house, cameraId, fromMs, toMs),
  };
}

async function filesToCheck(
  house: House,
  cameraId: string,
  fromMs: number,
  toMs: number,
): ReturnType<Inspection['filesToCheck']> {
  return house.commit({ what: [], rights: false }, async (facts, record) => {
    const files = await facts.recordings.between(cameraId, 'main', fromMs, toMs);
    const versions = await facts.masks.ofCamera(cameraId);
    await record({
      kind: 'recordings-checked',
      by: 'machine-owner',
      about: [cameraId],
      motive: 'technical-check',
      what: { fromMs, toMs, files: files.length },
    });
    return files.map(({ recording, closed }) => {
      const used = usedVersions(versions, recording.startMs, closed?.maskVersions ?? []);
      return {
        recording,
        masks: used.flatMap(solidOf),
        maskVersions: used.map((version) => version.id),
      };
    });
  });
}

/**
 * The versions a file names; a file cut short by a crash names none, because its pictures are sealed:
 * then the version in force when it began.
 */
function usedVersions(
  versions: readonly MaskVersion[],
  startMs: number,
  named: readonly string[],
): readonly MaskVersion[] {
  if (named.length > 0) {
    return versions.filter((version) => named.includes(version.id));
  }
  const inForce = versions.find((version) => msFromInstant(version.decidedAt) <= startMs);
  return inForce === undefined ? [] : [inForce];
}

/** Polygons whose pixels must all be of the mask's colour. */
function solidOf({ choice }: MaskVersion): readonly (readonly { x: number; y: number }[])[] {
  return choice.mode === 'server' && choice.style === 'solid' ? choice.polygons : [];
}
