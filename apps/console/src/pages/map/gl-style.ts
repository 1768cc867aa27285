/**
 * The style of the WebGL map, in code: four kinds of base, the fields of view, colours read from the
 * design tokens. The worker of the library is a bundled file of ours, as a strict CSP wants.
 */

import type { CameraView } from '@beffroi/wire';
import {
  type ExpressionSpecification,
  type FilterSpecification,
  type GeoJSONSourceSpecification,
  MapLibreMap,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Condition } from '../cameras/condition.ts';
import { type BaseMap, boundsOf, isArea, kindOf, linesOf } from './base-map.ts';
import { Plane, sector } from './geo.ts';

setWorkerUrl(workerUrl);

interface Paint {
  readonly layer: string;
  readonly property: 'background-color' | 'fill-color' | 'line-color';
  readonly token: string;
}

/** Which token paints which layer; read again when the theme changes. */
const paints: readonly Paint[] = [
  { layer: 'ground', property: 'background-color', token: '--map-ground' },
  { layer: 'green', property: 'fill-color', token: '--map-green' },
  { layer: 'water', property: 'fill-color', token: '--map-water' },
  { layer: 'stream', property: 'line-color', token: '--map-water' },
  { layer: 'building', property: 'fill-color', token: '--map-building' },
  { layer: 'street', property: 'line-color', token: '--map-street' },
];

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function repaint(map: MapLibreMap): void {
  for (const { layer, property, token: name } of paints) {
    map.setPaintProperty(layer, property, token(name));
  }
  map.setPaintProperty('sights', 'fill-color', sightColour());
  map.setPaintProperty('sight-edges', 'line-color', sightColour());
}

function sightColour(): ExpressionSpecification {
  return [
    'match',
    ['get', 'tone'],
    'alarm',
    token('--alarm'),
    'warning',
    token('--warning'),
    'quiet',
    token('--text-3'),
    token('--accent'),
  ];
}

type Collection = Extract<
  GeoJSONSourceSpecification['data'],
  { readonly type: 'FeatureCollection' }
>;
type BaseGeometry = Collection['features'][number]['geometry'];

/** The base as MapLibre reads it: every feature with its `kind` and its `form`. */
function collectionOf(base: BaseMap): Collection {
  return {
    type: 'FeatureCollection',
    features: base.features.flatMap((feature) => {
      const kind = kindOf(feature);
      return kind === undefined || feature.geometry === null
        ? []
        : [
            {
              type: 'Feature' as const,
              // Read only: the wire's own readonly arrays are what the library takes as mutable ones.
              geometry: feature.geometry as unknown as BaseGeometry,
              properties: { kind, form: isArea(feature.geometry) ? 'area' : 'line' },
            },
          ];
    }),
  };
}

/** What each placed camera sees, with its state and whether it is the chosen one. */
export function sightsOf(
  cameras: readonly CameraView[],
  conditions: ReadonlyMap<string, Condition>,
  currentId: string | undefined,
): Collection {
  return {
    type: 'FeatureCollection',
    features: cameras.flatMap((camera) => {
      const { position } = camera;
      if (position === null) {
        return [];
      }
      const plane = new Plane(position);
      const ring = sector(plane, position).map((point) => {
        const { longitude, latitude } = plane.toLngLat(point);
        return [longitude, latitude];
      });
      const closed = [...ring, ring[0] ?? []];
      const tone = conditions.get(camera.id)?.tone ?? 'quiet';
      return [
        {
          type: 'Feature' as const,
          geometry: { type: 'Polygon' as const, coordinates: [closed] },
          properties: { tone, current: camera.id === currentId },
        },
      ];
    }),
  };
}

function styleFor(base: BaseMap): StyleSpecification {
  const only = (kind: string, form: string): FilterSpecification => [
    'all',
    ['==', ['get', 'kind'], kind],
    ['==', ['get', 'form'], form],
  ];
  return {
    version: 8,
    sources: {
      base: { type: 'geojson', data: collectionOf(base) },
      sights: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': token('--map-ground') } },
      area('green', only('green', 'area')),
      area('water', only('water', 'area')),
      {
        id: 'stream',
        type: 'line',
        source: 'base',
        filter: only('water', 'line'),
        paint: { 'line-color': token('--map-water'), 'line-width': 3 },
      },
      {
        id: 'street',
        type: 'line',
        source: 'base',
        filter: only('street', 'line'),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': token('--map-street'),
          'line-width': ['interpolate', ['exponential', 2], ['zoom'], 12, 0.6, 16, 6, 20, 90],
        },
      },
      area('building', only('building', 'area')),
      {
        id: 'sights',
        type: 'fill',
        source: 'sights',
        paint: {
          'fill-color': sightColour(),
          'fill-opacity': ['case', ['get', 'current'], 0.4, 0.18],
        },
      },
      {
        id: 'sight-edges',
        type: 'line',
        source: 'sights',
        paint: { 'line-color': sightColour(), 'line-width': ['case', ['get', 'current'], 2, 1] },
      },
    ],
  };
}

function area(kind: string, filter: FilterSpecification) {
  return {
    id: kind,
    type: 'fill' as const,
    source: 'base',
    filter,
    paint: { 'fill-color': token(`--map-${kind}`) },
  };
}

/** A map over the whole base, north up, flat. */
export function createGlMap(
  container: HTMLElement,
  base: BaseMap,
  cameras: readonly CameraView[],
  locale: Record<string, string>,
): MapLibreMap {
  // A town without a base still sees its cameras.
  const placed = cameras.flatMap(({ position }) =>
    position === null ? [] : [[position.longitude, position.latitude] as const],
  );
  const drawn = base.features.flatMap(({ geometry }) => linesOf(geometry).flat());
  const bounds = boundsOf(drawn.length === 0 ? placed : drawn);
  return new MapLibreMap({
    container,
    style: styleFor(base),
    locale,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 20,
    ...(bounds === undefined
      ? { center: [2.4, 46.6] as [number, number], zoom: 5 }
      : {
          bounds: [
            [bounds.west, bounds.south],
            [bounds.east, bounds.north],
          ] as [[number, number], [number, number]],
          fitBoundsOptions: { padding: 24, maxZoom: 17 },
        }),
  });
}
