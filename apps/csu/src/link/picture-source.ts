/**
 * Where the live gateway gets pictures: a subscription to one stream of one camera, wherever its
 * recorder is. It outlives the recorder's absence: `stopped` says why nothing comes, and pictures
 * start again by themselves.
 */

import type { StreamName } from '@beffroi/office';
import type { RelayedPicture } from './relayed-picture.ts';

export interface PictureFormat {
  /** RFC 6381 text for WebCodecs. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** The decision of masks that its pictures are drawn under; null when the recorder doesn't say. */
  readonly maskVersion: string | null;
}

export interface PictureSink {
  format(format: PictureFormat): void;
  picture(picture: RelayedPicture): void;
  /** No picture until the next `format`; cause from the closed list of gaps or `recorder-away`. */
  stopped(cause: string): void;
}

export interface PictureSource {
  /** Begins at once; the returned function ends it. */
  subscribe(cameraId: string, stream: StreamName, sink: PictureSink): () => void;
}
