/**
 * A camera on a map drawn as SVG: its field of view, and a button whose shape says its state and whose
 * name says all of it. It can be dragged onto a place of the wall, in this window or another; what is
 * dragged must be HTML, because SVG alone has no dragging (HTML, 6.11).
 */

import type { CameraView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import type { Condition } from '../cameras/condition.ts';
import { carryCamera } from '../wall/camera-drag.ts';
import { type Metres, type Sight, sector } from './geo.ts';
import type { MapView } from './svg-map.tsx';

/** The shapes of `StateBadge`, around 0 0, 16 units wide. */
export const markShapes: Record<Condition['tone'], string> = {
  quiet: 'M0-6.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z',
  good: 'M0-6.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  notice: 'M-6-6h12v12h-12z',
  warning: 'M0-8.5-8 6h16z',
  alarm: 'M-3.1-8h6.2L8-3.1v6.2L3.1 8h-6.2L-8 3.1v-6.2zM-1-5v5.5h2V-5zM-1 2v2h2V2z',
};

interface CameraMarkProps {
  readonly camera: CameraView;
  readonly position: Sight;
  readonly condition: Condition;
  readonly view: MapView;
  /** Drawn stronger than the others: chosen on the map, or on this wall already. */
  readonly isCurrent: boolean;
  /** Where pressing chooses, whether it is chosen. */
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

export function ringPath(ring: readonly Metres[]): string {
  return `M${ring.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
}

export function CameraMark(props: CameraMarkProps): ReactElement {
  const { camera, position, condition, view, isCurrent, isPressed, isDisabled, onPress } = props;
  const { tone, label } = condition;
  const at = view.plane.toMetres(position);
  return (
    <g className={`p-mark b-tone-${tone}`} data-current={isCurrent ? '' : undefined}>
      <path className="p-sight" d={ringPath(sector(view.plane, position))} />
      <g transform={`translate(${at.x} ${at.y}) scale(${view.scale})`}>
        <foreignObject x="-13" y="-13" width="26" height="26" data-handle="">
          <button
            type="button"
            className="p-svg-mark"
            draggable={camera.may.watchLive.allowed}
            aria-disabled={isDisabled}
            aria-pressed={isPressed}
            aria-label={`${camera.name}, ${label}`}
            title={camera.name}
            onDragStart={(event) => carryCamera(event.dataTransfer, camera.id)}
            onClick={() => isDisabled !== true && onPress()}
          >
            <svg viewBox="-9 -9 18 18" aria-hidden="true">
              <path d={markShapes[tone]} fill="currentColor" fillRule="evenodd" />
            </svg>
          </button>
        </foreignObject>
      </g>
    </g>
  );
}
