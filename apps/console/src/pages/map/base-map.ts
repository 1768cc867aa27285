/**
 * The offline base of the map: a GeoJSON collection from `GET /api/map`, sorted into what is drawn.
 * Understands our own `kind` (street, building, water, green) and plain OpenStreetMap tags, so that a
 * town may configure an extract of its own. What is not understood is not drawn.
 */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';

export type Position = readonly [longitude: number, latitude: number, ...rest: number[]];

export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
  | {
      readonly type: 'MultiPolygon';
      readonly coordinates: readonly (readonly (readonly Position[])[])[];
    };

export interface MapFeature {
  readonly type: 'Feature';
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>> | null;
}

export interface BaseMap {
  readonly type: 'FeatureCollection';
  readonly features: readonly MapFeature[];
}

export const baseKinds = ['green', 'water', 'building', 'street'] as const;
export type BaseKind = (typeof baseKinds)[number];

export function useBaseMap(): UseQueryResult<BaseMap> {
  return useQuery({
    queryKey: ['map'],
    queryFn: () => ask<BaseMap>('GET', '/api/map'),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function kindOf(feature: MapFeature): BaseKind | undefined {
  const tags = feature.properties ?? {};
  const own = baseKinds.find((kind) => kind === tags['kind']);
  if (own !== undefined) {
    return own;
  }
  if (tags['building'] !== undefined) {
    return 'building';
  }
  if (tags['natural'] === 'water' || tags['waterway'] !== undefined) {
    return 'water';
  }
  if (tags['leisure'] !== undefined || tags['landuse'] !== undefined) {
    return 'green';
  }
  return tags['highway'] === undefined ? undefined : 'street';
}

/** The lines of a geometry: rings of a polygon, the parts of a multiple one. */
export function linesOf(geometry: Geometry | null): readonly (readonly Position[])[] {
  switch (geometry?.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    default:
      return [];
  }
}

export function isArea(geometry: Geometry | null): boolean {
  return geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon';
}

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The smallest box around points, undefined when there is none. */
export function boundsOf(points: readonly Position[]): Bounds | undefined {
  if (points.length === 0) {
    return undefined;
  }
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [longitude, latitude] of points) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return { west, south, east, north };
}
