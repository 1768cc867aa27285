/**
 * The sealed files of this machine's folder, for whoever reads them: the centre with its ring, or a
 * recorder that hands them over its link. Nothing is opened here but a file handle, and no path leads
 * out of the folder.
 */

import { join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import type { SealedFiles } from '@beffroi/office';
import { type Disk, errorCode, realDisk } from './disk.ts';

const pathShape = /^[0-9A-Za-z_-]+\/\d{4}-\d{2}-\d{2}\/[0-9A-Za-z_-]+\.bfr$/;

export function openSealedFiles(directory: string, disk: Disk = realDisk): SealedFiles {
  return {
    async open({ path }) {
      if (!pathShape.test(path)) {
        throw new Failure('recording-refused', `${path} is no path of a recording`);
      }
      try {
        return await disk.openForReading(join(directory, path));
      } catch (thrown) {
        if (errorCode(thrown) === 'ENOENT') {
          throw new Failure(
            'recording-missing',
            `${join(directory, path)} is not there: it was erased or moved`,
            { cause: thrown },
          );
        }
        throw thrown;
      }
    },
  };
}
