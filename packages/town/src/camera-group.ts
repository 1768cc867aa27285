/**
 * Groups of cameras of one commune, which clearances may name (OPS-15): "the schools", "the market".
 * A group widens or narrows the reach of every clearance that names it, so changing one is an act like
 * giving a clearance. Which cameras a clearance comes to is resolved once, when facts are loaded; a
 * group that isn't known gives none, never all. Pure.
 */

import { err, type Id, ok, type Result } from '@beffroi/kernel';
import type { Camera } from './camera.ts';
import type { Clearance } from './person.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './words.ts';

export interface CameraGroup {
  readonly id: Id<'cameraGroup'>;
  readonly communeId: Id<'commune'>;
  readonly name: string;
  readonly cameraIds: readonly Id<'camera'>[];
}

/** How many a commune may have, so that the list stays one that a person reads. */
export const cameraGroupsMax = 100;

type PlacedCamera = Pick<Camera, 'communeId'>;

/**
 * OPS-15: a group that may be written: a name of its own in its commune, and cameras of that commune.
 * `others` are the groups there are, itself left out.
 */
export function checkCameraGroup(
  group: Omit<CameraGroup, 'id'>,
  cameras: ReadonlyMap<string, PlacedCamera>,
  others: readonly CameraGroup[],
): Result<null, Refusal> {
  for (const cameraId of group.cameraIds) {
    const camera = cameras.get(cameraId);
    if (camera === undefined) {
      return err(refusal('unknown-camera'));
    }
    if (camera.communeId !== group.communeId) {
      return err(refusal('group-camera-elsewhere'));
    }
  }
  const near = others.filter(({ communeId }) => communeId === group.communeId);
  if (near.some(({ name }) => sameName(name, group.name))) {
    return err(refusal('group-name-taken', { name: group.name }));
  }
  return near.length < cameraGroupsMax
    ? ok(null)
    : err(refusal('groups-too-many', { count: String(cameraGroupsMax) }));
}

/** OPS-15: the groups that a clearance names are known, and of communes that it names. */
export function checkNamedGroups(
  named: Pick<Clearance, 'groupIds'> & { readonly communeIds: readonly string[] },
  groups: ReadonlyMap<string, CameraGroup>,
): Result<null, Refusal> {
  for (const groupId of named.groupIds) {
    const group = groups.get(groupId);
    if (group === undefined) {
      return err(refusal('unknown-group'));
    }
    if (!named.communeIds.includes(group.communeId)) {
      return err(refusal('group-elsewhere', { name: group.name }));
    }
  }
  return ok(null);
}

/**
 * The cameras that a clearance comes to, its own and those of its groups; null where it names neither:
 * every camera of its communes.
 */
export function camerasNamed(
  { cameraIds, groupIds }: Pick<Clearance, 'cameraIds' | 'groupIds'>,
  groups: ReadonlyMap<string, CameraGroup>,
): ReadonlySet<string> | null {
  if (cameraIds === null && groupIds.length === 0) {
    return null;
  }
  const named = new Set<string>(cameraIds ?? []);
  for (const groupId of groupIds) {
    for (const cameraId of groups.get(groupId)?.cameraIds ?? []) {
      named.add(cameraId);
    }
  }
  return named;
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
