/**
 * The page's side of the pictures: one worker, one socket, any number of tiles, one playback at a
 * time. A tile is an element of the page and a handle whose status can be observed; pictures never
 * pass through the page. Whoever attaches must detach, whoever opens must close.
 */

import { Player, type PlayerPlace } from './player.ts';
import { openSurface, type Surface, transfersOf } from './surface.ts';
import { connectingStatus, type TileStatus } from './tile-status.ts';
import type { PageMessage, ViewerStatistics, WorkerMessage } from './worker-messages.ts';

export interface TilePlace {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
}

export interface TileHandle {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  /** Stable between changes: fit for `useSyncExternalStore`. */
  readonly getStatus: () => TileStatus;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks the centre again after a cut or a refusal. */
  readonly reopen: () => void;
  readonly detach: () => void;
}

export interface ViewerSettings {
  /** Wall tick in Hz on which all sub-streams are shown together; null: each at its time. */
  readonly alignHz: number | null;
  /** Set when the self-test found that the hardware decoder holds pictures back. */
  readonly preferSoftware: boolean;
}

export interface Viewer {
  attach(element: HTMLElement, place: TilePlace): TileHandle;
  /** Opens a playback; the one that was open before is closed. */
  openPlayer(place: PlayerPlace): Player;
  configure(settings: ViewerSettings): void;
  /** Whether the centre answers; null before the first answer. */
  readonly isConnected: () => boolean | null;
  readonly onConnection: (listener: () => void) => () => void;
  statistics(): Promise<ViewerStatistics>;
  close(): void;
}

interface OpenTile {
  readonly surface: Surface;
  readonly handle: TileHandle;
  readonly listeners: Set<() => void>;
  status: TileStatus;
}

export function createViewer(url: string = liveUrl()): Viewer {
  return new WorkerViewer(url);
}

function liveUrl(): string {
  const url = new URL('/api/live', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

class WorkerViewer implements Viewer {
  readonly #worker: Worker;
  readonly #tiles = new Map<number, OpenTile>();
  readonly #connectionListeners = new Set<() => void>();
  readonly #statisticsWaiters = new Map<number, (statistics: ViewerStatistics) => void>();
  #connected: boolean | null = null;
  #player: { readonly id: number; readonly player: Player } | undefined;
  #nextId = 1;

  constructor(url: string) {
    this.#worker = new Worker(new URL('./wall-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = (event: MessageEvent<WorkerMessage>) => this.#said(event.data);
    this.#tell({ type: 'start', url });
  }

  readonly isConnected = (): boolean | null => this.#connected;

  readonly onConnection = (listener: () => void): (() => void) =>
    listenIn(this.#connectionListeners, listener);

  attach(element: HTMLElement, place: TilePlace): TileHandle {
    const tile = this.#nextId++;
    const surface = openSurface(element);
    const listeners = new Set<() => void>();
    const handle: TileHandle = {
      ...place,
      getStatus: () => open.status,
      subscribe: (listener) => listenIn(listeners, listener),
      reopen: () => this.#tell({ type: 'reopen', tile }),
      detach: () => this.#detach(tile),
    };
    const open: OpenTile = { surface, handle, listeners, status: connectingStatus(Date.now()) };
    this.#tiles.set(tile, open);
    this.#tell({ type: 'attach', tile, ...place, sink: surface.offer }, transfersOf(surface.offer));
    return handle;
  }

  openPlayer(place: PlayerPlace): Player {
    this.#player?.player.close();
    const id = this.#nextId++;
    const player = new Player(place, {
      command: (command) => this.#tell({ type: 'playback-command', player: id, command }),
      grab: (request, cameraId) =>
        this.#tell({ type: 'playback-grab', player: id, request, cameraId }),
      close: () => {
        this.#tell({ type: 'playback-close', player: id });
        if (this.#player?.id === id) {
          this.#player = undefined;
        }
      },
    });
    this.#player = { id, player };
    const cameras = place.cameras.map(({ cameraId, canvas }) => ({
      cameraId,
      canvas: canvas.transferControlToOffscreen(),
    }));
    const { viewingId, range, positionMs, skipToRecorded } = place;
    this.#tell(
      {
        type: 'playback-open',
        player: id,
        viewingId,
        cameras,
        range,
        positionMs,
        skipToRecorded,
      },
      cameras.map((camera) => camera.canvas),
    );
    return player;
  }

  configure(settings: ViewerSettings): void {
    this.#tell({ type: 'settings', ...settings });
  }

  statistics(): Promise<ViewerStatistics> {
    const request = this.#nextId++;
    return new Promise((resolve) => {
      this.#statisticsWaiters.set(request, resolve);
      this.#tell({ type: 'statistics', request });
    });
  }

  close(): void {
    this.#player?.player.close();
    for (const tile of [...this.#tiles.keys()]) {
      this.#detach(tile);
    }
    this.#worker.terminate();
  }

  #detach(tile: number): void {
    const open = this.#tiles.get(tile);
    if (open !== undefined) {
      this.#tiles.delete(tile);
      this.#tell({ type: 'detach', tile });
      open.surface.remove();
      open.listeners.clear();
    }
  }

  #said(message: WorkerMessage): void {
    switch (message.type) {
      case 'tiles':
        for (const [tile, status] of message.statuses) {
          this.#showStatus(tile, status);
        }
        break;
      case 'wiped':
        this.#wipe(message.tile);
        break;
      case 'connection':
        this.#connected = message.connected;
        for (const listener of this.#connectionListeners) {
          listener();
        }
        break;
      case 'statistics':
        this.#statisticsWaiters.get(message.request)?.(message.statistics);
        this.#statisticsWaiters.delete(message.request);
        break;
      case 'player':
        this.#playerOf(message.player)?.showStatus(message.status);
        break;
      case 'grabbed':
        this.#playerOf(message.player)?.grabbed(message.request, message.picture);
        break;
    }
  }

  #showStatus(tile: number, status: TileStatus): void {
    const open = this.#tiles.get(tile);
    if (open !== undefined) {
      open.status = status;
      for (const listener of open.listeners) {
        listener();
      }
    }
  }

  #wipe(tile: number): void {
    const sink = this.#tiles.get(tile)?.surface.wipe();
    if (sink) {
      this.#tell({ type: 'sink', tile, sink }, transfersOf(sink));
    }
  }

  #playerOf(id: number): Player | undefined {
    return this.#player?.id === id ? this.#player.player : undefined;
  }

  #tell(message: PageMessage, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

function listenIn(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
