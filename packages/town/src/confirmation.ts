/**
 * Where a confirmation stands (SEC-30 to SEC-34): whose proof it waits for, whether it may be spent.
 * Pure; whoever asks has checked that the persons may do the act at all. A confirmation never comes
 * back: what is refused, over or of another session stays so.
 */

import type { EpochMs } from '@beffroi/kernel';
import { refusal } from './refusal.ts';
import type { Refusal } from './words.ts';

export const confirmationRule = {
  /** Whoever asks proves within this. */
  proveMs: 5 * 60_000,
  /** The second person within this, counted from the asking too: the digest holds one end. */
  secondMs: 15 * 60_000,
  /** Open ones of a person; a sixth takes the place of the oldest. */
  openMax: 5,
  /** After its end both persons are told for so long how it ended. */
  toldMs: 60 * 60_000,
} as const;

export interface ConfirmationState {
  readonly askerId: string;
  readonly persons: 1 | 2;
  /** Whoever asks proves before this. */
  readonly proveUntilMs: EpochMs;
  /** Spent before this. */
  readonly untilMs: EpochMs;
  /** Who has proved, in their order. */
  readonly provedBy: readonly string[];
  readonly isRefused: boolean;
  /** Spent: the act was carried out. */
  readonly isDone: boolean;
}

/** What it waits for; `ready`: the act may be carried out. */
export type ConfirmationStep =
  | 'first-proof'
  | 'second-proof'
  | 'ready'
  | 'done'
  | 'refused'
  | 'over';

/** When a confirmation asked at an instant ends, for the asker's proof and altogether. */
export function confirmationTerm(
  persons: 1 | 2,
  askedAtMs: EpochMs,
): { readonly proveUntilMs: EpochMs; readonly untilMs: EpochMs } {
  const { proveMs, secondMs } = confirmationRule;
  return {
    proveUntilMs: askedAtMs + proveMs,
    untilMs: askedAtMs + (persons === 2 ? secondMs : proveMs),
  };
}

export function confirmationStep(state: ConfirmationState, atMs: EpochMs): ConfirmationStep {
  if (state.isDone) {
    return 'done';
  }
  if (state.isRefused) {
    return 'refused';
  }
  const hasAsked = state.provedBy.includes(state.askerId);
  if (atMs >= state.untilMs || (!hasAsked && atMs >= state.proveUntilMs)) {
    return 'over';
  }
  if (!hasAsked) {
    return 'first-proof';
  }
  // SEC-31: two proofs of one person are one person.
  const others = state.provedBy.filter((personId) => personId !== state.askerId);
  return others.length + 1 >= state.persons ? 'ready' : 'second-proof';
}

/** Whether this person's proof is the one it waits for; null when it is. */
export function refusalToProve(
  state: ConfirmationState,
  personId: string,
  atMs: EpochMs,
): Refusal | null {
  const isAsker = personId === state.askerId;
  switch (confirmationStep(state, atMs)) {
    case 'first-proof':
      return isAsker ? null : refusal('confirmation-not-yours');
    case 'second-proof':
      return isAsker ? refusal('second-person-wanted') : null;
    case 'refused':
      return refusal('confirmation-refused');
    default:
      return refusal('confirmation-over');
  }
}
