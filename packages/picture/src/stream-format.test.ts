import { fromHex, toHex } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutReordering } from './h264/no-reordering.ts';
import { parseH264Sps } from './h264/sps.ts';
import { streamFormatOf } from './stream-format.ts';

const hex = (text: string) => fromHex(text.replaceAll(' ', '')) as Uint8Array;

/** Parameter sets that real cameras announced in their SDP. */
const pps = '68ee3c80';
const hikvision = '674d00299a6403c0113f2cd404040500000303e80000ea6004';
const reolink = '67640033ace802800b59';
const foscam = '674d001f95a814016e40';
const dahua = '6764001eac2c6a82c0f69b828082a0000003002000000303d080';
const dahua265 = {
  vps: '40010c01ffff016000000300b0000003000003005aac0c00000300040000030032a8',
  sps: '420101016000000300b0000003000003005aa0058201e1636b92452fcdc14181410000030001000003000ca1',
  pps: '4401c0f2c68d03b340',
};

describe('stream format', () => {
  test.each([
    ['Hikvision', hikvision, [1920, 1080, 30, 'avc1.4d0029']],
    ['Reolink', reolink, [2560, 1440, null, 'avc1.640033']],
    ['Foscam', foscam, [1280, 720, null, 'avc1.4d001f']],
  ] as const)('H.264 of %s', (_name, sps, [width, height, fps, codecString]) => {
    const format = streamFormatOf([hex(pps), hex(sps)], 'h264');
    expect(format).toMatchObject({ ok: true, value: { width, height, codecString } });
    expect(format.ok && format.value.declaredFps).toBe(fps);
    expect(format.ok && format.value.parameterSets.map((set) => (set[0] ?? 0) & 31)).toEqual([
      7, 8,
    ]);
  });

  test('H.265 of Dahua', () => {
    const sets = [hex(dahua265.pps), hex(dahua265.sps), hex(dahua265.vps)];
    expect(streamFormatOf(sets, 'h265')).toMatchObject({
      ok: true,
      value: { width: 704, height: 480, declaredFps: 12, codecString: 'hev1.1.6.L90.B0' },
    });
  });

  test('a missing set and a monstrous size are refused in words', () => {
    expect(streamFormatOf([hex(hikvision)], 'h264')).toMatchObject({
      error: { code: 'parameter-sets-missing' },
    });
    expect(streamFormatOf([hex('6742001e f40000000000400000000040'), hex(pps)], 'h264').ok).toBe(
      false,
    );
  });

  test('an SPS without the promise gets it, and keeps everything else', () => {
    for (const sps of [hikvision, reolink, foscam, dahua].map(hex)) {
      const before = parseH264Sps(sps);
      const after = parseH264Sps(withoutReordering(sps));
      expect(after?.declaredReorderFrames).toBe(0);
      expect({ ...after, declaredReorderFrames: 0, restrictionBit: 0 }).toEqual({
        ...before,
        declaredReorderFrames: 0,
        restrictionBit: 0,
      });
      expect(toHex(withoutReordering(withoutReordering(sps)))).toBe(toHex(withoutReordering(sps)));
    }
  });

  test('mutated parameter sets never throw', () => {
    const sets = [hikvision, dahua, dahua265.sps].map(hex);
    fc.assert(
      fc.property(
        fc.constantFrom(...sets),
        fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 8 }),
        fc.nat(60),
        (original, changes, length) => {
          const sps = original.slice(0, length);
          for (const [index, value] of changes) {
            if (index > 1 && index < sps.length) {
              sps[index] = value;
            }
          }
          for (const codec of ['h264', 'h265'] as const) {
            const format = streamFormatOf(
              [sps, hex(pps), hex(dahua265.vps), hex(dahua265.pps)],
              codec,
            );
            expect(!format.ok || (format.value.width <= 8192 && format.value.width >= 16)).toBe(
              true,
            );
          }
          withoutReordering(sps);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
