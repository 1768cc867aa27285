/**
 * Time that a machine can read in a picture: 32 bits of milliseconds since the epoch as black and
 * white blocks in two rows at the top, the second row being the complement of the first. Blocks are
 * one thirty-second of the width, tall enough to survive x264 at both sizes. A row that doesn't
 * contradict itself block by block is refused, never guessed.
 */

export const barCodeBits = 32;
const black = 16;
const white = 235;
/** Luma between these is neither: the block is damaged or hidden. */
const darkMax = 90;
const brightMin = 160;

/** Height in lines of each of the two rows, for a picture of this width. */
export function barCodeRowLines(width: number): number {
  return Math.floor(width / barCodeBits / 2) * 2;
}

/** Draws the low 32 bits of a time into the top of a luma plane. */
export function drawBarCode(
  luma: Uint8Array,
  stride: number,
  width: number,
  epochMs: number,
): void {
  const bits = Math.floor(epochMs) % 2 ** barCodeBits;
  const rowLines = barCodeRowLines(width);
  for (let line = 0; line < rowLines * 2; line++) {
    for (let bit = 0; bit < barCodeBits; bit++) {
      const set = Math.floor(bits / 2 ** (barCodeBits - 1 - bit)) % 2 === 1;
      const bright = set === line < rowLines;
      const from = Math.floor((bit * width) / barCodeBits);
      const to = Math.floor(((bit + 1) * width) / barCodeBits);
      luma.fill(bright ? white : black, line * stride + from, line * stride + to);
    }
  }
}

/**
 * The low 32 bits of the time in a picture's luma plane (`stride` bytes a line, `width` pixels
 * shown), or null when there is none or it is damaged.
 */
export function readBarCode(luma: Uint8Array, stride: number, width: number): number | null {
  const rowLines = barCodeRowLines(width);
  if (rowLines < 4 || luma.length < stride * (rowLines * 2 - 1) + width) {
    return null;
  }
  let value = 0;
  for (let bit = 0; bit < barCodeBits; bit++) {
    const column = ((bit + 0.5) * width) / barCodeBits;
    const upper = isBright(luma, stride, column, rowLines / 2);
    const lower = isBright(luma, stride, column, rowLines * 1.5);
    if (upper === null || lower === null || upper === lower) {
      return null;
    }
    value = value * 2 + (upper ? 1 : 0);
  }
  return value;
}

/** Whether the middle of a block is bright, null when it is neither bright nor dark. */
function isBright(luma: Uint8Array, stride: number, column: number, line: number): boolean | null {
  let sum = 0;
  for (let down = -2; down < 2; down++) {
    for (let right = -2; right < 2; right++) {
      sum += luma[(Math.floor(line) + down) * stride + Math.floor(column) + right] ?? 0;
    }
  }
  const mean = sum / 16;
  return mean > brightMin ? true : mean < darkMax ? false : null;
}

/** Milliseconds between the time in a picture and now, across the turn of 32 bits. */
export function barCodeAgeMs(value: number, nowEpochMs: number): number {
  const turn = 2 ** barCodeBits;
  const age = (((Math.floor(nowEpochMs) - value) % turn) + turn) % turn;
  return age > turn / 2 ? age - turn : age;
}
