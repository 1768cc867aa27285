/**
 * A still as a PNG: the exact picture, pixel for pixel, and under it, never over it, a band that
 * says which camera, where, when, and by which mark the register knows it (VP-63). Lossless; what
 * is asked for was written in the register before (VP-33). Drawn in the page, sent nowhere.
 */

export interface StillWords {
  readonly camera: string;
  readonly place: string;
  /** Civil date and time with milliseconds, and the same instant in UTC. */
  readonly civilTime: string;
  readonly utcTime: string;
  readonly mark: string;
  readonly town: string;
  /** A line of its own where the picture isn't what was recorded; null where it is. */
  readonly note: string | null;
}

const lineHeightPx = 26;
const paddingPx = 16;
const bandWidthMinPx = 560;

export async function stillPicture(picture: ImageBitmap, words: StillWords): Promise<Blob> {
  const lines = bandLines(words);
  const bandHeightPx = lines.length * lineHeightPx + paddingPx * 2;
  const widthPx = Math.max(picture.width, bandWidthMinPx);
  const canvas = new OffscreenCanvas(widthPx, picture.height + bandHeightPx);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) {
    throw new Error('This browser gives no canvas to draw the still on: close other tabs, retry.');
  }
  context.fillStyle = '#000000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0);
  context.fillStyle = '#ffffff';
  context.textBaseline = 'middle';
  lines.forEach((line, i) => {
    context.font = `${i === 0 ? 600 : 400} 18px "Inter Variable", system-ui, sans-serif`;
    const y = picture.height + paddingPx + lineHeightPx * (i + 0.5);
    context.fillText(line, paddingPx, y, widthPx - paddingPx * 2);
  });
  return await canvas.convertToBlob({ type: 'image/png' });
}

/** What the band says, a line each. */
export function bandLines(words: StillWords): readonly string[] {
  const { camera, place, civilTime, utcTime, town, mark, note } = words;
  const lines = [`${camera}, ${place}`, civilTime, utcTime, `${town} · ${mark}`];
  return note === null ? lines : [...lines, note];
}

/** Hands a file to the person, with nothing left behind in the page. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the address over once the click returns to the event loop.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** `2026-11-22_14-05-09_place-du-marche_M-1234.png`: sorts by time, safe on every disk. */
export function stillName(civil: string, camera: string, mark: string): string {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
  const [day = '', time = ''] = civil.split('T');
  return `${day}_${plain(time)}_${plain(camera).toLowerCase()}_${plain(mark)}.png`;
}
