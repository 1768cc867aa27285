/**
 * The grid of places, for eye, mouse and keyboard alike: arrows walk, Enter or a double click
 * enlarges, Escape goes back, Delete empties, a place can be dragged onto another. One place is in
 * the tab order at a time.
 */

import type { CameraView } from '@beffroi/wire';
import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Icon } from '../../ui/icon.tsx';
import { carriedBy, carryPlace, isCarried } from './camera-drag.ts';
import type { Wall, WallAction } from './wall-state.ts';
import { WallTile } from './wall-tile.tsx';

interface WallGridProps {
  readonly wall: Wall;
  readonly cameras: ReadonlyMap<string, CameraView>;
  readonly act: (action: WallAction) => void;
}

export function WallGrid({ wall, cameras, act }: WallGridProps): ReactElement {
  const t = useText();
  const rows = Array.from({ length: wall.columns }, (_, row) => row);
  const enlarged = wall.isEnlarged ? cameras.get(wall.tiles[wall.selected] ?? '') : undefined;
  return (
    <div className="w-stage">
      {/* biome-ignore lint/a11y/useSemanticElements: a wall is a grid of places, not a table. */}
      <div
        role="grid"
        aria-label={t('Places du mur')}
        className="w-grid"
        data-hidden={enlarged !== undefined}
        style={{ '--columns': wall.columns } as React.CSSProperties}
      >
        {rows.map((row) => (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          // biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus.
          <div role="row" className="w-row" key={row}>
            {rows.map((column) => {
              const index = row * wall.columns + column;
              return <Place key={index} {...{ index, wall, cameras, act }} />;
            })}
          </div>
        ))}
      </div>
      {enlarged === undefined ? null : <Enlarged camera={enlarged} act={act} />}
    </div>
  );
}

function Place(props: WallGridProps & { readonly index: number }): ReactElement {
  const { index, wall, cameras, act } = props;
  const [isOver, setOver] = useState(false);
  const cell = useRef<HTMLDivElement>(null);
  const isSelected = index === wall.selected;
  const cameraId = wall.tiles[index] ?? null;
  const camera = cameraId === null ? undefined : cameras.get(cameraId);
  useFocusFollowing(cell, isSelected);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid.
    <div
      ref={cell}
      role="gridcell"
      className="w-place"
      data-over={isOver}
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      draggable={camera !== undefined}
      onFocus={() => act({ kind: 'select', index })}
      onDoubleClick={() => act({ kind: 'enlarge', index })}
      onKeyDown={(event) => keyed(event, index, act)}
      onDragStart={(event) => carryPlace(event.dataTransfer, index)}
      onDragOver={(event) => {
        if (isCarried(event.dataTransfer)) {
          event.preventDefault();
          setOver(true);
        }
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const carried = carriedBy(event.dataTransfer);
        if (carried?.kind === 'camera') {
          act({ kind: 'place', index, cameraId: carried.cameraId, afterwards: 'stay' });
        } else if (carried !== undefined) {
          act({ kind: 'swap', from: carried.index, to: index });
        }
      }}
    >
      {camera === undefined ? (
        <EmptyPlace isUnknown={cameraId !== null} number={index + 1} />
      ) : (
        <WallTile key={camera.id} camera={camera} isLarge={wall.columns === 1} />
      )}
    </div>
  );
}

/** The selected place takes the focus when it moves, if the grid has it. */
function useFocusFollowing(
  cell: React.RefObject<HTMLDivElement | null>,
  isSelected: boolean,
): void {
  useEffect(() => {
    const grid = cell.current?.closest('[role="grid"]');
    if (isSelected && grid?.contains(document.activeElement)) {
      cell.current?.focus();
    }
  }, [cell, isSelected]);
}

const moves: Readonly<Record<string, { readonly right: number; readonly down: number }>> = {
  ArrowLeft: { right: -1, down: 0 },
  ArrowRight: { right: 1, down: 0 },
  ArrowUp: { right: 0, down: -1 },
  ArrowDown: { right: 0, down: 1 },
};

function keyed(event: KeyboardEvent, index: number, act: (action: WallAction) => void): void {
  const move = moves[event.key];
  if (event.target !== event.currentTarget) {
    return;
  }
  if (move !== undefined) {
    event.preventDefault();
    act({ kind: 'move', ...move });
  } else if (event.key === 'Enter') {
    event.preventDefault();
    act({ kind: 'enlarge', index });
  } else if (event.key === 'Delete' || event.key === 'Backspace') {
    event.preventDefault();
    act({ kind: 'clear', index });
  }
}

function EmptyPlace({
  isUnknown,
  number,
}: {
  readonly isUnknown: boolean;
  readonly number: number;
}): ReactElement {
  const t = useText();
  return (
    <div className="w-empty">
      <Icon name={isUnknown ? 'warning' : 'plus'} size={18} />
      <span>
        {isUnknown ? t('Caméra inconnue ou retirée') : t('Place {number}, vide', { number })}
      </span>
    </div>
  );
}

/** The selected camera over the whole wall, on its main stream; the wall goes on underneath. */
function Enlarged({
  camera,
  act,
}: Pick<WallGridProps, 'act'> & { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    element.current?.focus();
    return giveFocusBack;
  }, []);
  return (
    <section
      className="w-enlarged"
      aria-label={t('{name}, agrandie', { name: camera.name })}
      onDoubleClick={() => act({ kind: 'reduce' })}
    >
      <WallTile key={camera.id} camera={camera} isLarge />
      <button
        type="button"
        ref={element}
        className="b-button b-button-small w-reduce"
        onClick={() => act({ kind: 'reduce' })}
      >
        <Icon name="exit-full-screen" size={16} />
        <span>{t('Revenir au mur')}</span>
      </button>
    </section>
  );
}

/** To the place that was enlarged, so that arrows go on from there; unless the focus is elsewhere by now. */
function giveFocusBack(): void {
  if (document.activeElement === document.body) {
    document.querySelector<HTMLElement>('.w-grid [role="gridcell"][aria-selected="true"]')?.focus();
  }
}
