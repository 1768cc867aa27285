/** What the owner of the machine may ask of the register: a folder of it that anybody can check. */

import { Failure } from '@beffroi/kernel';
import type { Facts } from '@beffroi/office';
import type { OwnerActs } from '../owner-socket.ts';
import { exportLog } from './register-export.ts';
import type { RegisterKeeper } from './register-keeper.ts';
import { logNames } from './town-key.ts';

export function ownerRegister(keeper: RegisterKeeper, facts: Facts): OwnerActs {
  return {
    '/register/export': async (body) => {
      const folder = (body as { readonly folder?: unknown } | null)?.folder;
      if (typeof folder !== 'string' || folder === '') {
        throw new Failure('body-invalid', 'folder is a path');
      }
      await keeper.sealNow();
      const logs = [];
      for (const log of logNames) {
        const sealed = keeper.logs[log];
        if (sealed !== undefined) {
          logs.push(await exportLog(facts, log, sealed, `${folder}`));
        }
      }
      return { logs, keys: keeper.key.lines, readOnly: keeper.fault?.words ?? null };
    },
  };
}
