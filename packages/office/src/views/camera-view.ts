/**
 * A camera as a person may see it: what it is, what the law says to this person now, what the
 * recorders say of it. Addresses are for those who manage cameras; credentials for nobody.
 */

import { civilDayOf, msFromInstant } from '@beffroi/kernel';
import { erasureDayOf, type MaskChoice, type MaskVersion } from '@beffroi/town';
import type { CameraView, MaskVersionView } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { HeldCamera } from '../town-memory.ts';
import { decisionView } from './decision-view.ts';

export function cameraView(house: House, held: HeldCamera, personId: string): CameraView {
  const { camera } = held.stored;
  const may = mayOf(house, camera.id, personId);
  const manages = may.manage.allowed;
  return {
    id: camera.id,
    communeId: camera.communeId,
    name: camera.name,
    place: camera.place,
    position: camera.position,
    state: camera.state,
    purposes: [...camera.purposes],
    objective: camera.objective,
    framing: camera.framing,
    fastFlow: camera.fastFlow,
    authorisation: camera.authorisation,
    retentionDays: camera.retentionDays,
    mainUrl: manages ? camera.main.url : null,
    subUrl: manages ? (camera.sub?.url ?? null) : null,
    hasSub: camera.sub !== null,
    groups: groupsOf(house, camera.id),
    mask: camera.mask && maskVersionView(house, camera.mask),
    may,
    live: house.parts.liveStates.of(camera.id),
  };
}

/** By name; what else a group holds is for those who manage people (OPS-16). */
function groupsOf(house: House, cameraId: string): CameraView['groups'] {
  return [...house.memory.cameraGroups.values()]
    .filter(({ cameraIds }) => cameraIds.some((id) => id === cameraId))
    .map(({ id, name }) => ({ id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true }));
}

function mayOf(house: House, cameraId: string, personId: string): CameraView['may'] {
  const at = house.now();
  const looking = { kind: 'view-recordings', motive: 'technical-check', momentMs: null } as const;
  return {
    watchLive: decisionView(house.decide(personId, cameraId, { kind: 'watch-live' }, at)),
    // The motive is asked when a viewing opens; here only whether it would be worth asking.
    viewRecordings: decisionView(house.decide(personId, cameraId, looking, at)),
    manage: decisionView(house.decide(personId, cameraId, { kind: 'manage-camera' }, at)),
    changeMasks: decisionView(house.decide(personId, cameraId, { kind: 'change-masks' }, at)),
  };
}

/** A version with its author's name; the picture of reference is fetched by its own path. */
export function maskVersionView(house: House, version: MaskVersion): MaskVersionView {
  return {
    id: version.id,
    choice: mutableChoice(version.choice),
    reason: version.reason,
    decidedBy: {
      id: version.decidedBy,
      displayName: house.person(version.decidedBy)?.displayName ?? version.decidedBy,
    },
    decidedAt: version.decidedAt,
    referenceUrl: hasReference(house, version) ? `/api/masks/${version.id}/reference` : null,
  };
}

function mutableChoice(choice: MaskChoice): MaskVersionView['choice'] {
  return choice.mode === 'none-needed'
    ? choice
    : { ...choice, polygons: choice.polygons.map((polygon) => [...polygon]) };
}

/** RET-9: the picture goes at the term of what its camera recorded that day; its digest stays. */
function hasReference(house: House, version: MaskVersion): boolean {
  const { timeZone } = house.parts.settings;
  const days = house.memory.cameras.get(version.cameraId)?.camera.retentionDays ?? 0;
  const due = erasureDayOf(msFromInstant(version.decidedAt), days, timeZone);
  return version.referenceSha256 !== null && due > civilDayOf(house.now(), timeZone);
}
