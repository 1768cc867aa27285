/**
 * A masked picture as it arrives from a recorder that has proved itself. The recorder's link accepts
 * masked access units and nothing else (MSK-1), so a frame of an authenticated link is masked; this
 * file is the only maker of `RelayedPicture`, and the live gateway takes no other kind of picture.
 * The bytes are already Annex B and are shared by all viewers: nobody may change them.
 */

import { decodePictureHeader, pictureHeaderBytes } from '@beffroi/wire';

declare const relayedBrand: unique symbol;

export interface RelayedPicture {
  readonly [relayedBrand]: true;
  readonly key: boolean;
  /** Annex B access unit, as the decoder of the browser takes it. */
  readonly annexB: Uint8Array;
  /** Camera's clock at capture, ms since the epoch; NaN when unknown. */
  readonly cameraMs: number;
  /** Recorder's clock at arrival, ms since the epoch. */
  readonly serverMs: number;
  /** Presentation time, microseconds. */
  readonly mediaUs: number;
}

/** The picture of a binary link frame and its subscription; undefined when it is no picture. */
export function readRelayedPicture(
  frame: Uint8Array,
): { readonly subscription: number; readonly picture: RelayedPicture } | undefined {
  const header = decodePictureHeader(frame);
  if (header === undefined || header.kind !== 'live' || frame.length === pictureHeaderBytes) {
    return undefined;
  }
  const picture = {
    key: header.key,
    annexB: frame.subarray(pictureHeaderBytes),
    cameraMs: header.cameraMs,
    serverMs: header.serverMs,
    mediaUs: header.mediaUs,
  } as RelayedPicture;
  return { subscription: header.channel, picture };
}
