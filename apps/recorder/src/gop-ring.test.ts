/** The last GOP of a stream, bounded, and nobody else's memory. */

import { pictureForTests } from '@beffroi/testing';
import { describe, expect, test } from 'vitest';
import { GopRing } from './gop-ring.ts';

function filled(from: number, to: number, sizeBytes = 1000): GopRing {
  const ring = new GopRing();
  for (let index = from; index < to; index++) {
    const unit = pictureForTests({ startMs: 0, index, sizeBytes });
    ring.push(unit);
    // Whoever pushed may free or reuse its bytes.
    unit.data.fill(0xee);
  }
  return ring;
}

describe('the ring of the last GOP', () => {
  test('holds the pictures since the last key, with their own bytes', () => {
    const ring = filled(20, 30);
    const wanted = [25, 26, 27, 28, 29].map((index) => pictureForTests({ startMs: 0, index }));
    expect(ring.pictures()).toEqual(wanted);
    expect(ring.key()).toEqual(wanted[0]);
  });

  test('grows with a GOP and keeps what it had', () => {
    const ring = filled(0, 24, 100_000);
    expect(ring.pictures().map((unit) => unit.data[10])).toEqual(
      Array.from({ length: 24 }, (_, index) => index),
    );
  });

  test('gives copies: what is shown stays as it was when the next GOP comes', () => {
    const ring = filled(0, 5);
    const shown = ring.pictures();
    ring.push(pictureForTests({ startMs: 0, index: 25 }));
    expect(shown[0]).toEqual(pictureForTests({ startMs: 0, index: 0 }));
    expect(ring.pictures()).toHaveLength(1);
  });

  test('LIV-5 a GOP over the limit empties it until the next key', () => {
    const ring = filled(0, 20, 1024 * 1024);
    expect(ring.pictures()).toEqual([]);
    expect(ring.overflowed).toBe(true);
    ring.push(pictureForTests({ startMs: 0, index: 25 }));
    expect(ring.pictures()).toHaveLength(1);
  });
});
