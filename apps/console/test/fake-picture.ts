/** A drawn street as PNG, with one masked window: what the still of a camera looks like in the tests. */

import { crc32, deflateSync } from 'node:zlib';

const width = 640;
const height = 360;

function colourAt(x: number, y: number): readonly [number, number, number] {
  if (x > 120 && x < 190 && y > 70 && y < 150) {
    return [38, 42, 45];
  }
  const isHouse = x < 260 ? y > 40 && y < 250 : x > 380 && y > 80 && y < 235;
  if (isHouse) {
    const isWindow = x % 70 > 22 && x % 70 < 48 && y % 80 > 30 && y % 80 < 66;
    return isWindow ? [92, 110, 122] : [166 - (x % 260) / 9, 150 - (x % 260) / 10, 132];
  }
  if (y < 200) {
    return [150 + y / 5, 168 + y / 6, 182 + y / 8];
  }
  const isMark = Math.abs(x - 320) < 4 + (y - 200) / 20 && y % 46 < 26;
  return isMark ? [214, 214, 208] : [86 + (y - 200) / 6, 88 + (y - 200) / 6, 90 + (y - 200) / 6];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

export function fakePicture(): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue] = colourAt(x, y);
      rows.set([red, green, blue], y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
