/**
 * The map drawn as SVG, from the same base as the other: needs no WebGL, and every camera on it is a
 * button with a name. Also where a camera is placed: press for the place, drag the handle for the
 * bearing and the range. Pans and zooms by buttons, by wheel, by dragging.
 */

import type { CameraView } from '@beffroi/wire';
import {
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/button.tsx';
import { type BaseMap, boundsOf, linesOf } from './base-map.ts';
import { type LngLat, type Metres, Plane } from './geo.ts';
import { MapBase } from './svg-base.tsx';

export interface MapView {
  readonly plane: Plane;
  /** Metres a screen pixel, for shapes that keep their size. */
  readonly scale: number;
}

interface SvgMapProps {
  readonly label: string;
  readonly base: BaseMap;
  readonly cameras: readonly CameraView[];
  /** Where to look first; else everything. */
  readonly focus: LngLat | null;
  readonly onPress?: (at: LngLat) => void;
  readonly children: (view: MapView) => ReactNode;
}

interface Frame {
  readonly centre: Metres;
  /** Metres from top to bottom. */
  readonly heightM: number;
}

const aspect = 1.6;
const pixelsHigh = 600;

export function SvgMap(props: SvgMapProps): ReactElement {
  const { label, base, cameras, focus, onPress, children } = props;
  const t = useText();
  const { plane, whole } = useMemo(() => frameOf(base, cameras, focus), [base, cameras, focus]);
  const [frame, setFrame] = useState<Frame>(() => startFrame(plane, whole, focus));
  const drag = useMapDrag(frame, setFrame, (at) => onPress?.(plane.toLngLat(at)));
  const zoom = (factor: number): void =>
    setFrame((now) => ({ ...now, heightM: Math.min(20_000, Math.max(40, now.heightM * factor)) }));
  const widthM = frame.heightM * aspect;
  return (
    <div className="p-svg-map">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose marks are buttons; SVG has no fieldset. */}
      <svg
        className={onPress === undefined ? 'p-svg' : 'p-svg p-svg-place'}
        viewBox={`${frame.centre.x - widthM / 2} ${frame.centre.y - frame.heightM / 2} ${widthM} ${frame.heightM}`}
        preserveAspectRatio="xMidYMid slice"
        role="group"
        aria-label={label}
        onWheel={(event) => zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2)}
        {...drag}
      >
        <MapBase base={base} plane={plane} />
        {children({ plane, scale: frame.heightM / pixelsHigh })}
      </svg>
      <div className="p-map-tools">
        <IconButton
          icon="plus"
          label={t('Rapprocher')}
          variant="plain"
          small
          onPress={() => zoom(1 / 1.5)}
        />
        <IconButton
          icon="minus"
          label={t('Éloigner')}
          variant="plain"
          small
          onPress={() => zoom(1.5)}
        />
        <IconButton
          icon="expand"
          label={t('Toute la commune')}
          variant="plain"
          small
          onPress={() => setFrame(whole)}
        />
      </div>
    </div>
  );
}

function frameOf(base: BaseMap, cameras: readonly CameraView[], focus: LngLat | null) {
  const placed = cameras.flatMap(({ position }) =>
    position === null ? [] : [[position.longitude, position.latitude] as const],
  );
  const all = base.features.flatMap((feature) => linesOf(feature.geometry).flat());
  const bounds = boundsOf(all.length === 0 ? placed : all);
  const centre =
    bounds === undefined
      ? (focus ?? { longitude: 2.4, latitude: 46.6 })
      : {
          longitude: (bounds.west + bounds.east) / 2,
          latitude: (bounds.south + bounds.north) / 2,
        };
  const plane = new Plane(centre);
  const corner =
    bounds === undefined
      ? { x: 500, y: 500 }
      : plane.toMetres({ longitude: bounds.east, latitude: bounds.south });
  const heightM = Math.max(200, corner.y * 2.08, (corner.x * 2.08) / aspect);
  return { plane, whole: { centre: { x: 0, y: 0 }, heightM } };
}

function startFrame(plane: Plane, whole: Frame, focus: LngLat | null): Frame {
  return focus === null
    ? whole
    : { centre: plane.toMetres(focus), heightM: Math.min(whole.heightM, 260) };
}

/** Dragging moves the map; a press without a drag is a press. */
function useMapDrag(frame: Frame, setFrame: (frame: Frame) => void, onPress: (at: Metres) => void) {
  const from = useRef<{ x: number; y: number; centre: Metres; hasMoved: boolean } | null>(null);
  const metresPerPixel = (event: PointerEvent<SVGSVGElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min((frame.heightM * aspect) / box.width, frame.heightM / box.height);
  };
  return {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (event.target instanceof Element && event.target.closest('[data-handle]') === null) {
        from.current = {
          x: event.clientX,
          y: event.clientY,
          centre: frame.centre,
          hasMoved: false,
        };
      }
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const start = from.current;
      if (start === null) {
        return;
      }
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      if (start.hasMoved || Math.hypot(dx, dy) > 4) {
        start.hasMoved = true;
        const scale = metresPerPixel(event);
        setFrame({
          ...frame,
          centre: { x: start.centre.x - dx * scale, y: start.centre.y - dy * scale },
        });
      }
    },
    onPointerUp: (event: PointerEvent<SVGSVGElement>) => {
      const start = from.current;
      from.current = null;
      if (start !== null && !start.hasMoved) {
        onPress(pointOf(event.currentTarget, event));
      }
    },
    onPointerLeave: () => {
      from.current = null;
    },
  };
}

/** Where the pointer is, in the drawing's own units. */
export function pointOf(
  svg: SVGSVGElement,
  at: { readonly clientX: number; readonly clientY: number },
): Metres {
  const matrix = svg.getScreenCTM();
  if (matrix === null) {
    return { x: 0, y: 0 };
  }
  const { x, y } = new DOMPoint(at.clientX, at.clientY).matrixTransform(matrix.inverse());
  return { x, y };
}
