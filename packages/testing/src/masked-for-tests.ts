/**
 * Masked pictures for tests of what comes after the mask: store, ring, link. This is the one place
 * outside the mask engine where the masked type is made by a cast (tools/tidy excepts this file by
 * name), and nothing but tests may import it.
 */

import type { AccessUnit, MaskedAccessUnit, MaskMark, StreamFormat } from '@beffroi/picture';

const usualMark: MaskMark = { mode: 'none-needed', version: 'msk_test' };

/** The same picture, said to be masked. */
export function maskedForTests(unit: AccessUnit, mask: MaskMark = usualMark): MaskedAccessUnit {
  return { ...unit, mask } as MaskedAccessUnit;
}

/** A format no decoder looks at: for tests that never decode. */
export const formatForTests: StreamFormat = {
  codec: 'h264',
  width: 640,
  height: 360,
  codecString: 'avc1.42c01e',
  declaredFps: 25,
  parameterSets: [
    Uint8Array.of(0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x2f, 0xf9, 0x70),
    Uint8Array.of(0x68, 0xcb, 0x83, 0xcb, 0x20),
  ],
  reorderFrames: 0,
};

export interface PictureForTests {
  readonly startMs: number;
  /** Counts pictures from the start of the run; a key picture each `gop`. */
  readonly index: number;
  readonly gop?: number;
  readonly sizeBytes?: number;
  readonly fps?: number;
  readonly ticksBase?: number;
  readonly mask?: MaskMark;
  readonly cameraMs?: number | null;
}

/** A picture whose bytes say its number, so that a mix-up shows. */
export function pictureForTests(wanted: PictureForTests): MaskedAccessUnit {
  const { startMs, index, gop = 25, sizeBytes = 1000, fps = 25, ticksBase = 0 } = wanted;
  const data = new Uint8Array(sizeBytes).fill(index % 251);
  new DataView(data.buffer).setUint32(0, sizeBytes - 4);
  new DataView(data.buffer).setUint32(Math.min(4, sizeBytes - 4), index);
  return maskedForTests(
    {
      codec: 'h264',
      key: index % gop === 0,
      data,
      ticks: ticksBase + Math.round((index * 90_000) / fps),
      receivedMs: startMs + (index * 1000) / fps,
      cameraMs: wanted.cameraMs ?? null,
    },
    wanted.mask,
  );
}
