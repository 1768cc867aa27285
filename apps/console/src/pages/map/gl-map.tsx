/**
 * The map drawn with WebGL (MapLibre): the same offline base, the fields of view, and each camera as
 * an HTML button over it (`gl-marks.ts`). No glyphs, no sprites, no tiles: nothing is fetched. Colours come from the
 * tokens, so the map follows the theme.
 */

import './gl-map.css';
import type { CameraView } from '@beffroi/wire';
import { type GeoJSONSource, type MapLibreMap, NavigationControl, ScaleControl } from 'maplibre-gl';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { watched } from '../../api/watched.ts';
import { useText } from '../../i18n/text.ts';
import type { Condition } from '../cameras/condition.ts';
import type { BaseMap } from './base-map.ts';
import { GlMarks } from './gl-marks.ts';
import { createGlMap, repaint, sightsOf } from './gl-style.ts';

interface GlMapProps {
  readonly base: BaseMap;
  readonly cameras: readonly CameraView[];
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly currentId: string | undefined;
  readonly onChoose: (cameraId: string) => void;
}

export function GlMap(props: GlMapProps): ReactElement {
  const { base, cameras, conditions, currentId, onChoose } = props;
  const t = useText();
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibreMap | null>(null);
  const [firstCameras] = useState(cameras);
  useEffect(() => {
    if (place.current === null) {
      return undefined;
    }
    const made = createGlMap(place.current, base, firstCameras, {
      'NavigationControl.ZoomIn': t('Rapprocher'),
      'NavigationControl.ZoomOut': t('Éloigner'),
      'Map.Title': t('Carte'),
    });
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    made.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
    made.once('load', () => setMap(made));
    const theme = new MutationObserver(() => repaint(made));
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      theme.disconnect();
      setMap(null);
      made.remove();
    };
  }, [base, firstCameras, t]);
  useSights(map, cameras, conditions, currentId);
  useMarkers(map, cameras, conditions, currentId, onChoose);
  useFlight(map, cameras, currentId);
  return <div ref={place} className="p-gl-map" />;
}

function useSights(
  map: MapLibreMap | null,
  cameras: readonly CameraView[],
  conditions: ReadonlyMap<string, Condition>,
  currentId: string | undefined,
): void {
  useEffect(() => {
    const source = map?.getSource<GeoJSONSource>('sights');
    if (source !== undefined) {
      watched(source.setData(sightsOf(cameras, conditions, currentId)));
    }
  }, [map, cameras, conditions, currentId]);
}

function useMarkers(
  map: MapLibreMap | null,
  cameras: readonly CameraView[],
  conditions: ReadonlyMap<string, Condition>,
  currentId: string | undefined,
  onChoose: (cameraId: string) => void,
): void {
  const choose = useRef(onChoose);
  const marks = useRef<GlMarks | null>(null);
  useEffect(() => {
    choose.current = onChoose;
  });
  useEffect(() => {
    if (map === null) {
      return undefined;
    }
    const made = new GlMarks(map, (cameraId) => choose.current(cameraId));
    marks.current = made;
    return () => {
      marks.current = null;
      made.close();
    };
  }, [map]);
  // After the marks of this map were made: effects run in the order they stand here.
  useEffect(() => {
    if (map !== null) {
      marks.current?.show({ cameras, conditions, currentId });
    }
  }, [map, cameras, conditions, currentId]);
}

function useFlight(
  map: MapLibreMap | null,
  cameras: readonly CameraView[],
  currentId: string | undefined,
): void {
  const position = cameras.find((camera) => camera.id === currentId)?.position ?? null;
  const longitude = position?.longitude;
  const latitude = position?.latitude;
  useEffect(() => {
    if (map !== null && longitude !== undefined && latitude !== undefined) {
      // MapLibre jumps by itself where the person asked for reduced motion.
      map.easeTo({
        center: [longitude, latitude],
        zoom: Math.max(map.getZoom(), 16),
        duration: 300,
      });
    }
  }, [map, longitude, latitude]);
}
