/**
 * A copy of the whole ring in clear, for a backup that its owner asked for with day keys: read beside
 * the process that holds the ring, and put into a folder that has none. Whoever takes one answers for
 * it: it must be encrypted at once, and what has died since must be left out before it is put (KEY-11).
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assert, Failure } from '@beffroi/kernel';
import type { Chance } from '@beffroi/office';
import {
  fileRootKeeper,
  openRing,
  type RingContents,
  type RootKeeper,
  readRingFile,
  replaceFile,
  sealRing,
} from './ring-file.ts';
import { lockRing } from './ring-lock.ts';

export type RingCopy = RingContents;

const triesMax = 5;

/** Throws Failure `key-ring-unreadable`. An empty folder gives an empty ring. */
export function copyRing({
  directory,
  root,
}: {
  readonly directory: string;
  readonly root?: RootKeeper;
}): RingCopy {
  const path = join(directory, 'ring.sealed');
  const keeper = root ?? fileRootKeeper(directory);
  // Its holder may be between the new ring and the new root: one of two looks sees them together.
  for (let tries = 0; tries < triesMax; tries++) {
    const sealed = readRingFile(path);
    if (sealed === null) {
      return { version: 1, keys: [], destroyed: [] };
    }
    for (const candidate of keeper.candidates()) {
      const contents = openRing(candidate, sealed);
      if (contents !== undefined) {
        return contents;
      }
    }
  }
  throw new Failure(
    'key-ring-unreadable',
    `the key ring ${path} doesn't open with its root key: put back the root that goes with it`,
  );
}

/** Puts a ring where there is none. Throws Failure `key-ring-locked`. */
export function putRing(
  {
    directory,
    chance,
    root,
  }: { readonly directory: string; readonly chance: Chance; readonly root?: RootKeeper },
  contents: RingCopy,
): void {
  const unlock = lockRing(directory);
  try {
    const path = join(directory, 'ring.sealed');
    assert(!existsSync(path), 'a ring is never put over another');
    const keeper = root ?? fileRootKeeper(directory);
    const rootKey = chance.bytes(32);
    keeper.keepNext(rootKey);
    replaceFile(path, sealRing(rootKey, contents, chance));
    keeper.forgetOld();
  } finally {
    unlock();
  }
}
