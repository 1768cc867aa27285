/**
 * A picture of the simulated town as planes of YUV 4:2:0 (BT.601, limited range): what a camera's
 * encoder takes. Nothing here knows what is drawn; it holds samples and halves them for the
 * sub-stream. Sizes are even by construction.
 */

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
  readonly blue: Uint8Array;
  readonly red: Uint8Array;
}

/** An empty picture; width and height in even pixels. */
export function newPicture(width: number, height: number): Picture {
  const quarter = (width / 2) * (height / 2);
  return {
    width,
    height,
    luma: new Uint8Array(width * height).fill(16),
    blue: new Uint8Array(quarter).fill(128),
    red: new Uint8Array(quarter).fill(128),
  };
}

export function copyPicture(from: Picture, to: Picture): void {
  to.luma.set(from.luma);
  to.blue.set(from.blue);
  to.red.set(from.red);
}

/** Halves a picture by averaging squares of four samples, plane by plane. */
export function halvePicture(from: Picture, to: Picture): void {
  halvePlane(from.luma, from.width, to.luma, to.width, to.height);
  halvePlane(from.blue, from.width / 2, to.blue, to.width / 2, to.height / 2);
  halvePlane(from.red, from.width / 2, to.red, to.width / 2, to.height / 2);
}

function halvePlane(
  from: Uint8Array,
  fromWidth: number,
  to: Uint8Array,
  toWidth: number,
  toHeight: number,
): void {
  for (let row = 0; row < toHeight; row++) {
    let source = row * 2 * fromWidth;
    const start = row * toWidth;
    for (let column = 0; column < toWidth; column++) {
      const sum =
        (from[source] ?? 0) +
        (from[source + 1] ?? 0) +
        (from[source + fromWidth] ?? 0) +
        (from[source + fromWidth + 1] ?? 0);
      to[start + column] = (sum + 2) >> 2;
      source += 2;
    }
  }
}
