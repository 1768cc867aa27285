/**
 * Unlinks what the centre orders away at its term (REC-32): that file and no other, never one that is
 * being written. A file that is already gone is told as such, so that an order given twice, or to a
 * recorder that met its disk's floor first, still ends.
 */

import { dirname, join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import type { ErasureOrder, RecorderFact } from '@beffroi/office';
import { type Disk, errorCode } from './disk.ts';
import { decodeHeader, headerBytes } from './file-header.ts';
import { markerFolder } from './recovery.ts';

/** As recordings are named: no way out of the folder. */
export const pathShape = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\.bfr$/;

export interface OrderedErasureOptions {
  readonly disk: Disk;
  readonly directory: string;
  readonly tell: (fact: RecorderFact) => void;
}

/**
 * Carries orders out; what is being written stays and isn't told, so that the order comes again.
 * Throws what the disk throws, and Failure `order-refused` when the path holds another recording.
 */
export async function eraseOrdered(
  { disk, directory, tell }: OrderedErasureOptions,
  { recordingId, path }: ErasureOrder,
): Promise<void> {
  if (!pathShape.test(path)) {
    throw new Failure('order-refused', `${path} is no path of a recording: nothing was unlinked`);
  }
  const growing = await disk.list(join(directory, markerFolder));
  if (growing.includes(path.replaceAll('/', '~'))) {
    return;
  }
  const found = await recordingIdIn(disk, join(directory, path));
  if (found === 'nothing') {
    tell({ kind: 'recording-removed', recordingId, why: 'term', wasThere: false });
    return;
  }
  // A file whose header is gone holds nobody else's pictures: its name is what was ordered.
  if (found !== undefined && found !== recordingId) {
    throw new Failure(
      'order-refused',
      `${path} holds recording ${found}, not ${recordingId}: it was not unlinked, look who moved it`,
    );
  }
  await disk.remove(join(directory, path));
  await disk.syncDirectory(dirname(join(directory, path)));
  tell({ kind: 'recording-removed', recordingId, why: 'term', wasThere: true });
}

/** Undefined when the file has no whole header. */
async function recordingIdIn(disk: Disk, path: string): Promise<string | undefined> {
  try {
    const file = await disk.openForReading(path);
    try {
      const header = new Uint8Array(headerBytes);
      await file.read(header, 0);
      return decodeHeader(header)?.recordingId;
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') {
      return 'nothing';
    }
    throw thrown;
  }
}
