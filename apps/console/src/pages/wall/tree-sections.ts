/**
 * The cameras under their communes, or under the groups that hold them (OPS-15) and, last, those that no
 * group holds. A camera of two groups stands in both; a section without a camera isn't there.
 */

import type { CameraView, CommuneView } from '@beffroi/wire';

export const groupings = ['commune', 'group'] as const;
export type Grouping = (typeof groupings)[number];

export interface TreeSection {
  readonly id: string;
  readonly name: string;
  readonly cameras: readonly CameraView[];
}

/** Communes in their order. */
export function sectionsByCommune(
  cameras: readonly CameraView[],
  communes: readonly CommuneView[],
): readonly TreeSection[] {
  return communes
    .map(({ id, name }) => ({
      id,
      name,
      cameras: cameras.filter(({ communeId }) => communeId === id),
    }))
    .filter((section) => section.cameras.length > 0);
}

/** Groups by name; `restName` is the section of those in none. */
export function sectionsByGroup(
  cameras: readonly CameraView[],
  restName: string,
): readonly TreeSection[] {
  const names = new Map(
    cameras.flatMap(({ groups }) => groups.map(({ id, name }) => [id, name] as const)),
  );
  const sections = [...names]
    .map(([id, name]) => ({
      id,
      name,
      cameras: cameras.filter(({ groups }) => groups.some((group) => group.id === id)),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true }));
  const rest = cameras.filter(({ groups }) => groups.length === 0);
  return rest.length === 0
    ? sections
    : [...sections, { id: 'rest', name: restName, cameras: rest }];
}
