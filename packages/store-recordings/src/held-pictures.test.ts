import { expect, test } from 'vitest';
import { BlockPool, HeldPictures } from './held-pictures.ts';

const blockBytes = 256 * 1024;

function picture(sizeBytes: number) {
  const data = new Uint8Array(sizeBytes);
  return { data, key: true, ticks: 0, atMs: 0, cameraMs: null, maskVersion: 'msk_1' };
}

test('REC-29 what waits for the disk counts with the memory it keeps, not with its pictures', () => {
  const held = new HeldPictures(new BlockPool());
  held.push(picture(1000));
  expect(held.bytes).toBe(1000);
  expect(held.take().bytes).toBe(1000);
  expect(held.take().bytes).toBe(0);
  held.push(picture(150_000));
  expect(held.take().bytes).toBe(blockBytes);
  held.push(picture(200_000));
  held.push(picture(200_000));
  held.push(picture(300_000));
  expect(held.take().bytes).toBe(2 * blockBytes + 300_000);
});

test('REC-29 a small run keeps its pictures, and gives its block back at once', () => {
  const pool = new BlockPool();
  const block = pool.take();
  pool.giveBack([block]);
  const held = new HeldPictures(pool);
  held.push({ ...picture(10), data: Uint8Array.of(1, 2, 3) });
  held.push({ ...picture(0), data: new Uint8Array(300_000).fill(9) });
  held.push({ ...picture(10), data: Uint8Array.of(4, 5) });
  const run = held.take();
  expect(pool.take()).toBe(block);
  block.fill(0);
  expect(run.pictures.map(({ data }) => [data.length, data[0]])).toEqual([
    [3, 1],
    [300_000, 9],
    [2, 4],
  ]);
});
