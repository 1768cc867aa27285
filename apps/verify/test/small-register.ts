/** A register of 300 entries as a folder on disk, and a receipt of one of them: for these tests. */

import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canonicalJson, instantFromMs } from '@beffroi/kernel';
import {
  checkpointPath,
  commitmentOf,
  encodeBundle,
  entriesPath,
  GrowingTree,
  inclusionProof,
  makeSalt,
  noteKey,
  recordsPath,
  signCheckpoint,
  tilePath,
  writeKey,
  writeLeaf,
  writeLogProof,
  writeReceiptBody,
  writeRecordLine,
} from '@beffroi/register';
import { nodePlatform } from '../src/node-platform.ts';

const origin = 'csu.exemple.fr/actes';
const { sha256 } = nodePlatform(0);

export interface SmallRegister {
  readonly folder: string;
  readonly receipt: string;
  readonly keyLine: string;
}

export async function writeSmallRegister(): Promise<SmallRegister> {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-verify-'));
  const put = (path: string, bytes: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const entries = Array.from({ length: 300 }, (_, index) => entryAt(index));
  const tree = new GrowingTree(sha256);
  for (const { leaf } of entries) {
    tree.append(leaf);
  }
  const tiles = tree.takeTiles();
  for (const tile of tiles) {
    put(tilePath(tile), tile.bytes);
  }
  for (const index of [0, 1]) {
    const some = entries.slice(256 * index, 256 * index + 256);
    put(entriesPath(index, some.length), encodeBundle(some.map(({ leaf }) => leaf)));
    put(
      recordsPath(index),
      some
        .map(({ salted }, at) => writeRecordLine(256 * index + at + 1, { kind: 'kept', salted }))
        .join(''),
    );
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const key = noteKey(sha256, origin, new Uint8Array(raw));
  const note = await signCheckpoint(
    { origin, size: entries.length, root: tree.root() },
    { key, sign: (message) => Promise.resolve(new Uint8Array(sign(null, message, privateKey))) },
  );
  put(checkpointPath, note);
  const hashes = inclusionProof(
    sha256,
    41,
    300,
    ({ level, index }) => tiles.find((tile) => tile.level === level && tile.index === index)?.bytes,
  );
  const [one = entryAt(41)] = entries.slice(41);
  const receipt = writeLogProof({ index: 41, hashes, note, extra: writeReceiptBody(one) });
  return { folder, receipt, keyLine: writeKey(key) };
}

function entryAt(index: number) {
  const at = instantFromMs(Date.now() - (300 - index) * 60_000);
  const kind = 'viewing-opened';
  const record = canonicalJson({ at, by: `per_${index}`, kind });
  const random = sha256(Buffer.from(`salt ${index}`)).subarray(0, 16);
  const salted = { record, salt: makeSalt(sha256, random) };
  return { salted, leaf: writeLeaf({ kind, at, commitment: commitmentOf(sha256, salted) }) };
}
