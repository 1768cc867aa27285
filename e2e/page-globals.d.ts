/**
 * The few names of the browser that functions handed to `page.evaluate` use. The whole DOM library
 * would give every program of ours a `document` that isn't there.
 */

interface PageVideo {
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly paused: boolean;
  getVideoPlaybackQuality(): { readonly totalVideoFrames: number };
}

declare const document: {
  readonly fullscreenElement: unknown;
  querySelectorAll(selector: 'video'): Iterable<PageVideo>;
};
