/**
 * The wall: 1 to 36 live tiles, arranged by drag or by keyboard, saved, shared, toured, on one or
 * several screens. Pictures never pass through React; the page only lays out the places where the
 * viewer draws them.
 */

import './camera-tree.css';
import './tile.css';
import './wall.css';
import type { CameraView, LayoutView } from '@beffroi/wire';
import {
  type ReactElement,
  useCallback,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react';
import { useCameras, useCommunes, useLayouts } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { CameraTree } from './camera-tree.tsx';
import type { TourStep } from './tour.ts';
import { type RunningTour, useTour } from './tour-control.tsx';
import { ViewerProvider } from './viewer-context.tsx';
import { WallGrid } from './wall-grid.tsx';
import { changeWall, columnsFor, emptyWall, type Wall, type WallAction } from './wall-state.ts';
import { keepWall, keptWall, screenOf } from './wall-storage.ts';
import { WallToolbar } from './wall-toolbar.tsx';

const noLayouts: readonly LayoutView[] = [];

export function WallPage(): ReactElement {
  const t = useText();
  const cameras = useCameras();
  if (cameras.data === undefined) {
    return (
      <main id="main" className="s-page" tabIndex={-1}>
        {cameras.error === null ? <Waiting /> : <FaultNotice fault={cameras.error} />}
      </main>
    );
  }
  if (cameras.data.length === 0) {
    return (
      <main id="main" className="s-page" tabIndex={-1}>
        <EmptyState icon="camera" title={t('Aucune caméra')}>
          <p>{t('Ajoutez une caméra à la page Caméras ; elle apparaîtra ici.')}</p>
        </EmptyState>
      </main>
    );
  }
  return (
    <ViewerProvider>
      <ArrangedWall cameras={cameras.data} />
    </ViewerProvider>
  );
}

function ArrangedWall({ cameras }: { readonly cameras: readonly CameraView[] }): ReactElement {
  const t = useText();
  const screen = useMemo(() => screenOf(window.location.search), []);
  const main = useRef<HTMLElement>(null);
  const communes = useCommunes();
  const layouts = useLayouts().data ?? noLayouts;
  const [wall, change] = useReducer(changeWall, cameras, (all) =>
    withAsked(firstWall(screen, all), all),
  );
  const [tour, setTour] = useState<RunningTour | null>(null);
  const [isTreeShown, setTreeShown] = useState(true);
  const byId = useMemo(() => new Map(cameras.map((camera) => [camera.id, camera])), [cameras]);
  const onWall = useMemo(() => new Set(wall.tiles.filter((tile) => tile !== null)), [wall.tiles]);
  useEffect(() => keepWall(screen, wall), [screen, wall]);
  useEffect(forgetAsked, []);

  const showStep = useCallback((step: TourStep) => change({ kind: 'load', ...step }), []);
  // Whoever looks at one camera from near is not taken away from it: the tour waits.
  const isTourHeld = tour !== null && (tour.isHeld || wall.isEnlarged);
  const stepIndex = useTour(tour, isTourHeld, showStep);
  const act = useCallback((action: WallAction) => {
    // Whoever arranges the wall has taken it over from the tour.
    if (['place', 'swap', 'clear', 'columns', 'load'].includes(action.kind)) {
      setTour(null);
    }
    change(action);
  }, []);

  return (
    <main id="main" ref={main} className="w-wall" tabIndex={-1} aria-label={t('Mur')}>
      <WallToolbar
        {...{ wall, act, layouts, cameras, tour, screen, isTreeShown }}
        onTour={setTour}
        tourStep={stepText(tour, stepIndex)}
        onTree={setTreeShown}
        onFullScreen={() => toggleFullScreen(main.current)}
      />
      <div className="w-body">
        {isTreeShown ? (
          <CameraTree
            cameras={cameras}
            communes={communes.data}
            onWall={onWall}
            onPlace={(cameraId) =>
              act({ kind: 'place', index: wall.selected, cameraId, afterwards: 'next' })
            }
          />
        ) : null}
        <WallGrid wall={wall} cameras={byId} act={act} />
      </div>
    </main>
  );
}

/** What this screen showed last; at the very first time, the cameras that may be watched. */
function firstWall(screen: string, cameras: readonly CameraView[]): Wall {
  const kept = keptWall(screen);
  if (kept !== undefined) {
    return kept;
  }
  const ids = cameras.filter((camera) => camera.may.watchLive.allowed).map(({ id }) => id);
  const shown = screen === '1' ? ids.slice(0, 16) : [];
  const columns = screen === '1' ? columnsFor(shown.length) : emptyWall.columns;
  return changeWall(emptyWall, { kind: 'load', columns, tiles: shown });
}

/** `/?camera=cam_...`, from the map or an alarm: that camera is enlarged at once. */
function withAsked(wall: Wall, cameras: readonly CameraView[]): Wall {
  const asked = new URLSearchParams(window.location.search).get('camera');
  const camera = cameras.find(({ id }) => id === asked);
  return camera?.may.watchLive.allowed === true
    ? changeWall(wall, { kind: 'show', cameraId: camera.id })
    : wall;
}

/** The address asks once: coming back to this window must not enlarge it again. */
function forgetAsked(): void {
  const address = new URL(window.location.href);
  if (address.searchParams.has('camera')) {
    address.searchParams.delete('camera');
    window.history.replaceState(window.history.state, '', address);
  }
}

function stepText(tour: RunningTour | null, index: number): string {
  const step = tour?.steps[index];
  return tour === null || step === undefined
    ? ''
    : `${step.name} (${index + 1}/${tour.steps.length})`;
}

function toggleFullScreen(element: HTMLElement | null): void {
  const act =
    document.fullscreenElement === null ? element?.requestFullscreen() : document.exitFullscreen();
  act?.catch((thrown: unknown) => {
    // The browser may refuse (policy, no gesture): the wall goes on in its window.
    console.warn('Full screen was refused.', thrown);
  });
}
