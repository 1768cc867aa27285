/**
 * Which recorder holds which camera, and moving one: the owner's act when a recorder is replaced or
 * lost. The camera's fencing number counts up, so that what an older holder still writes is told
 * apart; it begins at the new recorder with its next configuration (OPS-13).
 */

import { Failure } from '@beffroi/kernel';
import type { House } from '../house.ts';
import type { HeldRecorder, Recorders } from '../office.ts';
import type { FactsWork, StoredCamera, StoredRecorder } from '../ports/facts.ts';

export function createRecorderCameraActs(house: House): Pick<Recorders, 'list' | 'moveCameras'> {
  return {
    list: () => list(house),
    moveCameras: (which, recorder) => moveCameras(house, which, recorder),
  };
}

async function list(house: House): Promise<readonly HeldRecorder[]> {
  const recorders = await house.parts.facts.read((facts) => facts.recorders.all());
  const cameras = [...house.memory.cameras.values()];
  return recorders.map(({ id, name }) => ({
    id,
    name,
    cameras: cameras
      .filter(({ stored }) => stored.recorderId === id)
      .map(({ camera }) => ({ id: camera.id, name: camera.name })),
  }));
}

/** Throws Failure `unknown-recorder`, `unknown-camera`. */
async function moveCameras(house: House, which: string, recorder: string): Promise<number> {
  const change = { what: ['cameras', 'health'], rights: false } as const;
  return house.commit(change, async (facts, record) => {
    const target = await recorderCalled(facts, recorder);
    const moved = (await camerasCalled(facts, which)).filter(
      ({ recorderId }) => recorderId !== target.id,
    );
    for (const stored of moved) {
      await facts.cameras.put({ ...stored, recorderId: target.id, fence: stored.fence + 1 });
      await record({
        kind: 'camera-moved',
        by: 'machine-owner',
        about: [stored.camera.id, target.id],
        motive: 'system',
        what: { from: stored.recorderId, to: target.id, fence: stored.fence + 1 },
      });
    }
    return moved.length;
  });
}

async function recorderCalled(facts: FactsWork, called: string): Promise<StoredRecorder> {
  const recorders = await facts.recorders.all();
  const byId = recorders.find(({ id }) => id === called);
  const byName = recorders.filter(({ name }) => name === called);
  const found = byId ?? (byName.length === 1 ? byName[0] : undefined);
  if (found === undefined) {
    const known = recorders.map(({ id, name }) => `${name} (${id})`).join(', ');
    const what = byName.length > 1 ? 'is the name of several recorders' : 'is no recorder';
    throw new Failure('unknown-recorder', `${called} ${what}; known: ${known || 'none'}`);
  }
  return found;
}

/** One by its id or its key of the town file, or `all`. */
async function camerasCalled(facts: FactsWork, which: string): Promise<readonly StoredCamera[]> {
  const cameras = await facts.cameras.all();
  const found =
    which === 'all'
      ? cameras
      : cameras.filter(({ camera, key }) => camera.id === which || key === which);
  if (found.length === 0) {
    throw new Failure(
      'unknown-camera',
      `${which} is no camera; give its id or its key of the town file (beffroi camera list), or all`,
    );
  }
  return found;
}
