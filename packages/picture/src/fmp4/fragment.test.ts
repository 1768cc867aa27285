/** What is written is what is read: pictures, times, mask versions; and nothing wild from garbage. */

import { concatBytes } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamFormat } from '../access-unit.ts';
import { boxAt, findBox, freeBox, paddingBytes } from './box.ts';
import { type Fragment, type FragmentPicture, fragmentHead } from './fragment.ts';
import { initSegment, readInitSegment } from './init-segment.ts';
import { readFragment, readFragmentFacts } from './read-fragment.ts';

const startMs = Date.UTC(2026, 10, 22, 9, 2, 30);

function bytesOf(fragment: Fragment): Uint8Array {
  return concatBytes([fragmentHead(fragment), ...fragment.pictures.map((one) => one.data)]);
}

const pictureOf = fc.record({
  data: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  stepTicks: fc.integer({ min: 1, max: 9000 }),
  jitterUs: fc.integer({ min: 0, max: 5000 }),
  cameraMs: fc.option(fc.double({ min: 0, max: 4e12, noNaN: true }), { nil: null }),
  maskVersion: fc.constantFrom('msk_a', 'msk_b', 'msk_with_a_long_name_00000000000'),
});

const fragmentOf = fc
  .record({
    steps: fc.array(pictureOf, { minLength: 1, maxLength: 40 }),
    baseTicks: fc.nat({ max: 2 ** 45 }),
    key: fc.boolean(),
    sequence: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ steps, baseTicks, key, sequence }): Fragment => {
    let ticks = baseTicks;
    const pictures = steps.map((step, index): FragmentPicture => {
      ticks += step.stepTicks;
      const atMs = (Math.round(startMs * 1000 + (ticks - baseTicks) / 0.09) + step.jitterUs) / 1000;
      const { data, cameraMs, maskVersion } = step;
      return { data, key: key && index === 0, ticks, atMs, cameraMs, maskVersion };
    });
    const endMs = Math.max(...pictures.map((picture) => picture.atMs)) + 40;
    return { sequence, pictures, endTicks: ticks + 3600, endMs };
  });

describe('fragment', () => {
  test('reads back every picture, its times and who answers for its mask', () => {
    fc.assert(
      fc.property(fragmentOf, (fragment) => {
        const bytes = bytesOf(fragment);
        const read = readFragment(bytes);
        expect(read.ok && read.value.map(comparable)).toEqual(fragment.pictures.map(comparable));
        const facts = readFragmentFacts(bytes.subarray(0, 64));
        expect(facts).toMatchObject({
          key: fragment.pictures[0]?.key,
          pictures: fragment.pictures.length,
          firstPictureBytes: fragment.pictures[0]?.data.length,
        });
        expect((facts?.headBytes ?? 0) + (facts?.dataBytes ?? 0)).toBe(bytes.length);
        expect(facts?.endMs).toBeCloseTo(fragment.endMs, 2);
      }),
    );
  });

  test('the key picture is read from the bytes up to its end', () => {
    fc.assert(
      fc.property(fragmentOf, (fragment) => {
        const bytes = bytesOf(fragment);
        const facts = readFragmentFacts(bytes);
        const enough = (facts?.headBytes ?? 0) + (facts?.firstPictureBytes ?? 0);
        const read = readFragment(bytes.subarray(0, enough), 1);
        expect(read.ok && read.value[0]?.data).toEqual(fragment.pictures[0]?.data);
        expect(readFragment(bytes.subarray(0, enough - 1), 1).ok).toBe(false);
      }),
    );
  });

  test('pictures shown in another order than decoded keep their presentation time', () => {
    const order = [0, 3, 1, 2, 6, 4, 5].map((place, index) => ({
      data: Uint8Array.of(index),
      key: index === 0,
      ticks: place * 3600,
      atMs: startMs + place * 40,
      cameraMs: null,
      maskVersion: 'msk_a',
    }));
    const fragment = { sequence: 1, pictures: order, endTicks: 7 * 3600, endMs: startMs + 280 };
    const bytes = bytesOf(fragment);
    const read = readFragment(bytes);
    expect(read.ok && read.value.map((one) => one.ticks)).toEqual(order.map((one) => one.ticks));
    const moof = findBox(bytes, 'moof', 0, bytes.length);
    const traf = findBox(bytes, 'traf', moof?.body ?? 0, moof?.end ?? 0);
    const trun = findBox(bytes, 'trun', traf?.body ?? 0, traf?.end ?? 0);
    const view = new DataView(bytes.buffer);
    const durations = order.map((_, index) => view.getUint32((trun?.body ?? 0) + 12 + 16 * index));
    expect(durations).toEqual(order.map(() => 3600));
  });

  test('garbage is an error, never a wild read', () => {
    fc.assert(
      fc.property(fragmentOf, fc.nat(), fc.nat({ max: 255 }), (fragment, where, byte) => {
        const bytes = bytesOf(fragment);
        bytes[where % bytes.length] = byte;
        const read = readFragment(bytes);
        expect(read.ok ? read.value.length : read.error.length).toBeGreaterThan(0);
        readFragment(bytes.subarray(0, where % bytes.length));
      }),
    );
  });

  test('padding brings any length to a whole number of chunks', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e9 }), (length) => {
        const padding = paddingBytes(length, 16_384);
        expect((length + padding) % 16_384).toBe(0);
        expect(padding === 0 || padding >= 8).toBe(true);
        expect(padding).toBeLessThan(16_384 + 8);
      }),
    );
    expect(boxAt(freeBox(8), 0)).toEqual({ type: 'free', body: 8, end: 8 });
  });

  test('a box with a 64-bit size is understood', () => {
    const bytes = Uint8Array.of(0, 0, 0, 1, 0x6d, 0x64, 0x61, 0x74, 0, 0, 0, 2, 0, 0, 0, 0);
    expect(boxAt(bytes, 0)).toEqual({ type: 'mdat', body: 16, end: 2 ** 33 });
  });
});

test('an init segment says whose pictures follow and how to decode them', () => {
  const format: StreamFormat = {
    codec: 'h264',
    width: 640,
    height: 360,
    codecString: 'avc1.42c01e',
    declaredFps: null,
    parameterSets: [Uint8Array.of(0x67, 0x42, 0xc0, 0x1e, 0xd9), Uint8Array.of(0x68, 0xcb)],
    reorderFrames: 0,
  };
  const label = {
    recordingId: 'rec_a',
    site: 'autun',
    cameraId: 'cam_a',
    cameraName: 'Église',
    place: 'Place du Champ de Mars',
    stream: 'main',
    startMs,
  };
  const bytes = initSegment({ format, label });
  // UTF-8 by hand: this room has no decoder, and the reader is given one.
  const utf8 = (text: Uint8Array) => decodeURIComponent(percent(text));
  expect(readInitSegment(bytes, utf8)).toEqual({
    ok: true,
    value: { format, label, sizeBytes: bytes.length },
  });
  expect(readInitSegment(bytes.subarray(0, 700), utf8).ok).toBe(false);
});

function percent(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function comparable(picture: FragmentPicture) {
  return { ...picture, data: [...picture.data], atMs: Math.round(picture.atMs * 1000) };
}
