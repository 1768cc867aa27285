/**
 * Writes 8-bit RGB pixels as a PNG (ISO 15948): lossless, readable by anything, no library needed.
 * Each line is filtered by the line above ("up"), which suits pictures of a street well enough.
 */

import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { concatBytes } from '@beffroi/kernel';

const compress = promisify(deflate);
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** `rgb`: three bytes a pixel, line by line from the top. */
export async function writePng(
  rgb: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits a sample, true colour; deflate, adaptive filters, not interlaced.
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = await compress(filtered(rgb, 3 * width, height), { level: 4 });
  return concatBytes([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array()),
  ]);
}

function filtered(rgb: Uint8Array, lineBytes: number, height: number): Uint8Array {
  const lines = new Uint8Array((lineBytes + 1) * height);
  for (let row = 0; row < height; row++) {
    const to = row * (lineBytes + 1);
    const from = row * lineBytes;
    if (row === 0) {
      lines.set(rgb.subarray(0, lineBytes), 1);
      continue;
    }
    lines[to] = 2;
    for (let i = 0; i < lineBytes; i++) {
      lines[to + 1 + i] = (rgb[from + i] ?? 0) - (rgb[from + i - lineBytes] ?? 0);
    }
  }
  return lines;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) {
    whole[4 + i] = type.charCodeAt(i);
  }
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)));
  return whole;
}
