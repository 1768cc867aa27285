/** The sealed files of this machine's disk keep the contract of every source of them. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sealedFilesContract } from '@beffroi/office/testing';
import { openSealedFiles } from '../src/index.ts';

sealedFilesContract('this disk', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'beffroi-sealed-'));
  return {
    files: openSealedFiles(directory),
    async write(path, bytes) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), bytes);
    },
    close: () => rm(directory, { recursive: true }),
  };
});
