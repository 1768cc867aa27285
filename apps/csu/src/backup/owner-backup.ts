/** What the owner of the machine may ask of all facts: a backup (BAK-1, BAK-2), or a copy in the open form. */

import { Failure } from '@beffroi/kernel';
import type { OwnerActs } from '../owner-socket.ts';
import { ownerFacts } from './owner-facts.ts';
import { type BackupParts, takeBackup } from './take-backup.ts';

export function ownerBackup(parts: BackupParts): OwnerActs {
  return {
    ...ownerFacts(parts),
    '/backup': async (body) => {
      const { folder, recipients, withKeys } = (body ?? {}) as Readonly<Record<string, unknown>>;
      const isList =
        Array.isArray(recipients) && recipients.every((one) => typeof one === 'string');
      if (typeof folder !== 'string' || !isList || typeof withKeys !== 'boolean') {
        throw new Failure(
          'body-invalid',
          'folder is a path, recipients a list, withKeys yes or no',
        );
      }
      const { files, ...said } = await takeBackup(parts, { folder, recipients, withKeys });
      const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
      return { ...said, files: files.length, sizeBytes };
    },
  };
}
