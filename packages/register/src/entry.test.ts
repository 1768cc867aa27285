import { asciiText, canonicalJson, type Instant, utf8Bytes } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryAt, flipped, sha256 } from '../test/tools.ts';
import { commitmentOf, decodeBundle, encodeBundle, isSalt, readLeaf, writeLeaf } from './index.ts';
import { utf8Text } from './utf8-text.ts';

describe('an entry', () => {
  test('REG-1 the leaf says kind, time and commitment, and not who', () => {
    const { leaf, salted } = entryAt(3);
    const text = asciiText(leaf);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['at', 'commitment', 'kind']);
    expect(salted.record).toContain('marie-dupond');
    expect(text).not.toContain('marie');
    expect(readLeaf(leaf)?.commitment).toEqual(commitmentOf(sha256, salted));
  });

  test('REG-1 a leaf has one form: anything else is none, and a name is no kind', () => {
    const { leaf } = entryAt(3);
    const text = asciiText(leaf);
    const fields = JSON.parse(text) as Record<string, string>;
    expect(readLeaf(utf8Bytes(canonicalJson({ ...fields, by: 'per_x' })))).toBeUndefined();
    expect(readLeaf(utf8Bytes(` ${text}`))).toBeUndefined();
    expect(readLeaf(utf8Bytes(text.replace('.000Z', 'Z')))).toBeUndefined();
    expect(readLeaf(utf8Bytes(text.replace('mask-redrawn', 'Marie Dupond')))).toBeUndefined();
    const commitment = new Uint8Array(32);
    const at = fields['at'] as Instant;
    expect(() => writeLeaf({ kind: 'Marie Dupond', at, commitment })).toThrow(/plain word/);
  });

  test('REG-1 the commitment binds record and salt to the bit, and a changed salt shows', () => {
    const { leaf, salted } = entryAt(4);
    const commitment = readLeaf(leaf)?.commitment;
    expect(isSalt(sha256, salted.salt)).toBe(true);
    for (let bit = 0; bit < salted.salt.length * 8; bit++) {
      const salt = flipped(salted.salt, bit);
      expect(isSalt(sha256, salt)).toBe(false);
      expect(commitmentOf(sha256, { ...salted, salt })).not.toEqual(commitment);
    }
    expect(commitmentOf(sha256, { ...salted, record: `${salted.record} ` })).not.toEqual(
      commitment,
    );
  });

  test('REG-2 a bundle gives back its entries, and a torn one none', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 256 }), (entries) => {
        const bytes = encodeBundle(entries);
        expect(decodeBundle(bytes)).toEqual(entries);
        const torn = decodeBundle(bytes.subarray(0, -1));
        expect(torn?.length ?? -1).toBeLessThan(Math.max(1, entries.length));
      }),
      { numRuns: 40 },
    );
  });

  test('REG-5 texts are read strictly: what reads alike is alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const whole = text.toWellFormed();
        expect(utf8Text(utf8Bytes(whole))).toBe(whole);
      }),
    );
    for (const bytes of [
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xe2, 0x82],
    ]) {
      expect(utf8Text(Uint8Array.from(bytes))).toBeUndefined();
    }
  });
});
