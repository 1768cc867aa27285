import { toHex } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { flipped, sha256, TileMemory } from '../test/tools.ts';
import {
  consistencyProof,
  consistencyRuns,
  emptyRoot,
  GrowingTree,
  inclusionProof,
  inclusionRuns,
  leafHash,
  nodeHash,
  rootOfTiles,
  tilesOf,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';

// Thousands of proofs: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });
const sizeMax = 1000;
const leaves = Array.from({ length: 70_000 }, (_, index) =>
  leafHash(sha256, Buffer.from(`entry ${index}`)),
);

/** RFC 6962 section 2.1, word for word. */
function rootByDefinition(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) {
    return emptyRoot(sha256);
  }
  if (hashes.length === 1) {
    return only;
  }
  let split = 1;
  while (split * 2 < hashes.length) {
    split *= 2;
  }
  return nodeHash(
    sha256,
    rootByDefinition(hashes.slice(0, split)),
    rootByDefinition(hashes.slice(split)),
  );
}

function grown(size: number): { readonly tree: GrowingTree; readonly memory: TileMemory } {
  const tree = new GrowingTree(sha256);
  const memory = new TileMemory();
  for (const leaf of leaves.slice(0, size)) {
    tree.appendHash(leaf);
  }
  memory.keep(tree.takeTiles());
  return { tree, memory };
}

const { memory } = grown(sizeMax);
const roots = Array.from({ length: sizeMax + 1 }, (_, size) =>
  rootOfTiles(sha256, size, memory.source),
);
const sizes = fc.integer({ min: 1, max: sizeMax });
const pairs = sizes.chain((size) => fc.tuple(fc.integer({ min: 1, max: size }), fc.constant(size)));

describe('the tree', () => {
  test('REG-2 the root of every size is that of RFC 6962, by appending and from tiles', () => {
    const tree = new GrowingTree(sha256);
    expect(toHex(tree.root())).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    for (let size = 1; size <= sizeMax; size++) {
      tree.appendHash(leaves[size - 1] ?? new Uint8Array());
      const near = size < 70 || [255, 256, 257, 511, 512, 513].includes(size) || size % 97 === 0;
      if (near) {
        expect(tree.root()).toEqual(rootByDefinition(leaves.slice(0, size)));
      }
      expect(tree.root()).toEqual(roots[size]);
    }
  });

  test('REG-2 tiles are those of C2SP: a tree of 70,000 has 274, 2 and 1', () => {
    const { tree } = grown(0);
    const seen = new Map<string, number>();
    for (const leaf of leaves) {
      tree.appendHash(leaf);
    }
    for (const { level, index, width } of tree.takeTiles()) {
      seen.set(`${level}/${index}`, width);
    }
    expect([seen.get('0/0'), seen.get('0/272'), seen.get('0/273')]).toEqual([256, 256, 112]);
    expect([seen.get('1/0'), seen.get('1/1'), seen.get('2/0')]).toEqual([256, 17, 1]);
    expect(seen.size).toBe(277);
  });

  test('REG-2 a tree restored from its tiles goes on as if it had never stopped', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 300 }), (size, more) => {
        const restored = GrowingTree.restore(sha256, size, grown(size).memory.source);
        expect(restored.root()).toEqual(roots[size]);
        const straight = grown(size + more);
        const kept = grown(size).memory;
        for (const leaf of leaves.slice(size, size + more)) {
          restored.appendHash(leaf);
        }
        kept.keep(restored.takeTiles());
        expect(restored.root()).toEqual(straight.tree.root());
        expect(rootOfTiles(sha256, size + more, kept.source)).toEqual(straight.tree.root());
      }),
      { numRuns: 40 },
    );
  });

  test('REG-2 a tree that misses a tile says so instead of going on', () => {
    expect(() => GrowingTree.restore(sha256, 300, () => undefined)).toThrow(/tile 0\/1 .*missing/);
    expect(() => inclusionProof(sha256, 3, 300, () => undefined)).toThrow(/missing/);
  });
});

