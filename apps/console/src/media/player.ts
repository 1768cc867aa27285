/**
 * The page's handle on a playback: commands go to the worker, its status comes back ten times a
 * second and can be observed. The clock and the pictures are in the worker (`playback-session.ts`).
 */

import type { PlayRange } from './player-clock.ts';
import type { GrabbedPicture, PlayCommand, PlayerStatus } from './worker-messages.ts';

export interface PlayerPlace {
  readonly viewingId: string;
  /** One to nine; each canvas is given up to the worker and can't be used twice. */
  readonly cameras: readonly { readonly cameraId: string; readonly canvas: HTMLCanvasElement }[];
  /** The clock never leaves it. */
  readonly range: PlayRange;
  readonly positionMs: number;
  /** Where nothing was recorded at `positionMs`, open at the first instant after it that was. */
  readonly skipToRecorded: boolean;
}

interface PlayerLine {
  readonly command: (command: PlayCommand) => void;
  readonly grab: (request: number, cameraId: string) => void;
  readonly close: () => void;
}

export class Player {
  readonly #line: PlayerLine;
  readonly #listeners = new Set<() => void>();
  readonly #grabs = new Map<number, (picture: GrabbedPicture | null) => void>();
  #status: PlayerStatus;
  #nextRequest = 1;

  constructor(place: PlayerPlace, line: PlayerLine) {
    this.#line = line;
    this.#status = {
      positionMs: place.positionMs,
      speed: 1,
      playing: false,
      waiting: true,
      tracks: place.cameras.map(({ cameraId }) => ({
        cameraId,
        condition: 'loading',
        shownAtMs: null,
        words: null,
        width: 0,
        height: 0,
        recoded: false,
      })),
      skipped: null,
      lastSeekMs: null,
    };
  }

  /** Stable between changes: fit for `useSyncExternalStore`. */
  readonly getStatus = (): PlayerStatus => this.#status;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Plays at a signed speed, 0.25 to 32 either way. */
  play(speed: number): void {
    this.#line.command({ kind: 'play', speed });
  }

  /** Plays on, or stays paused, at another signed speed. */
  setSpeed(speed: number): void {
    this.#line.command({ kind: 'speed', speed });
  }

  pause(): void {
    this.#line.command({ kind: 'pause' });
  }

  seek(atMs: number): void {
    this.#line.command({ kind: 'seek', atMs });
  }

  /** One picture of the leading camera, then all others in step. */
  step(by: 1 | -1, cameraId: string): void {
    this.#line.command({ kind: 'step', by, cameraId });
  }

  /** The picture on screen of one camera, full size, with its exact time. */
  grab(cameraId: string): Promise<GrabbedPicture | null> {
    const request = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#grabs.set(request, resolve);
      this.#line.grab(request, cameraId);
    });
  }

  close(): void {
    this.#line.close();
    this.#listeners.clear();
    for (const resolve of this.#grabs.values()) {
      resolve(null);
    }
    this.#grabs.clear();
  }

  /** From the worker. */
  showStatus(status: PlayerStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) {
      listener();
    }
  }

  /** From the worker. */
  grabbed(request: number, picture: GrabbedPicture | null): void {
    this.#grabs.get(request)?.(picture);
    this.#grabs.delete(request);
  }
}
