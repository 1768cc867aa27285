/**
 * One stream of one camera inside the centre, shared by all who watch it: the current GOP, so that a
 * new viewer has a picture at once (LIV-24), and the reason when there is none. It passes on and keeps
 * only what is drawn under the masks in force at that moment; what doesn't say its masks is withheld
 * (MSK-19). A picture is built once and its bytes are shared; a viewer that is slow is the viewer's own
 * business and never slows the others.
 */

import type { PictureFormat, PictureSink } from '../link/picture-source.ts';
import type { RelayedPicture } from '../link/relayed-picture.ts';

const gopPicturesMax = 1500;
const gopBytesMax = 16 * 1024 * 1024;

export interface FeedViewer {
  format(format: PictureFormat): void;
  picture(picture: RelayedPicture): void;
  /** No picture comes; cause as in `PictureSink`, or `masks-changed`, or `masks-unsaid`. */
  stopped(cause: string): void;
}

export class PictureFeed implements PictureSink {
  readonly #maskInForce: () => string | null;
  readonly #viewers = new Set<FeedViewer>();
  #format: PictureFormat | null = null;
  #cause: string | null = 'connecting';
  #gop: RelayedPicture[] = [];
  #gopBytes = 0;

  constructor(maskInForce: () => string | null) {
    this.#maskInForce = maskInForce;
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  /** Tells the newcomer where things stand, bursts the current GOP, then each new picture. */
  add(viewer: FeedViewer): void {
    this.lookAtMasks();
    this.#viewers.add(viewer);
    if (this.#format !== null) {
      viewer.format(this.#format);
    }
    if (this.#cause !== null) {
      viewer.stopped(this.#cause);
    }
    for (const picture of this.#gop) {
      viewer.picture(picture);
    }
  }

  remove(viewer: FeedViewer): void {
    this.#viewers.delete(viewer);
  }

  format(format: PictureFormat): void {
    this.#format = format;
    this.#emptyGop();
    for (const viewer of this.#viewers) {
      viewer.format(format);
    }
  }

  /** Masks may have been decided: what is shown under others ends, whether or not a picture comes. */
  lookAtMasks(): void {
    const withheld = this.#whyWithheld();
    if (this.#cause === null && withheld !== null) {
      this.stopped(withheld);
    }
  }

  picture(picture: RelayedPicture): void {
    const withheld = this.#whyWithheld();
    if (withheld !== null) {
      if (this.#cause !== withheld) {
        this.stopped(withheld);
      }
      return;
    }
    this.#cause = null;
    this.#keep(picture);
    for (const viewer of this.#viewers) {
      viewer.picture(picture);
    }
  }

  stopped(cause: string): void {
    // A recorder may end a stream to begin it anew under the masks that were decided.
    const isAnew = cause === 'recorder-stopped' && this.#whyWithheld() === 'masks-changed';
    this.#cause = isAnew ? 'masks-changed' : cause;
    this.#emptyGop();
    for (const viewer of this.#viewers) {
      viewer.stopped(this.#cause);
    }
  }

  #whyWithheld(): 'masks-unsaid' | 'masks-changed' | null {
    const drawnUnder = this.#format?.maskVersion ?? null;
    if (drawnUnder === null) {
      return 'masks-unsaid';
    }
    return drawnUnder === this.#maskInForce() ? null : 'masks-changed';
  }

  #keep(picture: RelayedPicture): void {
    if (picture.key) {
      this.#emptyGop();
    } else if (this.#gop.length === 0) {
      return;
    }
    this.#gop.push(picture);
    this.#gopBytes += picture.annexB.length;
    // A GOP too long to keep: newcomers wait for the next key picture instead.
    if (this.#gop.length > gopPicturesMax || this.#gopBytes > gopBytesMax) {
      this.#emptyGop();
    }
  }

  #emptyGop(): void {
    this.#gop = [];
    this.#gopBytes = 0;
  }
}
