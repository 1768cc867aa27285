/**
 * The register of cameras (VP-08): who may add, change and move one through its life, checked by the
 * town's law before anything is written. Camera passwords are sealed at once and never read back to
 * a person. A changed address or place doesn't touch the masks: they are judged again by whoever
 * changes them (VP-20).
 */

import { err, type Id, ok, type Result, utf8Bytes } from '@beffroi/kernel';
import {
  type Camera,
  checkCamera,
  covers,
  isWithin,
  type Refusal,
  stepCamera,
} from '@beffroi/town';
import type {
  CameraChangesBody,
  CameraStateBody,
  CameraView,
  CommuneView,
  NewCameraBody,
} from '@beffroi/wire';
import type { House, Record } from '../house.ts';
import type { Actor, Answer, Cameras } from '../office.ts';
import type { FactsWork, StoredCamera } from '../ports/facts.ts';
import { clearancesOf, type HeldCamera, reachOf } from '../town-memory.ts';
import { cameraView } from '../views/camera-view.ts';
import type { EntryKind } from '../words/entry-words.ts';

const change = { what: ['cameras'], rights: true } as const;

type CameraActs = Pick<
  Cameras,
  'communes' | 'list' | 'one' | 'add' | 'change' | 'setState' | 'mayProbe'
>;

export function createCameraActs(house: House): CameraActs {
  return {
    communes: async (actor) => ok(communes(house, actor)),
    list: async (actor) => ok(list(house, actor)),
    one: (actor, cameraId) => viewOf(house, actor, cameraId),
    add: (actor, body) => add(house, actor, body),
    change: (actor, cameraId, body) => changeCamera(house, actor, cameraId, body),
    setState: (actor, cameraId, body) => setState(house, actor, cameraId, body),
    async mayProbe(actor) {
      const denied = house.refusalOf(actor, null, { kind: 'manage-cameras', communeId: null });
      return denied === null ? ok(null) : err(denied);
    },
  };
}

/** Context under which a camera's password is sealed. */
export function cameraSecretContext(cameraId: string): string {
  return `camera ${cameraId}`;
}

/** Whether any clearance of the person, in force or not, names this camera: else it isn't shown. */
export function isInReach(house: House, personId: string, camera: Camera): boolean {
  const reach = { communeId: camera.communeId, cameraId: camera.id };
  return reachOf(house.memory, personId).some((standing) => covers(standing, reach));
}

/** Whether a clearance in force names this camera, or for null anything at all (SEC-21). */
export function isClearedFor(house: House, personId: string, camera: Camera | null): boolean {
  const atMs = house.nowMs();
  const reach = camera && { communeId: camera.communeId, cameraId: camera.id };
  return reachOf(house.memory, personId).some(
    (standing) =>
      standing.clearance.suspended === null &&
      isWithin(standing.term, atMs) &&
      covers(standing, reach),
  );
}

function communes(house: House, actor: Actor): readonly CommuneView[] {
  const clearances = clearancesOf(house.memory, actor.person.id);
  return [...house.memory.communes.values()].filter(({ id }) =>
    clearances.some(({ clearance }) => clearance.communeIds.includes(id)),
  );
}

function list(house: House, actor: Actor): readonly CameraView[] {
  return [...house.memory.cameras.values()]
    .filter(({ camera }) => isInReach(house, actor.person.id, camera))
    .map((held) => cameraView(house, held, actor.person.id))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true }));
}

async function viewOf(house: House, actor: Actor, cameraId: string): Answer<CameraView> {
  const held = house.memory.cameras.get(cameraId);
  return held === undefined || !isInReach(house, actor.person.id, held.camera)
    ? house.refused('unknown-camera')
    : ok(cameraView(house, held, actor.person.id));
}

async function add(house: House, actor: Actor, body: NewCameraBody): Answer<CameraView> {
  const { communeId } = body;
  const denied = house.refusalOf(actor, null, { kind: 'manage-cameras', communeId });
  if (denied !== null) {
    return err(denied);
  }
  if (!house.memory.communes.has(communeId)) {
    return house.refused('unknown-commune');
  }
  const id = house.newId('camera');
  const { username, password, mainUrl, subUrl, ...plain } = body;
  const camera: Camera = {
    ...plain,
    id,
    communeId: communeId as Id<'commune'>,
    state: { kind: 'planned' },
    main: { url: mainUrl },
    sub: subUrl === null ? null : { url: subUrl },
    mask: null,
  };
  const checked = checkCamera(camera, house.profile);
  if (!checked.ok) {
    return checked;
  }
  const stored: StoredCamera = {
    camera,
    key: null,
    username,
    sealedPassword: sealPassword(house, id, password),
    recorderId: null,
    fence: 0,
  };
  await house.commit(change, (facts, record) => save(facts, record, actor, 'camera-added', stored));
  return viewOf(house, actor, id);
}

