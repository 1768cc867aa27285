/**
 * A player in React: it makes a canvas in each camera's element when they are there, opens the
 * playback in the worker, and closes both when the page goes. Pictures never pass through React.
 */

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Player } from '../../media/player.ts';
import type { Viewer } from '../../media/viewer.ts';
import type { PlayerStatus } from '../../media/worker-messages.ts';
import type { OpenViewing } from './viewing-form.tsx';

interface PlayerInReact {
  /** The element in which each camera's picture stands: `data-camera` names the camera. */
  readonly gridRef: React.RefObject<HTMLDivElement | null>;
  readonly player: Player | null;
  readonly status: PlayerStatus | null;
}

export function usePlayer(viewer: Viewer, open: OpenViewing): PlayerInReact {
  const gridRef = useRef<HTMLDivElement>(null);
  const [player, setPlayer] = useState<Player | null>(null);
  useEffect(() => {
    const places = gridRef.current?.querySelectorAll<HTMLElement>('[data-camera]') ?? [];
    const cameras = [...places].map((place) => {
      const canvas = document.createElement('canvas');
      place.append(canvas);
      return { cameraId: place.dataset['camera'] ?? '', canvas };
    });
    const opened = viewer.openPlayer({
      viewingId: open.viewing.id,
      cameras,
      range: { fromMs: open.fromMs, toMs: open.toMs },
      positionMs: open.atMs,
      skipToRecorded: !open.isAtChosen,
    });
    setPlayer(opened);
    return () => {
      opened.close();
      setPlayer(null);
      for (const { canvas } of cameras) {
        canvas.remove();
      }
    };
  }, [viewer, open]);
  return { gridRef, player, status: usePlayerStatus(player) };
}

function usePlayerStatus(player: Player | null): PlayerStatus | null {
  return useSyncExternalStore(player?.subscribe ?? neverChanges, player?.getStatus ?? noStatus);
}

function neverChanges(): () => void {
  return () => undefined;
}

function noStatus(): null {
  return null;
}
