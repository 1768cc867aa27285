/**
 * A camera on the SVG map: its field of view, and a mark whose shape says its state. Where it can be
 * pressed it is a button with a name that says all of it.
 */

import type { CameraView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import type { Condition } from '../cameras/condition.ts';
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
  readonly isCurrent: boolean;
  readonly onPress?: () => void;
}

export function ringPath(ring: readonly Metres[]): string {
  return `M${ring.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
}

export function CameraMark(props: CameraMarkProps): ReactElement {
  const { camera, position, condition, view, isCurrent, onPress } = props;
  const at = view.plane.toMetres(position);
  const mark = (
    <g transform={`translate(${at.x} ${at.y}) scale(${view.scale})`}>
      <circle r="12" className="p-mark-ground" />
      <path d={markShapes[condition.tone]} className="p-mark-shape" fillRule="evenodd" />
    </g>
  );
  return (
    <g className={`p-mark b-tone-${condition.tone}`} data-current={isCurrent ? '' : undefined}>
      <path className="p-sight" d={ringPath(sector(view.plane, position))} />
      {onPress === undefined ? (
        mark
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: SVG has no button element.
        <g
          data-handle=""
          role="button"
          tabIndex={0}
          aria-label={`${camera.name}, ${condition.label}`}
          aria-pressed={isCurrent}
          onClick={onPress}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === ' ') {
              event.preventDefault();
              onPress();
            }
          }}
        >
          {mark}
        </g>
      )}
    </g>
  );
}
