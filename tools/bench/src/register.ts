/**
 * `npm run bench -- register`: how many entries a second go into the tree, one signed checkpoint each
 * and one a hundred, and what a proof costs at ten thousand, a hundred thousand and a million
 * entries. Tiles are in memory and only Node's hash and signature are real: a database comes on top.
 */

import { createPublicKey, generateKeyPairSync, hash, randomBytes, sign, verify } from 'node:crypto';
import { instantFromMs } from '@beffroi/kernel';
import {
  commitmentOf,
  GrowingTree,
  inclusionProof,
  inclusionRuns,
  leafHash,
  makeSalt,
  noteKey,
  openNote,
  readCheckpoint,
  type Sha256,
  type Signer,
  signCheckpoint,
  type TileSource,
  tilesOf,
  type VerifyEd25519,
  verifyInclusion,
  writeLeaf,
  writeLogProof,
  writeReceiptBody,
} from '@beffroi/register';
import { quantile, rounded, type Section } from './figures.ts';

const origin = 'bench.example/acts';
const sha256: Sha256 = (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'));
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const spki = publicKey.export({ format: 'der', type: 'spki' });
const signer: Signer = {
  key: noteKey(sha256, origin, new Uint8Array(spki.subarray(-32))),
  sign: (message) => Promise.resolve(new Uint8Array(sign(null, message, privateKey))),
};
const townKey = createPublicKey(privateKey);
const verifyEd25519: VerifyEd25519 = (_, message, signature) =>
  Promise.resolve(verify(null, message, townKey, signature));

interface Grown {
  readonly tree: GrowingTree;
  readonly source: TileSource;
  /** Takes what changed into the store. */
  readonly keep: () => void;
}

export async function benchRegister(quick: boolean): Promise<Section> {
  const sizes = quick ? [1000, 10_000] : [10_000, 100_000, 1_000_000];
  const rows: (string | number)[][] = [];
  const grown = newTree();
  let proofMs = Number.NaN;
  let perSecond = Number.NaN;
  for (const size of sizes) {
    const growth = grow(grown, size);
    const proofs = await timeProofs(grown, size, quick ? 50 : 500);
    const single = await timeAppends(grown, 1, quick ? 200 : 1000);
    const batched = await timeAppends(grown, 100, quick ? 2000 : 20_000);
    proofMs = quantile(proofs.actMs, 0.5);
    perSecond = batched;
    rows.push([
      size,
      Math.round(growth),
      Math.round(single),
      Math.round(batched),
      rounded(quantile(proofs.makeMs, 0.5), 3),
      rounded(quantile(proofs.makeMs, 0.95), 3),
      rounded(quantile(proofs.verifyMs, 0.5), 3),
      proofs.sizeBytes,
      rounded(proofMs, 2),
    ]);
  }
  return sectionOf(rows, sizes.at(-1) ?? 0, proofMs, perSecond);
}

function newTree(): Grown {
  const tiles = new Map<string, Uint8Array>();
  const tree = new GrowingTree(sha256);
  return {
    tree,
    source: ({ level, index }) => tiles.get(`${level}/${index}`),
    keep: () => {
      for (const { level, index, bytes } of tree.takeTiles()) {
        tiles.set(`${level}/${index}`, bytes);
      }
    },
  };
}

/** Entries a second of the tree alone: leaves of some bytes, no record, no checkpoint. */
function grow({ tree, keep }: Grown, size: number): number {
  const from = tree.size;
  const leaf = new Uint8Array(150);
  const startMs = performance.now();
  while (tree.size < size) {
    new DataView(leaf.buffer).setUint32(0, tree.size);
    tree.append(leaf);
    if (tree.size % 1000 === 0) {
      keep();
    }
  }
  keep();
  return ((size - from) * 1000) / (performance.now() - startMs);
}

/** Entries a second with one signed checkpoint and kept tiles for each batch. */
async function timeAppends({ tree, keep }: Grown, batch: number, count: number): Promise<number> {
  const startMs = performance.now();
  for (let done = 0; done < count; done += batch) {
    for (let i = 0; i < batch; i++) {
      tree.append(entryOf(tree.size).leaf);
    }
    keep();
    await signCheckpoint({ origin, size: tree.size, root: tree.root() }, signer);
  }
  return (count * 1000) / (performance.now() - startMs);
}

/** Proofs of random entries under a checkpoint that is already there, and of a new act to the end. */
async function timeProofs({ tree, source, keep }: Grown, size: number, count: number) {
  const makeMs: number[] = [];
  const verifyMs: number[] = [];
  const actMs: number[] = [];
  const root = tree.root();
  const note = await signCheckpoint({ origin, size, root }, signer);
  let sizeBytes = 0;
  for (let i = 0; i < count; i++) {
    const index = Math.floor(Math.random() * size);
    const start = performance.now();
    // As from a database: the tiles are named first, then read.
    tilesOf(inclusionRuns(index, size), size);
    const hashes = inclusionProof(sha256, index, size, source);
    const made = performance.now();
    makeMs.push(made - start);
    const text = writeLogProof({ index, hashes, note, extra: null });
    sizeBytes = Math.max(sizeBytes, text.length);
    const checking = performance.now();
    const opened = await openNote(note, [signer.key], verifyEd25519);
    const checkpoint = readCheckpoint(opened.ok ? opened.value.text : '');
    const leaf = hashes.length > 0 ? leafAt(source, index) : root;
    if (checkpoint && !verifyInclusion(sha256, { index, size }, leaf, hashes, checkpoint.root)) {
      throw new Error(`the proof of entry ${index} of ${size} doesn't hold`);
    }
    verifyMs.push(performance.now() - checking);
  }
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    const entry = entryOf(tree.size);
    const index = tree.append(entry.leaf);
    keep();
    const now = { origin, size: tree.size, root: tree.root() };
    const signed = await signCheckpoint(now, signer);
    const hashes = inclusionProof(sha256, index, tree.size, source);
    writeLogProof({ index, hashes, note: signed, extra: writeReceiptBody(entry) });
    if (
      !verifyInclusion(
        sha256,
        { index, size: now.size },
        leafHash(sha256, entry.leaf),
        hashes,
        now.root,
      )
    ) {
      throw new Error(`the receipt of entry ${index} doesn't hold`);
    }
    actMs.push(performance.now() - start);
  }
  return { makeMs, verifyMs, actMs, sizeBytes };
}

