/**
 * What the head of the centre is told while nothing is erased because the register is read-only (REG-14,
 * decision 0013): how much is past its term, since when, and the last day on which the law still allows
 * it to lie there. It reads and changes nothing.
 */

import { addDays, civilDayOf, Failure, instantFromMs } from '@beffroi/kernel';
import type { House } from '../house.ts';
import { dueRecordings } from './condemn.ts';

/** Whether a run failed because no entry is taken any more. */
export function isReadOnly(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.code === 'register-read-only';
}

export async function stoppedWords(house: House): Promise<string> {
  const { timeZone } = house.parts.settings;
  const today = civilDayOf(house.now(), timeZone);
  const due: number[] = [];
  for (const { stored } of house.memory.cameras.values()) {
    const rows = await house.parts.facts.read((facts) =>
      dueRecordings(house, facts, stored.camera, today),
    );
    due.push(...rows.map(({ recording }) => recording.startMs));
  }
  const repair = 'repair the register, or restore the centre: what is due goes at the next start';
  if (due.length === 0) {
    return `the register is read-only, and nothing more is erased: ${repair}`;
  }
  const oldestDay = civilDayOf(instantFromMs(Math.min(...due)), timeZone);
  const lastDay = addDays(oldestDay, house.profile.retentionDaysMax);
  return `the register is read-only: ${due.length} files are past their term and stay, the oldest of ${oldestDay}, which the law keeps until ${lastDay} at most; ${repair}`;
}
