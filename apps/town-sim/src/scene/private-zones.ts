/**
 * Where private life shows in a scene: the windows and doors of dwellings as polygons in picture
 * coordinates (VP-20). Made from the list of openings that is painted. When a camera would need
 * more polygons than a mask may have, windows of one storey of one front share a polygon.
 */

import { clipPolygon } from '../drawing/rasteriser.ts';
import { projectPolygon, type View } from '../drawing/view.ts';
import { type Building, type Opening, onFront, openingsOf } from './building.ts';

export interface ZonePoint {
  readonly x: number;
  readonly y: number;
}
export type Zone = readonly ZonePoint[];

const zonesMax = 32;

/** Polygons of at most 32; `marginM` metres are added around each opening. */
export function privateZones(
  view: View,
  buildings: readonly Building[],
  marginM: number,
): readonly Zone[] {
  const single = zonesOf(view, buildings, marginM, (openings) => openings.map((one) => [one]));
  if (single.length <= zonesMax) {
    return single;
  }
  return zonesOf(view, buildings, marginM, byStorey).slice(0, zonesMax);
}

function zonesOf(
  view: View,
  buildings: readonly Building[],
  marginM: number,
  group: (openings: readonly Opening[]) => readonly (readonly Opening[])[],
): Zone[] {
  const zones: Zone[] = [];
  for (const building of buildings.filter(({ dwelling }) => dwelling)) {
    for (const openings of group(openingsOf(building))) {
      const zone = zoneOf(view, building, openings, marginM);
      if (zone) {
        zones.push(zone);
      }
    }
  }
  return zones;
}

function byStorey(openings: readonly Opening[]): readonly (readonly Opening[])[] {
  const storeys = new Map<string, Opening[]>();
  for (const opening of openings) {
    const key = `${opening.kind} ${opening.bottom}`;
    storeys.set(key, [...(storeys.get(key) ?? []), opening]);
  }
  return [...storeys.values()];
}

function zoneOf(
  view: View,
  building: Building,
  openings: readonly Opening[],
  marginM: number,
): Zone | undefined {
  const left = Math.min(...openings.map((one) => one.left)) - marginM;
  const right = Math.max(...openings.map((one) => one.right)) + marginM;
  const bottom = Math.min(...openings.map((one) => one.bottom)) - marginM;
  const top = Math.max(...openings.map((one) => one.top)) + marginM;
  const points = projectPolygon(view, onFront(building, [left, right], [bottom, top], 0.03));
  const zone = clipPolygon(points, view.width, view.height).map(([x, y]) => ({
    x: x / view.width,
    y: y / view.height,
  }));
  return zone.length >= 3 && areaOf(zone) > 0.00004 ? zone : undefined;
}

/** Share of the picture that a zone covers. */
function areaOf(zone: Zone): number {
  let sum = 0;
  for (const [index, here] of zone.entries()) {
    const next = zone[(index + 1) % zone.length] ?? here;
    sum += here.x * next.y - next.x * here.y;
  }
  return Math.abs(sum) / 2;
}
