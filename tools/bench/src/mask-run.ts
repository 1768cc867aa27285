/**
 * Process: masks a clip once through the product's transcoder, as fast as it goes, and ends. The
 * polygons cover a tenth or four tenths of the picture.
 */

import { createNodeAvTranscoders } from '@beffroi/mask-engine';
import type { ClearAccessUnit, Polygon } from '@beffroi/picture';
import { readClip } from './served-clip.ts';

const [path = '', coverage = '0.1', fps = '25', kbit = '4000'] = process.argv.slice(2);
const inFlightMax = 15;

/** Three bands that together cover the share. */
function polygons(share: number): Polygon[] {
  return [0.02, 0.36, 0.7].map((left) => {
    const right = left + 0.28;
    const bottom = 0.05 + share / 3 / 0.28;
    return [
      { x: left, y: 0.05 },
      { x: right, y: 0.05 },
      { x: right, y: bottom },
      { x: left, y: bottom },
    ];
  });
}

const { pictures } = readClip(path);
let out = 0;
let wake: () => void = () => undefined;
const transcoder = await createNodeAvTranscoders({ nowMs: () => performance.now() }).open(
  {
    geometry: { style: 'solid', polygons: polygons(Number(coverage)) },
    mark: { mode: 'server', version: 'msk_bench' },
  },
  { bitsPerSecond: Number(kbit) * 1000, fps: Number(fps), gopSeconds: 2 },
  {
    format: () => undefined,
    accessUnit: () => {
      out += 1;
      wake();
    },
    gap: (notice) => {
      process.stderr.write(`${notice.cause}: ${notice.detail}\n`);
      process.exit(1);
    },
  },
);
for (const [index, picture] of pictures.entries()) {
  const unit = {
    ...picture,
    codec: 'h264',
    ticks: Math.round((index * 90_000) / Number(fps)),
    receivedMs: index * 40,
    cameraMs: null,
  } as unknown as ClearAccessUnit;
  transcoder.push(unit);
  await atMostInFlight(inFlightMax);
}
await atMostInFlight(0);
await transcoder.close();
process.stdout.write(`${JSON.stringify({ in: pictures.length, out })}\n`);
process.exit(0);

async function atMostInFlight(pictures: number): Promise<void> {
  while (transcoder.figures.in - out > pictures) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
