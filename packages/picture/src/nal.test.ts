import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  annexBToLengthPrefixed,
  joinNalUnits,
  lengthPrefixedToAnnexB,
  nalUnits,
  trimmedNal,
} from './nal.ts';

/** A NAL unit as encoders write it: no start code inside, no zero at its end. */
const nal = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => Uint8Array.from([...bytes.map((byte) => (byte === 0 ? 2 : byte)), 0x80]));

describe('NAL units', () => {
  test('there and back is the same bytes', () => {
    fc.assert(
      fc.property(fc.array(nal, { minLength: 1, maxLength: 8 }), (nals) => {
        const data = joinNalUnits(nals);
        expect([...nalUnits(data)]).toEqual(nals);
        expect(annexBToLengthPrefixed(lengthPrefixedToAnnexB(data))).toEqual(data);
      }),
    );
  });

  test('any bytes are walked without a throw and without reading past the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        let total = 0;
        for (const unit of nalUnits(bytes)) {
          total += unit.length + 4;
        }
        expect(total).toBeLessThanOrEqual(bytes.length);
        expect(lengthPrefixedToAnnexB(bytes)).toHaveLength(bytes.length);
      }),
    );
  });

  test('three-byte start codes and trailing zeros are understood', () => {
    const annexB = Uint8Array.from([9, 0, 0, 1, 0x67, 5, 0, 0, 0, 0, 1, 0x68, 6, 0, 0, 1, 0x65, 7]);
    expect([...nalUnits(annexBToLengthPrefixed(annexB))].map((unit) => [...unit])).toEqual([
      [0x67, 5],
      [0x68, 6],
      [0x65, 7],
    ]);
  });

  test('a start code around a parameter set is cut off', () => {
    const clean = [0x67, 1, 2];
    expect([...trimmedNal(Uint8Array.from([...clean, 0, 0, 0, 1]))]).toEqual(clean);
    expect([...trimmedNal(Uint8Array.from([0, 0, 0, 1, ...clean, 0, 0]))]).toEqual(clean);
  });
});
