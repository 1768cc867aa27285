/**
 * What masking a camera costs the machine, shown before it is switched on. Measured: decoding,
 * filling and encoding 1080p at 25 pictures a second takes 0.45 core, and goes with the pixels; a
 * camera that masks itself costs one key frame decoded in two seconds. The centre's admission decides.
 */

import type { CameraView } from '@beffroi/wire';

const coresOfReference = 0.45;
const referencePixelsPerSecond = 1920 * 1080 * 25;
const coresOfCheck = 0.0075;

/** Cores that a choice takes, null when the picture's size isn't known yet. */
export function maskCores(
  camera: Pick<CameraView, 'live'>,
  mode: 'server' | 'camera' | 'none-needed',
): number | null {
  if (mode === 'none-needed') {
    return 0;
  }
  if (mode === 'camera') {
    return coresOfCheck;
  }
  const main = streamCores(camera.live.main);
  return main === null ? null : main + (streamCores(camera.live.sub) ?? 0);
}

function streamCores(stream: CameraView['live']['main']): number | null {
  if (stream?.width == null || stream.height == null) {
    return null;
  }
  const pixelsPerSecond = stream.width * stream.height * (stream.fps ?? 25);
  return (coresOfReference * pixelsPerSecond) / referencePixelsPerSecond;
}
