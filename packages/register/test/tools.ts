/**
 * Node's cryptography for the tests of the register, a town's signer and a witness's, a store of
 * tiles in memory, and a small town's entries.
 */

import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson, instantFromMs } from '@beffroi/kernel';
import {
  commitmentOf,
  type FilledTile,
  type KeyKind,
  makeSalt,
  noteKey,
  type SaltedRecord,
  type Sha256,
  type Signer,
  type Tile,
  type VerifyEd25519,
  writeLeaf,
} from '../src/index.ts';

export const sha256: Sha256 = (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'));

const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  const key = createPublicKey({
    key: Buffer.concat([ed25519Prefix, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return Promise.resolve(verify(null, message, key, signature));
};

/** A signer whose key comes from a text: the same in every run. */
export function signerOf(name: string, kind: KeyKind = 1, seed = name): Signer {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const secret: KeyObject = createPrivateKey({
    key: Buffer.concat([prefix, sha256(Buffer.from(seed))]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  const publicKey = new Uint8Array(spki.subarray(ed25519Prefix.length));
  return {
    key: noteKey(sha256, name, publicKey, kind),
    sign: (message) => Promise.resolve(new Uint8Array(sign(null, message, secret))),
  };
}

/** The newest bytes of every tile. */
export class TileMemory {
  readonly #tiles = new Map<string, Uint8Array>();

  keep(tiles: readonly FilledTile[]): void {
    for (const { level, index, bytes } of tiles) {
      this.#tiles.set(`${level}/${index}`, bytes);
    }
  }

  readonly source = ({ level, index }: Tile): Uint8Array | undefined =>
    this.#tiles.get(`${level}/${index}`);
}

export interface WrittenEntry {
  readonly leaf: Uint8Array;
  readonly salted: SaltedRecord;
}

export const firstMs = Date.UTC(2026, 0, 5, 8);
export const dayMs = 86_400_000;

/** Entry `index` of a made-up town: one act an hour. */
export function entryAt(index: number, stepMs = 3_600_000): WrittenEntry {
  const at = instantFromMs(firstMs + index * stepMs);
  const kind = index % 2 === 0 ? 'viewing-opened' : 'mask-redrawn';
  const record = canonicalJson({
    at,
    by: `per_marie-dupond-${index}`,
    kind,
    motive: 'requisition',
  });
  const random = sha256(Buffer.from(`salt ${index}`)).subarray(0, 16);
  const salted = { record, salt: makeSalt(sha256, random) };
  return { leaf: writeLeaf({ kind, at, commitment: commitmentOf(sha256, salted) }), salted };
}

/** The bytes with one bit turned over. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
