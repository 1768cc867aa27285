/**
 * A tile in React: a callback ref for the element that takes the picture, and the tile's status.
 * The picture itself never passes through React. The tile is opened when the element appears and
 * closed when it goes or its camera changes.
 */

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { connectingStatus, type TileStatus } from '../../media/tile-status.ts';
import type { TileHandle, Viewer } from '../../media/viewer.ts';

interface TileInReact {
  /** For the element that takes the picture; it must hold nothing else. */
  readonly pictureRef: React.RefObject<HTMLDivElement | null>;
  readonly status: TileStatus;
  readonly reopen: () => void;
}

const atRest = connectingStatus(0);
const nothing = (): void => undefined;

export function useTile(viewer: Viewer, cameraId: string, stream: 'main' | 'sub'): TileInReact {
  const pictureRef = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<TileHandle | null>(null);
  useEffect(() => {
    const element = pictureRef.current;
    if (element === null) {
      return undefined;
    }
    const attached = viewer.attach(element, { cameraId, stream });
    setHandle(attached);
    return () => {
      attached.detach();
      setHandle(null);
    };
  }, [viewer, cameraId, stream]);
  const status = useTileStatus(handle);
  return { pictureRef, status, reopen: handle?.reopen ?? nothing };
}

/** The observable status of a handle; `connecting` without one. */
export function useTileStatus(handle: TileHandle | null): TileStatus {
  return useSyncExternalStore(handle?.subscribe ?? neverChanges, handle?.getStatus ?? restStatus);
}

function neverChanges(): () => void {
  return nothing;
}

function restStatus(): TileStatus {
  return atRest;
}
