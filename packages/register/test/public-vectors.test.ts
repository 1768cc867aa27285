/**
 * What others published: the proofs of transparency-dev/merkle (good and bent), and bundles of
 * Sigstore with proofs and checkpoints of its public logs.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equalBytes } from '@beffroi/kernel';
import {
  certificatesOfPem,
  fromBase64,
  leafHash,
  noteKey,
  openNote,
  readCheckpoint,
  readNote,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
  verifyTimeStamp,
} from '@beffroi/register';
import { describe, expect, test } from 'vitest';
import { timeStampTools } from './time-stamp-tools.ts';
import { sha256, verifyEd25519 } from './tools.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const missing = !existsSync(join(data, 'merkle'));

interface Vector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly size: number;
  readonly size1: number;
  readonly size2: number;
  readonly start: number;
  readonly end: number;
  readonly leafHash: string;
  readonly root: string;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly desc: string;
  readonly wantErr: boolean;
}

const bytes = (text: string) => fromBase64(text) ?? new Uint8Array();

const checks: Readonly<Record<string, (one: Vector, proof: readonly Uint8Array[]) => boolean>> = {
  inclusion: (one, proof) =>
    verifyInclusion(
      sha256,
      { index: one.leafIdx, size: one.treeSize },
      bytes(one.leafHash),
      proof,
      bytes(one.root),
    ),
  consistency: (one, proof) =>
    verifyConsistency(
      sha256,
      { oldSize: one.size1, size: one.size2 },
      bytes(one.root1),
      bytes(one.root2),
      proof,
    ),
  subtreeinclusion: (one, proof) =>
    verifySubtreeInclusion(sha256, one.leafIdx, one, bytes(one.leafHash), proof, bytes(one.root)),
  subtreeconsistency: (one, proof) =>
    verifySubtreeConsistency(sha256, one, one.size, bytes(one.root1), bytes(one.root2), proof),
};

function vectorsOf(kind: string): { readonly name: string; readonly vector: Vector }[] {
  return readdirSync(join(data, 'merkle', kind), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      name,
      vector: JSON.parse(readFileSync(join(data, 'merkle', kind, name), 'utf8')) as Vector,
    }));
}

describe.skipIf(missing)('vectors of transparency-dev/merkle (shared data missing?)', () => {
  test.each([
    ['REG-3', 'inclusion', 53],
    ['REG-4', 'consistency', 43],
    ['REG-3', 'subtreeinclusion', 106],
    ['REG-4', 'subtreeconsistency', 45],
  ])('%s every %s vector is answered as published', (_, kind, count) => {
    const vectors = vectorsOf(kind);
    const wrong = vectors.filter(({ vector }) => {
      const answer = checks[kind]?.(vector, (vector.proof ?? []).map(bytes));
      return answer === vector.wantErr;
    });
    expect(wrong.map(({ name, vector }) => `${name}: ${vector.desc}`)).toEqual([]);
    expect(vectors).toHaveLength(count);
  });
});

interface Bundle {
  readonly verificationMaterial: {
    readonly tlogEntries: readonly {
      readonly canonicalizedBody: string;
      readonly inclusionProof: {
        readonly logIndex: string;
        readonly treeSize: string;
        readonly rootHash: string;
        readonly hashes: readonly string[];
        readonly checkpoint?: { readonly envelope: string };
      };
    }[];
    readonly timestampVerificationData?: {
      readonly rfc3161Timestamps?: readonly { readonly signedTimestamp: string }[];
    };
  };
  readonly messageSignature?: { readonly signature: string };
}

interface TrustedRoot {
  readonly tlogs: readonly { readonly publicKey: { readonly rawBytes: string } }[];
  readonly timestampAuthorities: readonly {
    readonly certChain: { readonly certificates: readonly { readonly rawBytes: string }[] };
  }[];
}

const folder = join(data, 'tlog/sigstore');
const bundleOf = (name: string) =>
  JSON.parse(readFileSync(join(folder, name, 'bundle.sigstore.json'), 'utf8')) as Bundle;

/** Whether a bundle's entry stands under its root, and its checkpoint says that root. */
function answersOf(bundle: Bundle): { readonly included: boolean; readonly sameRoot: boolean } {
  const [entry] = bundle.verificationMaterial.tlogEntries;
  const proof = entry?.inclusionProof;
  const root = bytes(proof?.rootHash ?? '');
  const at = { index: Number(proof?.logIndex), size: Number(proof?.treeSize) };
  const leaf = leafHash(sha256, bytes(entry?.canonicalizedBody ?? ''));
  const note = readNote(proof?.checkpoint?.envelope ?? '');
  const checkpoint = readCheckpoint(note?.text ?? '');
  return {
    included: verifyInclusion(sha256, at, leaf, (proof?.hashes ?? []).map(bytes), root),
    sameRoot: checkpoint?.size === at.size && equalBytes(checkpoint.root, root),
  };
}

