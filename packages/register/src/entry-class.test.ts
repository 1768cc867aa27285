import { canonicalJson, instantFromMs } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import { folderOf, foundIn, verified } from '../test/folder.ts';
import { dayMs, firstMs, sha256, type WrittenEntry } from '../test/tools.ts';
import { classOf, commitmentOf, makeSalt, technicalKinds, writeLeaf } from './index.ts';

/** One entry a day of a kind. */
const daily =
  (kind: string) =>
  (index: number): WrittenEntry => {
    const at = instantFromMs(firstMs + index * dayMs);
    const random = sha256(Buffer.from(`salt ${index}`)).subarray(0, 16);
    const salted = { record: canonicalJson({ at, kind }), salt: makeSalt(sha256, random) };
    return { leaf: writeLeaf({ kind, at, commitment: commitmentOf(sha256, salted) }), salted };
  };

describe('classes of entries', () => {
  test('REG-16 what is said of a picture, a right or the register is never technical', () => {
    for (const kind of [
      'viewing-opened',
      'recording-consulted',
      'still-saved',
      'live-watched',
      'recordings-erased',
      'mask-redrawn',
      'clearance-given',
      'register-read',
    ]) {
      expect(classOf(kind), kind).toBe('legal');
    }
    expect(new Set(technicalKinds.map(classOf))).toEqual(new Set(['technical']));
  });

  test.each([
    ['signed-in', 0, 135],
    ['viewing-opened', 1, 0],
  ])('REG-16 of %s the check wants that class’s term', async (kind, early, late) => {
    const nowMs = firstMs + 500 * dayMs;
    const isErased = (index: number) => index === 300;
    const files = await folderOf({ size: 400, entry: daily(kind), isErased });
    const found = foundIn(await verified(files, { nowMs }));
    const count = (code: string) => found.filter((one) => one.startsWith(code)).length;
    expect(count('record-erased-early')).toBe(early);
    expect(count('record-kept-too-long')).toBe(late);
  });
});
