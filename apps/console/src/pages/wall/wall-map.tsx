/**
 * A small map in the wall's panel, to drag a camera from where it stands onto a place; Enter on a
 * mark puts it on the selected place, as in the list below, which says the same.
 */

import type { CameraView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.ts';
import { useNowMs } from '../../shell/clock.tsx';
import { FaultNotice, Waiting } from '../../ui/notice.tsx';
import { conditionOf } from '../cameras/condition.ts';
import { useBaseMap } from '../map/base-map.ts';
import { markShapes, ringPath } from '../map/camera-mark.tsx';
import { type Sight, sector } from '../map/geo.ts';
import { type MapView, SvgMap } from '../map/svg-map.tsx';
import { carryCamera } from './camera-drag.ts';

interface WallMapProps {
  readonly cameras: readonly CameraView[];
  readonly onWall: ReadonlySet<string>;
  readonly onPlace: (cameraId: string) => void;
}

export function WallMap({ cameras, onWall, onPlace }: WallMapProps): ReactElement {
  const t = useText();
  const base = useBaseMap();
  if (base.data === undefined) {
    return base.error === null ? <Waiting /> : <FaultNotice fault={base.error} />;
  }
  return (
    <div className="w-map">
      <SvgMap label={t('Carte')} base={base.data} cameras={cameras} focus={null}>
        {(view) =>
          cameras.map((camera) =>
            camera.position === null ? null : (
              <MapMark
                key={camera.id}
                camera={camera}
                position={camera.position}
                view={view}
                isOnWall={onWall.has(camera.id)}
                onPlace={onPlace}
              />
            ),
          )
        }
      </SvgMap>
    </div>
  );
}

interface MapMarkProps {
  readonly camera: CameraView;
  readonly position: Sight;
  readonly view: MapView;
  readonly isOnWall: boolean;
  readonly onPlace: (cameraId: string) => void;
}

/** What is dragged must be HTML: SVG alone has no dragging (HTML, 6.11). */
function MapMark({ camera, position, view, isOnWall, onPlace }: MapMarkProps): ReactElement {
  const t = useText();
  const { tone, label } = conditionOf(t, camera, useNowMs(30_000));
  const { allowed } = camera.may.watchLive;
  const at = view.plane.toMetres(position);
  return (
    <g className={`p-mark b-tone-${tone}`} data-current={isOnWall ? '' : undefined}>
      <path className="p-sight" d={ringPath(sector(view.plane, position))} />
      <g transform={`translate(${at.x} ${at.y}) scale(${view.scale * markScale})`}>
        <foreignObject x="-13" y="-13" width="26" height="26" data-handle="">
          <button
            type="button"
            className="w-map-mark"
            draggable={allowed}
            aria-disabled={!allowed}
            aria-label={`${camera.name}, ${label}`}
            title={camera.name}
            onDragStart={(event) => carryCamera(event.dataTransfer, camera.id)}
            onClick={() => allowed && onPlace(camera.id)}
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

/** The drawing is made for 600 pixels of height; here it has about 240. */
const markScale = 2.5;