describe.skipIf(missing)('bundles of Sigstore (shared data missing?)', () => {
  test.each([
    ['happy-path-v0.3', true, true],
    ['rekor2-happy-path', true, true],
    ['checkpoint-wrong-roothash_fail', true, false],
    ['invalid-inclusion-proof_fail', false, false],
    // What is wrong with this one is the certificate's time, which is none of the tree's business.
    ['integrated-time-in-future_fail', true, true],
  ])('REG-10 %s: entry included %s, checkpoint agrees %s', (name, included, sameRoot) => {
    expect(answersOf(bundleOf(name))).toEqual({ included, sameRoot });
  });

  test('REG-5 the checkpoint of Rekor 2 is signed by the key of the trusted root', async () => {
    const root = JSON.parse(
      readFileSync(join(folder, 'rekor2-happy-path/trusted_root.json'), 'utf8'),
    ) as TrustedRoot;
    const spki = bytes(root.tlogs[1]?.publicKey.rawBytes ?? '');
    const [entry] = bundleOf('rekor2-happy-path').verificationMaterial.tlogEntries;
    const note = entry?.inclusionProof.checkpoint?.envelope ?? '';
    const key = noteKey(sha256, 'log2025-alpha1.rekor.sigstage.dev', spki.subarray(-32));
    const opened = await openNote(note, [key], verifyEd25519);
    expect(opened.ok && opened.value.vouchers).toHaveLength(1);
    const bent = await openNote(note.replace('\n736\n', '\n737\n'), [key], verifyEd25519);
    expect(bent).toEqual({ ok: false, error: 'signature-wrong' });
  });

  test('REG-11 the time-stamp in the bundle of Rekor 2 is of its authority', async () => {
    const root = JSON.parse(
      readFileSync(join(folder, 'rekor2-happy-path/trusted_root.json'), 'utf8'),
    ) as TrustedRoot;
    const bundle = bundleOf('rekor2-happy-path');
    const [stamp] = bundle.verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];
    const signed = bytes(bundle.messageSignature?.signature ?? '');
    const chains = root.timestampAuthorities.flatMap(({ certChain }) =>
      certChain.certificates.map(({ rawBytes }) => bytes(rawBytes)),
    );
    const token = bytes(stamp?.signedTimestamp ?? '');
    expect(await verifyTimeStamp(token, signed, chains, timeStampTools)).toMatchObject({
      ok: true,
    });
  });
});

describe.skipIf(missing)('RFC 3161 answers of others (shared data missing?)', () => {
  test.each([
    ['sigstage', 'response-sha256.tsr', '2025-05-09T11:58:55.000Z'],
    ['sigstage', 'response-sha384.tsr', '2025-05-09T11:58:55.000Z'],
    ['sigstage', 'response-sha512.tsr', '2025-05-09T11:58:56.000Z'],
    ['test_tsa', 'response.tsr', '2024-10-08T15:40:32.000Z'],
  ])('REG-11 %s %s says %s, and over nothing else', async (authority, name, at) => {
    const place = join(data, 'rfc3161', authority);
    const answer = readFileSync(join(place, name));
    const chain = certificatesOfPem(readFileSync(join(place, 'ts_chain.pem'), 'utf8'));
    const check = (text: string, roots = chain) =>
      verifyTimeStamp(answer, text, roots, timeStampTools);
    expect(await check('hello')).toEqual({ ok: true, value: { at } });
    // The root alone is enough where the answer brings every certificate below it.
    expect((await check('hello', chain.slice(-1))).ok).toBe(authority === 'sigstage');
    expect(await check('hallo')).toMatchObject({ error: { code: 'other-text' } });
    const others = certificatesOfPem(
      readFileSync(
        join(data, 'rfc3161', authority === 'sigstage' ? 'test_tsa' : 'sigstage', 'ts_chain.pem'),
        'utf8',
      ),
    );
    expect((await check('hello', others)).ok).toBe(false);
  });
});
