/**
 * What the owner of the machine may check without being a viewer: the list of cameras and their
 * state, and the files of a camera with the versions of its masks, for the read-back check (MSK-6):
 * each picture of a file names the version it was drawn under. The check shows no picture to anybody; it is written in the register all the same.
 */

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
    return files.map(({ recording, recorderId }) => ({
      recording: { ...recording, recorderId },
      masks: versions,
    }));
  });
}
