/**
 * What the centre tells of its register: public keys, receipts, and why it is read-only. Who may have
 * a receipt is the office's decision; this room only proves what the office hands it.
 */

import { ok } from '@beffroi/kernel';
import type { Actor, Answer, ClockWatch, RegisterReading } from '@beffroi/office';
import type { Words } from '@beffroi/register';
import type { RegisterKeeper } from './register-keeper.ts';
import type { LogName } from './town-key.ts';

export interface RegisterDesk {
  /** Reading it for a purpose (REG-18). */
  readonly reading: RegisterReading;
  nowMs(): number;
  readonly keyLines: Readonly<Record<LogName, string>>;
  /** Why no act is accepted (REG-14, RET-12); null while all is well. */
  readOnly(): Words | null;
  /** The receipt of an entry; null when this log is at fault and can't be proved. */
  receipt(actor: Actor, log: LogName, number: number): Answer<string | null>;
}

export function createRegisterDesk(
  keeper: RegisterKeeper,
  reading: RegisterReading,
  clockWatch: Pick<ClockWatch, 'readOnly'> | null = null,
): RegisterDesk {
  return {
    reading,
    nowMs: () => keeper.nowMs(),
    keyLines: keeper.key.lines,
    readOnly: () => keeper.fault?.words ?? clockWatch?.readOnly() ?? null,
    async receipt(actor, log, number) {
      const entry = await reading.entry(actor, log, number);
      return entry.ok ? ok(await keeper.receipt(entry.value)) : entry;
    },
  };
}
