/**
 * The element on the page that a tile's pictures appear in: a `<video>` fed by a generated track
 * where the browser has one, a canvas elsewhere. The element never leaves the page; what feeds it
 * is handed to the worker. Wiping replaces the feed, so that nothing of the old picture is left.
 */

import type { SinkOffer } from './worker-messages.ts';

/** Chrome and Edge only, not in TypeScript's library (W3C mediacapture-transform). */
interface TrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}
type TrackGeneratorMaker = new (init: { readonly kind: 'video' }) => TrackGenerator;

export interface Surface {
  /** To transfer to the worker. */
  readonly offer: SinkOffer;
  /** Black at once; the new offer, or null when the worker's surface can be used again. */
  wipe(): SinkOffer | null;
  remove(): void;
}

export function trackGeneratorMaker(): TrackGeneratorMaker | undefined {
  const maker: unknown = Reflect.get(globalThis, 'MediaStreamTrackGenerator');
  return typeof maker === 'function' ? (maker as TrackGeneratorMaker) : undefined;
}

/** Puts a surface into a container; `label` is what a screen reader says of it. */
export function openSurface(container: HTMLElement, maker = trackGeneratorMaker()): Surface {
  return maker === undefined ? openCanvas(container) : openVideo(container, maker);
}

function openVideo(container: HTMLElement, Maker: TrackGeneratorMaker): Surface {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.disablePictureInPicture = true;
  container.append(video);
  let generator: TrackGenerator | undefined;

  function feed(): SinkOffer {
    generator = new Maker({ kind: 'video' });
    video.srcObject = new MediaStream([generator]);
    return { kind: 'track', writable: generator.writable };
  }

  function unfeed(): void {
    video.srcObject = null;
    generator?.stop();
    generator = undefined;
  }

  return {
    offer: feed(),
    wipe(): SinkOffer {
      unfeed();
      return feed();
    },
    remove(): void {
      unfeed();
      video.remove();
    },
  };
}

function openCanvas(container: HTMLElement): Surface {
  const canvas = document.createElement('canvas');
  container.append(canvas);
  return {
    offer: { kind: 'canvas', canvas: canvas.transferControlToOffscreen() },
    wipe: () => null,
    remove: () => canvas.remove(),
  };
}

export function transfersOf(offer: SinkOffer): Transferable[] {
  return [offer.kind === 'track' ? offer.writable : offer.canvas];
}
