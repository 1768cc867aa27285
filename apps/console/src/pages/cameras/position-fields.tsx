/**
 * Where a camera stands and what it sees: pressed on the map, its handle dragged for the direction
 * and the range; the same by numbers, for the keyboard and for who has them from the installer.
 */

import type { NewCameraBody } from '@beffroi/wire';
import { type PointerEvent, type ReactElement, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { NumberField } from '../../ui/field.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { useBaseMap } from '../map/base-map.ts';
import { ringPath } from '../map/camera-mark.tsx';
import { ahead, bearingOf, distanceM, type LngLat, sector } from '../map/geo.ts';
import { type MapView, pointOf, SvgMap } from '../map/svg-map.tsx';

type Position = NonNullable<NewCameraBody['position']>;

interface PositionFieldsProps {
  readonly position: Position | null;
  readonly onChange: (position: Position) => void;
}

const firstSight = { bearingDeg: 0, openingDeg: 70, rangeM: 40 };

export function PositionFields({ position, onChange }: PositionFieldsProps): ReactElement {
  const t = useText();
  const base = useBaseMap();
  const [focus] = useState<LngLat | null>(position);
  return (
    <fieldset className="p-fieldset b-stack">
      <legend className="b-label">{t('Emplacement et champ de vision')}</legend>
      <FaultNotice fault={base.error} />
      {base.data === undefined ? null : (
        <SvgMap
          label={t('Carte : pressez pour placer la caméra')}
          base={base.data}
          cameras={[]}
          focus={focus}
          onPress={(at) => onChange({ ...firstSight, ...position, ...rounded(at) })}
        >
          {(view) =>
            position === null ? null : (
              <SightHandles position={position} view={view} onChange={onChange} />
            )
          }
        </SvgMap>
      )}
      <PositionNumbers position={position} onChange={onChange} />
    </fieldset>
  );
}

function rounded(at: LngLat): LngLat {
  return { longitude: Number(at.longitude.toFixed(6)), latitude: Number(at.latitude.toFixed(6)) };
}

interface SightHandlesProps {
  readonly position: Position;
  readonly view: MapView;
  readonly onChange: (position: Position) => void;
}

/** Three handles: the far one turns and lengthens, the two at the sides open. */
function SightHandles({ position, view, onChange }: SightHandlesProps): ReactElement {
  const apex = view.plane.toMetres(position);
  const { bearingDeg, openingDeg, rangeM } = position;
  const half = Math.min(openingDeg, 340) / 2;
  const turn = (event: PointerEvent<SVGElement>): void => {
    const to = pointerMetres(event);
    onChange({
      ...position,
      bearingDeg: Math.round(bearingOf(apex, to)) % 360,
      rangeM: Math.min(2000, Math.max(1, Math.round(distanceM(apex, to)))),
    });
  };
  const widen = (event: PointerEvent<SVGElement>): void => {
    const off = bearingOf(apex, pointerMetres(event)) - bearingDeg;
    const side = Math.abs(((off + 540) % 360) - 180);
    onChange({ ...position, openingDeg: Math.min(360, Math.max(1, Math.round(side * 2))) });
  };
  return (
    <g className="p-mark b-tone-good" data-current="">
      <path className="p-sight" d={ringPath(sector(view.plane, position))} />
      <circle className="p-mark-shape" cx={apex.x} cy={apex.y} r={view.scale * 7} />
      <Handle at={ahead(apex, bearingDeg, rangeM)} view={view} onDrag={turn} />
      <Handle at={ahead(apex, bearingDeg - half, rangeM)} view={view} onDrag={widen} />
      <Handle at={ahead(apex, bearingDeg + half, rangeM)} view={view} onDrag={widen} />
    </g>
  );
}

function pointerMetres(event: PointerEvent<SVGElement>) {
  const svg = event.currentTarget.ownerSVGElement;
  return svg === null ? { x: 0, y: 0 } : pointOf(svg, event);
}

interface HandleProps {
  readonly at: { readonly x: number; readonly y: number };
  readonly view: MapView;
  readonly onDrag: (event: PointerEvent<SVGElement>) => void;
}

function Handle({ at, view, onDrag }: HandleProps): ReactElement {
  return (
    <circle
      data-handle=""
      className="p-handle"
      cx={at.x}
      cy={at.y}
      r={view.scale * 12}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          onDrag(event);
        }
      }}
    />
  );
}

function PositionNumbers({ position, onChange }: PositionFieldsProps): ReactElement {
  const t = useText();
  const now = position ?? { latitude: 0, longitude: 0, ...firstSight };
  const field = (
    key: keyof Position,
    label: string,
    limits: { minValue: number; maxValue: number; digits?: number; step?: number; unit: string },
  ): ReactElement => (
    <NumberField
      label={label}
      {...limits}
      value={position === null ? Number.NaN : now[key]}
      onChange={(value) => {
        if (!Number.isNaN(value)) {
          onChange({ ...now, [key]: value });
        }
      }}
    />
  );
  return (
    <div className="p-numbers">
      {field('latitude', t('Latitude'), { minValue: -90, maxValue: 90, digits: 6, unit: '°' })}
      {field('longitude', t('Longitude'), { minValue: -180, maxValue: 180, digits: 6, unit: '°' })}
      {field('bearingDeg', t('Direction'), { minValue: 0, maxValue: 359, unit: '°' })}
      {field('openingDeg', t('Ouverture'), { minValue: 1, maxValue: 360, unit: '°' })}
      {field('rangeM', t('Portée'), { minValue: 1, maxValue: 2000, unit: 'm' })}
    </div>
  );
}
