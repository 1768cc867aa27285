/**
 * The map of the simulated town as GeoJSON (RFC 7946): drawn here, needing no internet and nobody's
 * data. `kind` says how to paint a feature; the committed file `map/valmont-sur-loire.geojson` is
 * this function's answer, and a test keeps the two alike.
 */

import { areas, type PlannedArea, type PlannedStreet, type Spot, streets } from './ground-plan.ts';
import { housesAlongStreets } from './houses.ts';

/** What the console paints. */
export type MapKind = 'water' | 'green' | 'building' | 'street';

/** What it is in the town, for who wants to paint more finely. */
export type MapDetail = PlannedArea['kind'] | PlannedStreet['kind'] | 'house';

const kinds: Readonly<Record<MapDetail, MapKind>> = {
  river: 'water',
  island: 'green',
  green: 'green',
  square: 'street',
  'car-park': 'street',
  'public-building': 'building',
  house: 'building',
  'main-street': 'street',
  street: 'street',
  lane: 'street',
  bridge: 'street',
  railway: 'street',
  path: 'street',
};

export interface MapFeature {
  readonly type: 'Feature';
  readonly properties: {
    readonly kind: MapKind;
    readonly detail: MapDetail;
    readonly name: string | null;
    /** Streets only. */
    readonly widthM?: number;
  };
  readonly geometry:
    | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] };
}

export type Position = readonly [longitude: number, latitude: number];

export interface TownMap {
  readonly type: 'FeatureCollection';
  readonly name: string;
  readonly bbox: readonly [west: number, south: number, east: number, north: number];
  readonly features: readonly MapFeature[];
}

/** Middle of the town hall square: a bend of the Loire where no town stands. */
export const townMiddle = { latitude: 47.3365, longitude: -0.1712 } as const;

const metresPerDegree = 111_320;

/** WGS 84 of a spot in metres east and north of the square; 7 decimals (a centimetre). */
export function toPosition([east, north]: Spot): Position {
  const latitude = townMiddle.latitude + north / metresPerDegree;
  const shrink = Math.cos((townMiddle.latitude * Math.PI) / 180);
  const longitude = townMiddle.longitude + east / (metresPerDegree * shrink);
  return [round(longitude), round(latitude)];
}

function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

/** The whole map, from the ground up: river first, names last. */
export function townMap(): TownMap {
  const [west, south] = toPosition([-700, -600]);
  const [east, north] = toPosition([720, 500]);
  const flat = areas.filter(({ kind }) => kind !== 'public-building');
  const named = areas.filter(({ kind }) => kind === 'public-building');
  return {
    type: 'FeatureCollection',
    name: 'Valmont-sur-Loire',
    bbox: [west, south, east, north],
    features: [
      ...flat.map(({ kind, name, outline }) => polygon(kind, name, outline)),
      ...streets.map(({ kind, name, line, widthM }) => ({
        type: 'Feature' as const,
        properties: { kind: kinds[kind], detail: kind, name, widthM },
        geometry: { type: 'LineString' as const, coordinates: line.map(toPosition) },
      })),
      ...housesAlongStreets().map((outline) => polygon('house', null, outline)),
      ...named.map(({ kind, name, outline }) => polygon(kind, name, outline)),
    ],
  };
}

/** A closed ring, counter-clockwise as RFC 7946 wants. */
function polygon(detail: MapDetail, name: string | null, outline: readonly Spot[]): MapFeature {
  const turned = signedArea(outline) < 0 ? [...outline].reverse() : [...outline];
  const ring = [...turned, ...turned.slice(0, 1)].map(toPosition);
  return {
    type: 'Feature',
    properties: { kind: kinds[detail], detail, name },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

function signedArea(outline: readonly Spot[]): number {
  let sum = 0;
  for (const [index, here] of outline.entries()) {
    const next = outline[(index + 1) % outline.length] ?? here;
    sum += here[0] * next[1] - next[0] * here[1];
  }
  return sum / 2;
}

/** The map as the committed file holds it: one feature a line. */
export function townMapText(): string {
  const { features, ...rest } = townMap();
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},"features":[\n${features.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
}

if (import.meta.main) {
  process.stdout.write(townMapText());
}