function leafAt(source: TileSource, index: number): Uint8Array {
  const at = (index % 256) * 32;
  const tile = source({ level: 0, index: Math.floor(index / 256), width: (index % 256) + 1 });
  return tile?.subarray(at, at + 32) ?? new Uint8Array();
}

function entryOf(index: number) {
  const at = instantFromMs(1_790_000_000_000 + index * 1000);
  const record = `{"about":["cam_${index}"],"at":"${at}","by":"per_bench","kind":"viewing-opened","motive":"requisition","what":{"from":"${at}","note":"bench","to":"${at}"}}`;
  const salted = { record, salt: makeSalt(sha256, new Uint8Array(randomBytes(16))) };
  const commitment = commitmentOf(sha256, salted);
  return { salted, leaf: writeLeaf({ kind: 'viewing-opened', at, commitment }) };
}

function sectionOf(
  rows: readonly (readonly (string | number)[])[],
  size: number,
  proofMs: number,
  perSecond: number,
): Section {
  return {
    name: 'register',
    title: 'Register: entries and proofs',
    method:
      'Tiles in memory; Node’s SHA-256 and Ed25519. Leaves are made from salted records; a batch ends ' +
      'with a signed checkpoint. A proof is a tlog-proof text; checking it opens the signature too. ' +
      'Receipt: from the act to a proof that was checked, one checkpoint each.',
    columns: [
      'entries',
      'tree alone/s',
      'append/s, batch 1',
      'append/s, batch 100',
      'proof ms',
      'p95 ms',
      'check ms',
      'proof bytes',
      'receipt ms',
    ],
    rows,
    figures: {
      'register.proofMs': {
        value: rounded(proofMs),
        unit: 'ms',
        against: `act to checked receipt at ${size} entries, in memory; bar 1000`,
      },
      'register.entriesPerSecond': {
        value: Math.round(perSecond),
        unit: '/s',
        against: `batches of 100 at ${size} entries, in memory`,
      },
    },
  };
}
