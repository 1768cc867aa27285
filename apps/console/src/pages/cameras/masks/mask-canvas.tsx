/**
 * The picture and the zones over it. Each corner is a control of its own: dragged with the mouse,
 * moved with the arrows (Shift: ten times further), Delete removes it, + adds one after it. A press
 * on the bare picture adds a corner to the zone being drawn; Enter or the first corner closes it.
 */

import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react';
import { useText } from '../../../i18n/text.ts';
import {
  addPointAfter,
  closeZone,
  type MaskDraft,
  movePoint,
  moveZone,
  pressPoint,
  removePoint,
  type Zone,
} from './mask-draft.ts';

interface MaskCanvasProps {
  /** Object URL of the still, null while there is none. */
  readonly pictureUrl: string | null;
  /** Width over height of the picture. */
  readonly aspect: number;
  readonly draft: MaskDraft;
  /** Zones in force of which something would be seen again: what sticks out of the new ones. */
  readonly uncovered: readonly Zone[];
  readonly isPixelated: boolean;
  readonly isReadOnly: boolean;
  readonly onChange: (draft: MaskDraft) => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const stepShare = 0.002;
const heightUnits = 1000;

export function MaskCanvas(props: MaskCanvasProps): ReactElement {
  const { pictureUrl, aspect, draft, uncovered, isPixelated, isReadOnly, onChange } = props;
  const t = useText();
  const width = heightUnits * aspect;
  const press = (event: PointerEvent<SVGSVGElement>): void => {
    if (!isReadOnly && event.target instanceof Element && !event.target.closest('[data-handle]')) {
      onChange(pressPoint(draft, shareOf(event.currentTarget, event)));
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing whose corners are buttons; SVG has no fieldset.
    <svg
      className="p-mask-canvas"
      style={{ aspectRatio: aspect, maxInlineSize: `calc(62vh * ${aspect})` }}
      viewBox={`0 0 ${width} ${heightUnits}`}
      role="group"
      aria-label={t('Image et zones masquées')}
      onPointerDown={press}
    >
      {pictureUrl === null ? null : (
        <image href={pictureUrl} width={width} height={heightUnits} preserveAspectRatio="none" />
      )}
      {uncovered.map((zone) => {
        const points = pointsText(zone, width);
        return <polygon key={points} className="p-zone-uncovered" points={points} />;
      })}
      {draft.zones.map((zone, index) => (
        <ZoneShape
          // biome-ignore lint/suspicious/noArrayIndexKey: a zone has no other name than its rank.
          key={index}
          zone={zone}
          index={index}
          draft={draft}
          width={width}
          isPixelated={isPixelated}
          isReadOnly={isReadOnly}
          onChange={onChange}
        />
      ))}
      {draft.open.length === 0 ? null : (
        <OpenZone zone={draft.open} width={width} onClose={() => onChange(closeZone(draft))} />
      )}
    </svg>
  );
}

/** Where the pointer is on the picture, 0..1. */
function shareOf(svg: SVGSVGElement, event: { clientX: number; clientY: number }) {
  const box = svg.getBoundingClientRect();
  return {
    x: (event.clientX - box.left) / box.width,
    y: (event.clientY - box.top) / box.height,
  };
}

function pointsText(zone: Zone, width: number): string {
  return zone.map(({ x, y }) => `${x * width},${y * heightUnits}`).join(' ');
}

interface ZoneShapeProps extends Omit<MaskCanvasProps, 'pictureUrl' | 'aspect' | 'uncovered'> {
  readonly zone: Zone;
  readonly index: number;
  readonly width: number;
}

function ZoneShape(props: ZoneShapeProps): ReactElement {
  const { zone, index, draft, width, isPixelated, isReadOnly, onChange } = props;
  const t = useText();
  const last = useRef<{ x: number; y: number } | null>(null);
  const slide = (event: PointerEvent<SVGPolygonElement>): void => {
    const svg = event.currentTarget.ownerSVGElement;
    if (last.current === null || svg === null) {
      return;
    }
    const at = shareOf(svg, event);
    onChange(moveZone(draft, index, { x: at.x - last.current.x, y: at.y - last.current.y }));
    last.current = at;
  };
  return (
    <g data-selected={draft.selected?.zone === index ? '' : undefined}>
      <polygon
        data-handle=""
        className={isPixelated ? 'p-zone p-zone-pixelated' : 'p-zone'}
        points={pointsText(zone, width)}
        onPointerDown={(event) => {
          const svg = event.currentTarget.ownerSVGElement;
          if (!isReadOnly && svg !== null) {
            event.currentTarget.setPointerCapture(event.pointerId);
            last.current = shareOf(svg, event);
          }
        }}
        onPointerMove={slide}
        onPointerUp={() => {
          last.current = null;
        }}
      />
      <text
        className="p-zone-number"
        x={(zone[0]?.x ?? 0) * width + 22}
        y={(zone[0]?.y ?? 0) * heightUnits + 46}
      >
        {index + 1}
      </text>
      {isReadOnly
        ? null
        : zone.map((point, rank) => (
            <Corner
              // biome-ignore lint/suspicious/noArrayIndexKey: a corner has no other name than its rank.
              key={rank}
              label={t('Zone {zone}, point {point} : {x} % de la largeur, {y} % de la hauteur', {
                zone: index + 1,
                point: rank + 1,
                x: Math.round(point.x * 100),
                y: Math.round(point.y * 100),
              })}
              zoneIndex={index}
              rank={rank}
              draft={draft}
              width={width}
              onChange={onChange}
            />
          ))}
    </g>
  );
}

interface CornerProps {
  readonly label: string;
  readonly zoneIndex: number;
  readonly rank: number;
  readonly draft: MaskDraft;
  readonly width: number;
  readonly onChange: (draft: MaskDraft) => void;
}

function Corner({ label, zoneIndex, rank, draft, width, onChange }: CornerProps): ReactElement {
  const point = draft.zones[zoneIndex]?.[rank] ?? { x: 0, y: 0 };
  const isSelected = draft.selected?.zone === zoneIndex && draft.selected.point === rank;
  const pressed = (event: KeyboardEvent<SVGGElement>): void => {
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      event.preventDefault();
      const far = stepShare * (event.shiftKey ? 10 : 1);
      const to = { x: point.x + arrow[0] * far, y: point.y + arrow[1] * far };
      onChange(movePoint(draft, zoneIndex, rank, to));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      onChange(removePoint(draft, zoneIndex, rank));
    } else if (event.key === '+') {
      event.preventDefault();
      onChange(addPointAfter(draft, zoneIndex, rank));
    }
  };
  const drag = (event: PointerEvent<SVGGElement>): void => {
    const svg = event.currentTarget.ownerSVGElement;
    if (svg !== null && event.currentTarget.hasPointerCapture(event.pointerId)) {
      onChange(movePoint(draft, zoneIndex, rank, shareOf(svg, event)));
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button element.
    <g
      data-handle=""
      role="button"
      tabIndex={0}
      aria-label={label}
      className="p-corner"
      data-selected={isSelected ? '' : undefined}
      transform={`translate(${point.x * width} ${point.y * heightUnits})`}
      onKeyDown={pressed}
      onFocus={() => onChange({ ...draft, selected: { zone: zoneIndex, point: rank } })}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    >
      <circle r="26" className="p-corner-target" />
      <circle r="11" className="p-corner-dot" />
    </g>
  );
}

interface OpenZoneProps {
  readonly zone: Zone;
  readonly width: number;
  readonly onClose: () => void;
}

function OpenZone({ zone, width, onClose }: OpenZoneProps): ReactElement {
  const first = zone[0] ?? { x: 0, y: 0 };
  return (
    <g>
      <polyline className="p-zone-open" points={pointsText(zone, width)} />
      {zone.map(({ x, y }) => (
        <circle
          key={`${x} ${y}`}
          className="p-corner-dot"
          cx={x * width}
          cy={y * heightUnits}
          r="9"
        />
      ))}
      <circle
        data-handle=""
        className="p-zone-close"
        cx={first.x * width}
        cy={first.y * heightUnits}
        r="26"
        onPointerDown={onClose}
      />
    </g>
  );
}
