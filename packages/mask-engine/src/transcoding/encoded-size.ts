/**
 * The size in which a picture is masked and encoded. H.264 of 4:2:0 has even sides; a camera of 4:4:4
 * may send odd ones. Then the last column or row is left out, which is less than a zone's margin
 * (MSK-13), instead of showing no picture at all.
 */

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** In pixels, both sides even. */
export function encodedSize({ width, height }: PictureSize): PictureSize {
  return { width: width & ~1, height: height & ~1 };
}
