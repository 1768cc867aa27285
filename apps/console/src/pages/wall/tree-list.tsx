/**
 * The list of cameras as an ARIA tree with one tab stop: arrows, Home and End move in it, Enter or Space
 * puts a camera on the selected place, and any camera can be dragged. Whatever its length, Tab goes past it
 * with one press. A camera that the person may not watch stays in it and says why it can't be put up.
 */

import type { CameraView } from '@beffroi/wire';
import { Fragment, type KeyboardEvent, type ReactElement, useRef, useState } from 'react';
import { useText, useWords } from '../../i18n/text.ts';
import { Icon } from '../../ui/icon.tsx';
import { carryCamera } from './camera-drag.ts';
import { type TreeLine, treeMove } from './tree-keys.ts';
import type { TreeSection } from './tree-sections.ts';

interface TreeListProps {
  readonly sections: readonly TreeSection[];
  readonly onWall: ReadonlySet<string>;
  readonly onPlace: (cameraId: string) => void;
}

/** A camera may stand in several sections. */
const lineId = (section: TreeSection, camera: CameraView): string => `${section.id} ${camera.id}`;

export function TreeList({ sections, onWall, onPlace }: TreeListProps): ReactElement {
  const t = useText();
  const tree = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState('');
  const lines = linesOf(sections, closed);
  // The one that Tab reaches: the last that had the focus, as long as it shows.
  const current = lines.find(({ id }) => id === chosen)?.id ?? lines[0]?.id ?? '';
  const turn = (id: string, isClosed: boolean): void => {
    const others = [...closed].filter((one) => one !== id);
    setClosed(new Set(isClosed ? [...others, id] : others));
  };
  const act = (id: string): void => {
    const section = sections.find((one) => id === one.id || id.startsWith(`${one.id} `));
    const camera = section?.cameras.find((one) => lineId(section, one) === id);
    if (camera?.may.watchLive.allowed === true) {
      onPlace(camera.id);
    } else if (section?.id === id) {
      turn(id, !closed.has(id));
    }
  };
  const keyed = (event: KeyboardEvent): void => {
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    const move = isModified ? undefined : treeMove(event.key, lines, current);
    if (event.key === 'Enter' || event.key === ' ') {
      act(current);
    } else if (move?.kind === 'go') {
      lineOf(tree.current, move.id)?.focus();
    } else if (move !== undefined) {
      turn(move.id, move.kind === 'close');
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={tree}
      role="tree"
      className="w-tree-lines"
      aria-label={t('Caméras à placer')}
      onKeyDown={keyed}
      onClick={({ target }) => act(lineIdAt(target))}
      onFocus={({ target }) => setChosen(lineIdAt(target))}
    >
      {sections.map((section, index) => {
        const isOpen = !closed.has(section.id);
        return (
          <Fragment key={section.id}>
            <SectionLine
              section={section}
              position={index + 1}
              count={sections.length}
              isOpen={isOpen}
              isCurrent={section.id === current}
            />
            {isOpen ? <CameraLines section={section} current={current} onWall={onWall} /> : null}
          </Fragment>
        );
      })}
    </div>
  );
}

/** Which line an event happened in; empty between two. */
function lineIdAt(target: EventTarget): string {
  const line = target instanceof Element ? target.closest('[data-line]') : null;
  return line?.getAttribute('data-line') ?? '';
}

function linesOf(
  sections: readonly TreeSection[],
  closed: ReadonlySet<string>,
): readonly TreeLine[] {
  return sections.flatMap((section): TreeLine[] => {
    const isOpen = !closed.has(section.id);
    const cameras = isOpen ? section.cameras : [];
    return [
      { id: section.id, section: null, isOpen },
      ...cameras.map((camera) => ({ id: lineId(section, camera), section: section.id })),
    ];
  });
}

function lineOf(tree: HTMLElement | null, id: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`) ?? null;
}

interface SectionLineProps {
  readonly section: TreeSection;
  /** From 1, of `count` sections. */
  readonly position: number;
  readonly count: number;
  readonly isOpen: boolean;
  /** Tab reaches this one. */
  readonly isCurrent: boolean;
}

function SectionLine(props: SectionLineProps): ReactElement {
  const { section, position, count, isOpen, isCurrent } = props;
  const t = useText();
  return (
    <div
      role="treeitem"
      className="w-tree-section"
      data-line={section.id}
      tabIndex={isCurrent ? 0 : -1}
      aria-level={1}
      aria-posinset={position}
      aria-setsize={count}
      aria-expanded={isOpen}
    >
      <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
      <span className="w-tree-town">{section.name}</span>{' '}
      <span className="w-tree-count">
        {t('{count, plural, one {# caméra} other {# caméras}}', { count: section.cameras.length })}
      </span>
    </div>
  );
}

interface CameraLinesProps {
  readonly section: TreeSection;
  readonly current: string;
  readonly onWall: ReadonlySet<string>;
}

function CameraLines({ section, current, onWall }: CameraLinesProps): ReactElement {
  const words = useWords();
  return (
    <>
      {section.cameras.map((camera, index) => {
        const { allowed, words: why } = camera.may.watchLive;
        const line = lineId(section, camera);
        return (
          <div
            key={camera.id}
            role="treeitem"
            className="w-tree-camera"
            data-line={line}
            tabIndex={line === current ? 0 : -1}
            aria-level={2}
            aria-posinset={index + 1}
            aria-setsize={section.cameras.length}
            aria-disabled={!allowed}
            draggable={allowed}
            onDragStart={(event) => carryCamera(event.dataTransfer, camera.id)}
          >
            <Icon name={allowed ? 'camera' : 'lock'} size={16} />
            <span className="w-tree-text">
              <span className="w-tree-name">{camera.name}</span>{' '}
              <span className="w-tree-place">
                {allowed || why === null ? camera.place : words(why)}
              </span>
            </span>
            {onWall.has(camera.id) ? <OnWall /> : null}
          </div>
        );
      })}
    </>
  );
}

function OnWall(): ReactElement {
  const t = useText();
  return (
    <span className="w-tree-on" title={t('Sur ce mur')}>
      <Icon name="wall" size={14} />
      <span className="b-hidden">{t('Sur ce mur')}</span>
    </span>
  );
}
