/** What the owner of the machine may ask of the facts as a whole: a copy in their open form. */

import { Failure, instantFromMs } from '@beffroi/kernel';
import { exportFacts } from '@beffroi/store-postgres';
import type { CentreEnvironment } from '../environment.ts';
import type { OwnerActs } from '../owner-socket.ts';
import type { RegisterKeeper } from '../register/register-keeper.ts';
import { noteOwnersAct, type OwnersActParts } from './owners-act.ts';

export interface FactsActParts extends OwnersActParts {
  readonly environment: Pick<CentreEnvironment, 'databaseUrl'>;
  readonly keeper: Pick<RegisterKeeper, 'fault'>;
}

export function ownerFacts(parts: FactsActParts): OwnerActs {
  return {
    '/export-facts': async (body) => {
      const { folder, sealed } = (body ?? {}) as Readonly<Record<string, unknown>>;
      if (typeof folder !== 'string' || typeof sealed !== 'boolean') {
        throw new Failure('body-invalid', 'folder is a path, sealed yes or no');
      }
      // Read-only (REG-14) nothing can be written, and the copy is wanted all the more, as evidence.
      if (parts.keeper.fault === null) {
        await noteOwnersAct(parts, 'facts-exported', { folder, sealed });
      }
      const madeAt = instantFromMs(parts.clock.nowMs());
      return await exportFacts({ url: parts.environment.databaseUrl, folder, sealed, madeAt });
    },
  };
}
