/** What the owner of the machine may ask of the register: a folder of it that anybody can check. */

import { Failure } from '@beffroi/kernel';
import type { Facts, RegisterReading } from '@beffroi/office';
import type { OwnerActs } from '../owner-socket.ts';
import { exportLog } from './register-export.ts';
import type { RegisterKeeper } from './register-keeper.ts';
import { logNames } from './town-key.ts';

export function ownerRegister(
  keeper: RegisterKeeper,
  facts: Facts,
  reading: RegisterReading,
): OwnerActs {
  return {
    '/register/export': async (body) => {
      const folder = (body as { readonly folder?: unknown } | null)?.folder;
      if (typeof folder !== 'string' || folder === '') {
        throw new Failure('body-invalid', 'folder is a path');
      }
      // Read-only, nothing can be written, and a copy is wanted all the more: as evidence.
      if (keeper.fault === null) {
        await reading.noteExport(folder);
      }
      await keeper.sealNow();
      const logs = [];
      for (const log of logNames) {
        const sealed = keeper.logs[log];
        if (sealed !== undefined) {
          logs.push(await exportLog(facts, log, sealed, folder));
        }
      }
      return { logs, keys: keeper.key.lines, readOnly: keeper.fault?.words ?? null };
    },
  };
}
