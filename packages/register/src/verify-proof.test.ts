import { canonicalJson, utf8Bytes } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foundIn, origin, town, wish, witness } from '../test/folder.ts';
import { entryAt, sha256, signerOf, TileMemory } from '../test/tools.ts';
import {
  cosign,
  GrowingTree,
  inclusionProof,
  type ReceiptBody,
  readLogProof,
  signCheckpoint,
  verifyProof,
  writeCheckpoint,
  writeLogProof,
  writeReceiptBody,
} from './index.ts';

const size = 300;
const tree = new GrowingTree(sha256);
for (let index = 0; index < size; index++) {
  tree.append(entryAt(index).leaf);
}
const memory = new TileMemory();
memory.keep(tree.takeTiles());
const checkpoint = { origin, size, root: tree.root() };
const note =
  (await signCheckpoint(checkpoint, town)) +
  (await cosign(writeCheckpoint(checkpoint), witness, 1_790_000_000));

function receiptOf(index: number, body: ReceiptBody = entryAt(index)): string {
  const hashes = inclusionProof(sha256, index, size, memory.source);
  return writeLogProof({ index, hashes, note, extra: writeReceiptBody(body) });
}

describe('a receipt', () => {
  test('REG-10 verifies alone and says what it proves', async () => {
    const report = await verifyProof(receiptOf(41), wish);
    expect(report).toMatchObject({ holds: true, findings: [], origin, number: 42 });
    expect(report).toMatchObject({ kind: 'mask-redrawn', at: '2026-01-07T01:00:00.000Z' });
    expect(report.record).toBe(entryAt(41).salted.record);
    expect(report.witnesses).toEqual([{ name: 'temoin.exemple.fr', atSeconds: 1_790_000_000 }]);
  });

  test('REG-10 is the text of C2SP: read and written back it is the same', () => {
    const text = receiptOf(41);
    const proof = readLogProof(text);
    expect(text.split('\n')[0]).toBe('c2sp.org/tlog-proof@v1');
    expect(proof === undefined ? '' : writeLogProof(proof)).toBe(text);
    const bare = text.replace(/extra .*\n/, '');
    expect(readLogProof(bare)?.extra).toBeNull();
    for (const bent of [
      text.replace('index 41', 'index 041'),
      text.replace('index 41', 'Index 41'),
      text.replace('proof@v1', 'proof@v2'),
      text.replace(/(index 41\n)/, '$1AAAA\n'),
      text.replace(/(index 41\n)/, `$1${'A'.repeat(43)}=\n`.repeat(64)),
    ]) {
      expect(readLogProof(bent)).toBeUndefined();
    }
  });

  test('REG-10 no letter of it may change', async () => {
    const text = receiptOf(41);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.constantFrom('A', '0', 'é'),
        async (at, letter) => {
          const bent = text.slice(0, at) + letter + text.slice(at + 1);
          expect((await verifyProof(bent, wish)).holds).toBe(bent === text);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('REG-10 the record of another entry, or its place, is refused and named', async () => {
    const swapped = { ...entryAt(41), salted: entryAt(43).salted };
    expect(foundIn(await verifyProof(receiptOf(41, swapped), wish))).toEqual(['record-altered 42']);
    const elsewhere = receiptOf(41).replace('index 41', 'index 43');
    expect(foundIn(await verifyProof(elsewhere, wish))).toEqual(['proof-wrong']);
    expect((await verifyProof(elsewhere, wish)).record).toBeNull();
  });

  test('REG-9 after its term a receipt still proves that the entry stands', async () => {
    const { leaf } = entryAt(41);
    const report = await verifyProof(receiptOf(41, { leaf, salted: null }), wish);
    expect(report.holds).toBe(true);
    expect(foundIn(report)).toEqual(['receipt-erased']);
    expect(report.record).toBeNull();
  });

  test('REG-5 without the key of the register, or a file that is none, the answer is no', async () => {
    expect(foundIn(await verifyProof(receiptOf(41), { ...wish, keys: [] }))).toEqual([
      'key-not-given',
    ]);
    const other = signerOf(origin, 1, 'another secret').key;
    expect(foundIn(await verifyProof(receiptOf(41), { ...wish, keys: [other] }))).toEqual([
      'checkpoint-signature-wrong',
    ]);
    expect(foundIn(await verifyProof('bonjour', wish))).toEqual(['proof-unreadable']);
    const strange = utf8Bytes(canonicalJson({ leaf: 'AAAA' }));
    const proof = readLogProof(receiptOf(41));
    const text = proof === undefined ? '' : writeLogProof({ ...proof, extra: strange });
    expect(foundIn(await verifyProof(text, wish))).toEqual(['proof-unreadable']);
  });
});
