/** An invented GOP of two seconds at 25 pictures a second, for tests that never decode it. */

import type { Gop } from '../gop-cache.ts';

export function gopOf(startMs: number, options: Partial<Gop> = {}, pictureBytes = 100): Gop {
  const pictures = Array.from({ length: options.keyOnly ? 1 : 50 }, (_, i) => ({
    atMs: startMs + i * 40,
    mediaUs: (startMs + i * 40) * 1000,
    key: i === 0,
    order: i,
    bytes: new Uint8Array(pictureBytes),
  }));
  return {
    cameraId: 'cam_a',
    startMs,
    endMs: startMs + 2000,
    codec: 'avc1.64001f',
    width: 640,
    height: 360,
    keyOnly: false,
    recoded: false,
    pictures,
    ...options,
  };
}
