/**
 * The feeds that somebody watches: one upstream subscription a camera stream however many viewers,
 * begun by the first and kept ten seconds after the last, so that paging through a wall doesn't make
 * the recorders start and stop (LIV-26).
 */

import type { Clock, StreamName } from '@beffroi/office';
import type { PictureSource } from '../link/picture-source.ts';
import { type FeedViewer, PictureFeed } from './picture-feed.ts';

export const lingerMs = 10_000;

interface OpenFeed {
  readonly feed: PictureFeed;
  readonly unsubscribe: () => void;
  cancelEnd: () => void;
}

export class Feeds {
  readonly #source: PictureSource;
  readonly #clock: Clock;
  readonly #maskInForce: (cameraId: string) => string | null;
  readonly #open = new Map<string, OpenFeed>();

  constructor(
    source: PictureSource,
    clock: Clock,
    maskInForce: (cameraId: string) => string | null,
  ) {
    this.#source = source;
    this.#clock = clock;
    this.#maskInForce = maskInForce;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Watches until the returned function is called. */
  watch(cameraId: string, stream: StreamName, viewer: FeedViewer): () => void {
    const key = `${cameraId} ${stream}`;
    const open = this.#open.get(key) ?? this.#begin(key, cameraId, stream);
    open.cancelEnd();
    open.feed.add(viewer);
    return () => {
      open.feed.remove(viewer);
      if (open.feed.viewerCount === 0) {
        open.cancelEnd();
        open.cancelEnd = this.#clock.after(lingerMs, () => this.#end(key));
      }
    };
  }

  /** Ends what is shown under masks that are no longer in force (MSK-19). */
  lookAtMasks(): void {
    for (const { feed } of this.#open.values()) {
      feed.lookAtMasks();
    }
  }

  close(): void {
    for (const key of [...this.#open.keys()]) {
      this.#end(key);
    }
  }

  #begin(key: string, cameraId: string, stream: StreamName): OpenFeed {
    const feed = new PictureFeed(() => this.#maskInForce(cameraId));
    const unsubscribe = this.#source.subscribe(cameraId, stream, feed);
    const open: OpenFeed = { feed, unsubscribe, cancelEnd: () => undefined };
    this.#open.set(key, open);
    return open;
  }

  #end(key: string): void {
    const open = this.#open.get(key);
    open?.cancelEnd();
    open?.unsubscribe();
    this.#open.delete(key);
  }
}