describe('proofs', () => {
  test('REG-3 every entry has a proof that holds', () => {
    for (const size of [...Array.from({ length: 40 }, (_, i) => i + 1), 255, 256, 257, sizeMax]) {
      for (let index = 0; index < size; index += size < 41 ? 1 : 7) {
        const proof = inclusionProof(sha256, index, size, memory.source);
        const leaf = leaves[index] ?? new Uint8Array();
        const root = roots[size] ?? new Uint8Array();
        expect(verifyInclusion(sha256, { index, size }, leaf, proof, root)).toBe(true);
      }
    }
  });

  test('REG-3 any bit of leaf, proof or root turned over is refused, and any other place', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), ([above, size], bit) => {
        const index = above - 1;
        const leaf = leaves[index] ?? new Uint8Array();
        const root = roots[size] ?? new Uint8Array();
        const proof = inclusionProof(sha256, index, size, memory.source);
        const holds = (one: Uint8Array, path: readonly Uint8Array[], top: Uint8Array, at = index) =>
          verifyInclusion(sha256, { index: at, size }, one, path, top);
        expect(holds(leaf, proof, root)).toBe(true);
        expect(holds(flipped(leaf, bit), proof, root)).toBe(false);
        expect(holds(leaf, proof, flipped(root, bit))).toBe(false);
        for (const at of proof.keys()) {
          const bent = proof.map((hash, i) => (i === at ? flipped(hash, bit) : hash));
          expect(holds(leaf, bent, root)).toBe(false);
        }
        const other = bit % size;
        expect(holds(leaf, proof, root, other)).toBe(other === index);
        expect(holds(leaf, [...proof, root], root)).toBe(false);
        expect(holds(leaf, proof.slice(1), root)).toBe(proof.length === 0);
      }),
    );
  });

  test('REG-4 every size proves that it grew out of every smaller one, and no bit may turn', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), ([oldSize, size], bit) => {
        const old = roots[oldSize] ?? new Uint8Array();
        const root = roots[size] ?? new Uint8Array();
        const proof = consistencyProof(sha256, oldSize, size, memory.source);
        const holds = (one: Uint8Array, top: Uint8Array, path: readonly Uint8Array[]) =>
          verifyConsistency(sha256, { oldSize, size }, one, top, path);
        expect(holds(old, root, proof)).toBe(true);
        expect(holds(flipped(old, bit), root, proof)).toBe(false);
        expect(holds(old, flipped(root, bit), proof)).toBe(false);
        for (const at of proof.keys()) {
          const bent = proof.map((hash, i) => (i === at ? flipped(hash, bit) : hash));
          expect(holds(old, root, bent)).toBe(false);
        }
        expect(holds(old, root, [...proof, old])).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('REG-4 all pairs of sizes to 40', () => {
    for (let size = 1; size <= 40; size++) {
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const proof = consistencyProof(sha256, oldSize, size, memory.source);
        const old = roots[oldSize] ?? new Uint8Array();
        const root = roots[size] ?? new Uint8Array();
        expect(verifyConsistency(sha256, { oldSize, size }, old, root, proof)).toBe(true);
      }
    }
  });

  test('REG-3 and REG-4 a proof needs only the tiles that it names', () => {
    fc.assert(
      fc.property(pairs, ([above, size]) => {
        const runs = [...inclusionRuns(above - 1, size), ...consistencyRuns(above, size)];
        const named = new Set(tilesOf(runs, size).map(({ level, index }) => `${level}/${index}`));
        const asked = new Set<string>();
        const watch: typeof memory.source = (tile) => {
          asked.add(`${tile.level}/${tile.index}`);
          return memory.source(tile);
        };
        inclusionProof(sha256, above - 1, size, watch);
        consistencyProof(sha256, above, size, watch);
        expect(named).toEqual(asked);
      }),
    );
  });
});