async function changeCamera(
  house: House,
  actor: Actor,
  cameraId: string,
  body: CameraChangesBody,
): Answer<CameraView> {
  const held = house.memory.cameras.get(cameraId);
  const denied = refusalToManage(house, actor, cameraId, body.communeId);
  if (denied !== null || held === undefined) {
    return denied === null ? house.refused('unknown-camera') : err(denied);
  }
  const { username, password, mainUrl, subUrl, communeId, ...plain } = body;
  return await rewrite(house, actor, cameraId, 'camera-changed', (before) => {
    const camera: Camera = {
      ...before.camera,
      ...plain,
      communeId: (communeId ?? before.camera.communeId) as Id<'commune'>,
      main: mainUrl === undefined ? before.camera.main : { url: mainUrl },
      sub: subUrl === undefined ? before.camera.sub : subUrl === null ? null : { url: subUrl },
    };
    const checked = checkCamera(camera, house.profile);
    return checked.ok
      ? ok({
          ...before,
          camera,
          username: username === undefined ? before.username : username,
          sealedPassword:
            password === undefined
              ? before.sealedPassword
              : sealPassword(house, cameraId, password),
        })
      : checked;
  });
}

function refusalToManage(house: House, actor: Actor, cameraId: string, communeId?: string) {
  const denied = house.refusalOf(actor, cameraId, { kind: 'manage-camera' });
  if (denied !== null || communeId === undefined) {
    return denied;
  }
  return house.refusalOf(actor, null, { kind: 'manage-cameras', communeId });
}

async function setState(
  house: House,
  actor: Actor,
  cameraId: string,
  step: CameraStateBody,
): Answer<CameraView> {
  const held = house.memory.cameras.get(cameraId);
  const denied = refusalToManage(house, actor, cameraId);
  if (denied !== null || held === undefined) {
    return denied === null ? house.refused('unknown-camera') : err(denied);
  }
  return await rewrite(house, actor, cameraId, `camera-${step.to}`, ({ camera, ...rest }) => {
    const state = stepCamera(camera, step, house.now(), house.parts.settings.timeZone);
    return state.ok ? ok({ ...rest, camera: { ...camera, state: state.value } }) : state;
  });
}

export function sealPassword(
  house: Pick<House, 'parts'>,
  cameraId: string,
  password: string | null,
): Uint8Array | null {
  return password === null
    ? null
    : house.parts.secretBox.seal(utf8Bytes(password), cameraSecretContext(cameraId));
}

/** Changes the camera as it stands in the unit of work: masks, or a recorder, decided meanwhile stay. */
async function rewrite(
  house: House,
  actor: Actor,
  cameraId: string,
  kind: EntryKind,
  changed: (before: StoredCamera) => Result<StoredCamera, Refusal>,
): Answer<CameraView> {
  const written = await house.commit(change, async (facts, record) => {
    const before = await facts.cameras.one(cameraId);
    const after = before === null ? house.refused('unknown-camera') : changed(before);
    if (after.ok) {
      await save(facts, record, actor, kind, after.value);
    }
    return after;
  });
  return written.ok ? viewOf(house, actor, cameraId) : written;
}

async function save(
  facts: FactsWork,
  record: Record,
  actor: Actor,
  kind: EntryKind,
  stored: StoredCamera,
): Promise<void> {
  await facts.cameras.put(stored);
  await record({
    kind,
    by: actor.person.id,
    about: [stored.camera.id],
    motive: 'system',
    what: cameraRecord(stored),
  });
}

/** What the register keeps of a camera: never its password, sealed or not. */
export function cameraRecord({ camera, key, username }: StoredCamera) {
  const { authorisation, position, state, main, sub } = camera;
  return {
    key,
    name: camera.name,
    place: camera.place,
    commune: camera.communeId,
    state: { ...state },
    purposes: camera.purposes,
    objective: camera.objective,
    framing: camera.framing,
    fastFlow: camera.fastFlow,
    authorisation: authorisation && { ...authorisation },
    position: position && { ...position },
    retentionDays: camera.retentionDays,
    mainUrl: main.url,
    subUrl: sub?.url ?? null,
    hasUsername: username !== null,
  };
}

/** For rooms that need the held camera and refuse when it is out of reach. */
export function heldCamera(house: House, actor: Actor, cameraId: string): HeldCamera | null {
  const held = house.memory.cameras.get(cameraId);
  return held !== undefined && isInReach(house, actor.person.id, held.camera) ? held : null;
}
