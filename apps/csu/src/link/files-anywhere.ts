/**
 * Where a recording is read: on the disk of the recorder that told of it, over its link when that is
 * another machine (LNK-12). While that recorder is away the centre's own folder is tried, where what was
 * saved is put back after a restore; what isn't there either waits for its recorder.
 */

import { Failure } from '@beffroi/kernel';
import type { SealedFiles } from '@beffroi/office';
import { recorderAway } from './recorder-failures.ts';
import type { FolderElsewhere } from './recorder-files.ts';

export interface FoldersElsewhere {
  /** As `RecorderFolders` of the office. */
  folderOf(recorderId: string): Promise<FolderElsewhere | 'here' | null>;
}

export function filesAnywhere(own: SealedFiles, folders: FoldersElsewhere): SealedFiles {
  return {
    async open(file) {
      const { recorderId } = file;
      const folder = recorderId === undefined ? 'here' : await folders.folderOf(recorderId);
      if (folder === null) {
        return await own.open(file).catch((thrown: unknown) => {
          const isThere = thrown instanceof Failure && thrown.code === 'recording-missing';
          throw isThere ? recorderAway() : thrown;
        });
      }
      return await (folder === 'here' ? own : folder).open(file);
    },
  };
}
