/**
 * Cameras of a town file, with their masks. A camera is found by its key. Its state never goes back
 * by an import: one that is in service keeps its date, one that was withdrawn stays withdrawn. Masks
 * that the file states anew become a new version; those it states as before are left alone; a camera
 * of which something is hidden less is named (MSK-54).
 */

import { canonicalJson, type Id } from '@beffroi/kernel';
import { type Camera, type CameraState, type MaskVersion, maskLiftOf } from '@beffroi/town';
import type { TownFile, TownFileCamera } from '@beffroi/wire';
import { sealPassword } from '../acts/cameras.ts';
import type { StoredCamera } from '../ports/facts.ts';
import type { Ids } from './bring-people.ts';
import { lawCamera } from './check-town-file.ts';
import type { ImportRun } from './import-run.ts';

export async function bringCameras(
  run: ImportRun,
  file: TownFile,
  ids: { readonly communes: Ids<'commune'>; readonly people: Ids<'person'> },
): Promise<Ids<'camera'>> {
  const there = new Map((await run.facts.cameras.all()).map((each) => [each.key, each]));
  const made = new Map<string, Id<'camera'>>();
  for (const camera of file.cameras ?? []) {
    const known = there.get(camera.key) ?? null;
    const id = known?.camera.id ?? run.house.newId('camera');
    made.set(camera.key, id);
    const { password = null, ...body } = camera;
    const lines = { key: `camera ${camera.key}`, body, password };
    await run.bring(lines, id, known !== null, () =>
      writeCamera(run, camera, known, { id, ...ids }),
    );
  }
  return made;
}

interface CameraIds {
  readonly id: Id<'camera'>;
  readonly communes: Ids<'commune'>;
  readonly people: Ids<'person'>;
}

async function writeCamera(
  run: ImportRun,
  given: TownFileCamera,
  known: StoredCamera | null,
  ids: CameraIds,
): Promise<void> {
  const mask = await maskOf(run, given, known?.camera.mask ?? null, ids);
  const camera: Camera = {
    ...lawCamera(given, run.house.profile),
    id: ids.id,
    communeId: ids.communes.get(given.commune) as Id<'commune'>,
    position: given.position ?? null,
    state: stateOf(run, given, known?.camera.state ?? { kind: 'planned' }),
    framing: given.framing,
    fastFlow: given.fastFlow ?? false,
    mask,
  };
  await run.facts.cameras.put({
    camera,
    key: given.key,
    username: given.username ?? null,
    sealedPassword: sealPassword(run.house, ids.id, given.password ?? null),
    recorderId: known?.recorderId ?? null,
    fence: known?.fence ?? 0,
  });
}

/** OPS-1: forward only. The file has been checked: a notice is there where one is needed. */
function stateOf(run: ImportRun, given: TownFileCamera, before: CameraState): CameraState {
  const noticeDay = given.noticeDay ?? '';
  if (before.kind === 'withdrawn' || given.state === undefined || given.state === 'planned') {
    return before;
  }
  if (before.kind === 'in-service') {
    return given.state === 'in-service' ? { ...before, noticeDay } : before;
  }
  return given.state === 'notified'
    ? { kind: 'notified', noticeDay }
    : { kind: 'in-service', noticeDay, since: run.house.now() };
}

async function maskOf(
  run: ImportRun,
  { masks }: TownFileCamera,
  before: MaskVersion | null,
  ids: CameraIds,
): Promise<MaskVersion | null> {
  if (masks === undefined || (before !== null && isSame(before, masks))) {
    return before;
  }
  const version: MaskVersion = {
    id: run.house.newId('maskVersion'),
    cameraId: ids.id,
    choice: masks.choice,
    reason: masks.reason,
    decidedBy: ids.people.get(masks.decidedBy) as Id<'person'>,
    decidedAt: run.house.now(),
    referenceSha256: null,
  };
  await run.facts.masks.put({ version, reference: null });
  if (maskLiftOf(before?.choice ?? null, version.choice) !== null) {
    run.uncovered.push(ids.id);
  }
  return version;
}

function isSame(before: MaskVersion, masks: NonNullable<TownFileCamera['masks']>): boolean {
  const plain = (choice: MaskVersion['choice']) =>
    canonicalJson(JSON.parse(JSON.stringify(choice)));
  return plain(before.choice) === plain(masks.choice) && before.reason === masks.reason;
}
