/**
 * Stills and thumbnails (MSK-5): a masked key picture as a PNG. Takes masked pictures only, by type,
 * so there is no way to a clear still.
 */

import { Failure } from '@beffroi/kernel';
import { lengthPrefixedToAnnexB, type MaskedAccessUnit } from '@beffroi/picture';
import { loadNativeCodecs } from '../native/load.ts';
import { writePng } from './png.ts';
import { rgbOf } from './rgb.ts';

interface Pixels {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The PNG of a masked key picture; a Failure `picture-undecodable` when nothing came out. */
export async function decodeStill(unit: MaskedAccessUnit): Promise<Uint8Array> {
  const { NativeDecoder } = await loadNativeCodecs();
  const decoder = await NativeDecoder.open(unit.codec, 'in-pool');
  const found: Pixels[] = [];
  try {
    const look: Parameters<typeof decoder.decode>[2] = (picture) => {
      if (found.length === 0) {
        const { width, height } = picture;
        found.push({ rgb: picture.read((planes) => rgbOf(planes, picture)), width, height });
      }
    };
    await decoder.decode(lengthPrefixedToAnnexB(unit.data), 0, look);
    await decoder.flush(look);
  } finally {
    await decoder.close();
  }
  const [pixels] = found;
  if (pixels === undefined) {
    throw new Failure('picture-undecodable', 'The key picture gave no still; ask for a later one.');
  }
  return writePng(pixels.rgb, pixels.width, pixels.height);
}
