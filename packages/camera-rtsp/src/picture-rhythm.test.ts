import { expect, test } from 'vitest';
import { PictureRhythm } from './picture-rhythm.ts';

/** Pictures of three packets each, `intervalMs` apart. */
function sends(rhythm: PictureRhythm, pictures: number, intervalMs: number, fromMs = 0): void {
  for (let picture = 0; picture < pictures; picture++) {
    const packet = new Uint8Array(12);
    const atMs = fromMs + picture * intervalMs;
    new DataView(packet.buffer).setUint32(4, 90 * atMs);
    for (let part = 0; part < 3; part++) {
      rhythm.packet(packet, atMs + part);
    }
  }
}

test('CAM-4 a camera of a usual pace is given five seconds, whatever pause it made', () => {
  const rhythm = new PictureRhythm();
  rhythm.connected();
  sends(rhythm, 20, 40);
  expect(rhythm.silenceMs(5000)).toBe(5000);
  sends(rhythm, 2, 4500, 5000);
  expect(rhythm.silenceMs(5000)).toBe(5000);
  expect(rhythm.barrenMs(10_000)).toBe(10_000);
  rhythm.stalled();
  rhythm.connected();
  expect(rhythm.silenceMs(5000)).toBe(5000);
});

test('CAM-4 a slow camera is given two and a half times its pace, a minute at most', () => {
  const rhythm = new PictureRhythm();
  rhythm.connected();
  sends(rhythm, 4, 10_000);
  expect(rhythm.silenceMs(5000)).toBe(25_000);
  expect(rhythm.barrenMs(10_000)).toBe(60_000);
  // It holds for the next connection, and ends when the camera is quick again.
  rhythm.connected();
  sends(rhythm, 1, 0, 100_000);
  expect(rhythm.silenceMs(5000)).toBe(25_000);
  sends(rhythm, 4, 200, 110_000);
  expect(rhythm.silenceMs(5000)).toBe(5000);
  sends(rhythm, 5, 50_000, 200_000);
  expect(rhythm.silenceMs(5000)).toBe(60_000);
});

test('CAM-4 whose pace was never seen is waited for longer the next time, half a minute at most', () => {
  const rhythm = new PictureRhythm();
  const limits = Array.from({ length: 4 }, () => {
    rhythm.connected();
    sends(rhythm, 1, 0);
    const limitMs = rhythm.silenceMs(5000);
    rhythm.stalled();
    return limitMs;
  });
  expect(limits).toEqual([5000, 20_000, 30_000, 30_000]);
  rhythm.connected();
  sends(rhythm, 5, 40);
  expect(rhythm.silenceMs(5000)).toBe(5000);
});

test('a packet too short for a time says nothing', () => {
  const rhythm = new PictureRhythm();
  rhythm.packet(new Uint8Array(7), 0);
  rhythm.packet(new Uint8Array(7), 9000);
  expect(rhythm.silenceMs(5000)).toBe(5000);
});
