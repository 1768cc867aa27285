/**
 * A whole register as files in memory, as a centre would export it: for tests that alter one thing
 * and ask what is named.
 */

import {
  checkpointPath,
  cosign,
  encodeBundle,
  entriesPath,
  formerFolder,
  GrowingTree,
  type RegisterReader,
  type RegisterReport,
  recordsPath,
  type Signer,
  signCheckpoint,
  tilePath,
  tileWidth,
  type VerifyWish,
  verifyRegister,
  writeCheckpoint,
  writeRecordLine,
} from '../src/index.ts';
import {
  dayMs,
  entryAt,
  firstMs,
  sha256,
  signerOf,
  verifyEd25519,
  type WrittenEntry,
} from './tools.ts';

export const origin = 'csu.exemple.fr/actes';
export const town = signerOf(origin);
export const witness = signerOf('temoin.exemple.fr', 4);
export const terms = {
  legal: { earliestDays: 365, latestDays: 1096 },
  technical: { earliestDays: 182, latestDays: 366 },
};

export type Files = Map<string, Uint8Array>;

export interface FolderWish {
  readonly size: number;
  readonly entry?: (index: number) => WrittenEntry;
  /** Sizes of which the checkpoint is kept. */
  readonly former?: readonly number[];
  readonly isErased?: (index: number) => boolean;
  readonly signer?: Signer;
}

export async function folderOf(wish: FolderWish): Promise<Files> {
  const { size, entry = entryAt, former = [], isErased = () => false, signer = town } = wish;
  const files: Files = new Map();
  const tree = new GrowingTree(sha256);
  const text = new TextEncoder();
  let bundle: WrittenEntry[] = [];
  let lines = '';
  for (let index = 0; index < size; index++) {
    const one = entry(index);
    bundle.push(one);
    const line = isErased(index)
      ? ({ kind: 'erased' } as const)
      : ({ kind: 'kept', salted: one.salted } as const);
    lines += writeRecordLine(index + 1, line);
    tree.append(one.leaf);
    if (former.includes(index + 1)) {
      const note = await signCheckpoint({ origin, size: index + 1, root: tree.root() }, signer);
      files.set(`${formerFolder}/${index + 1}`, text.encode(note));
    }
    if (bundle.length === tileWidth || index === size - 1) {
      const at = Math.floor(index / tileWidth);
      const leaves = bundle.map(({ leaf }) => leaf);
      files.set(entriesPath(at, bundle.length), encodeBundle(leaves));
      files.set(recordsPath(at), text.encode(lines));
      bundle = [];
      lines = '';
    }
  }
  for (const tile of tree.takeTiles()) {
    files.set(tilePath(tile), tile.bytes);
  }
  const checkpoint = { origin, size, root: tree.root() };
  const note = await signCheckpoint(checkpoint, signer);
  const line = await cosign(writeCheckpoint(checkpoint), witness, 1_776_000_000);
  files.set(checkpointPath, text.encode(note + line));
  return files;
}

export function readerOf(files: Files): RegisterReader {
  return {
    read: (path) => Promise.resolve(files.get(path)),
    list: (folder) =>
      Promise.resolve(
        [...files.keys()].flatMap((path) =>
          path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
        ),
      ),
  };
}

export const wish: VerifyWish = {
  sha256,
  verify: verifyEd25519,
  keys: [town.key, witness.key],
  nowMs: firstMs + 100 * dayMs,
  terms,
  timeStamps: null,
};

export function verified(files: Files, more: Partial<VerifyWish> = {}): Promise<RegisterReport> {
  return verifyRegister(readerOf(files), { ...wish, ...more });
}

/** `entry-altered 7`: what was found, short. */
export function foundIn({ findings }: Pick<RegisterReport, 'findings'>): string[] {
  return findings.map(({ code, about }) => [code, ...Object.values(about)].join(' '));
}
