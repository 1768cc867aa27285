/**
 * Reading the register as a person: only with the right to it (head, DPO, inspector, mayor), and never
 * without an entry of its own, because opening the log is itself an act of consultation (DP-06).
 */

import { err, ok } from '@beffroi/kernel';
import type { House } from '../house.ts';
import type { Actor, Answer } from '../office.ts';
import type { NumberedEntry, RegisterEntry } from '../ports/facts.ts';

export interface RegisterReading {
  /** One entry by its number, counted from 1. */
  entry(actor: Actor, log: RegisterEntry['log'], number: number): Answer<NumberedEntry>;
  /** Notes that the owner of the machine takes a copy of the whole register. */
  noteExport(folder: string): Promise<void>;
}

export function createRegisterReading(house: House): RegisterReading {
  return {
    async entry(actor, log, number) {
      const denied = house.refusalOf(actor, null, { kind: 'read-register' });
      if (denied !== null) {
        return err(denied);
      }
      const [entry] = await house.parts.facts.read((facts) =>
        facts.register.page(log, number + 1, 1),
      );
      if (entry?.number !== number) {
        return house.refused('unknown-thing');
      }
      await house.trace({
        kind: 'register-entry-read',
        by: actor.person.id,
        about: [entry.id],
        motive: 'control',
        what: { log, number },
      });
      return ok(entry);
    },
    noteExport: (folder) =>
      house.trace({
        kind: 'register-exported',
        by: 'machine-owner',
        about: [],
        motive: 'control',
        what: { folder },
      }),
  };
}
