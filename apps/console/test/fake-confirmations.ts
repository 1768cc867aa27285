/** Sensitive acts of the fake centre: one that somebody else asked, and the one that is asked here. */

import type { ConfirmationView, RefusalBody } from '@beffroi/wire';
import { nowMs } from './fake-town.ts';

const at = (minutes: number): string => new Date(nowMs + minutes * 60_000).toISOString();
const digest = '77b889c94e59f0092b6134f5ca5ee405ac9d598c99a67ebd1c79ef68690df3c5';

function line(fr: string, en: string) {
  return { fr, en };
}

const base: ConfirmationView = {
  ...{ id: 'cnf_lift', act: 'lift-masks', digest, persons: 2, isMine: false },
  title: line('Lever les masques', 'Lift masks'),
  about: [
    line('Caméra : 3 Quai nord', 'Camera: 3 Quai nord'),
    line('Masques jusqu’ici : 2 zones, en aplat', 'Masks until now: 2 zones, solid'),
    line(
      'Masques désormais : aucun, toute l’image se voit',
      'Masks from now on: none, the whole picture is seen',
    ),
    line('Motif : le bâtiment a été démoli', 'Reason: le bâtiment a été démoli'),
  ],
  askedBy: { id: 'per_yann', displayName: 'Yann Le Goff' },
  ...{ askedAt: at(-2), proveUntil: at(3), until: at(13), step: 'second-proof' },
  provedBy: [{ displayName: 'Yann Le Goff', way: 'passkey', at: at(-1) }],
  waitsFor: [],
  ways: ['passkey', 'password'],
  refused: null,
};

/** What Claire asks in the views: it wants her proof, then waits for Yann. */
const own: ConfirmationView = {
  ...base,
  ...{ id: 'cnf_own', isMine: true, step: 'first-proof', provedBy: [], waitsFor: ['Yann Le Goff'] },
  askedBy: { id: 'per_claire', displayName: 'Claire Vasseur' },
};
const waiting: ConfirmationView = {
  ...own,
  step: 'second-proof',
  provedBy: [{ displayName: 'Claire Vasseur', way: 'password', at: at(0) }],
};

export const confirmations: readonly ConfirmationView[] = [base];
/** One's own act, before and after one's proof. */
export function ownConfirmation(isProved: boolean): ConfirmationView {
  return isProved ? waiting : own;
}

export const confirmationWanted: RefusalBody = {
  rule: 'SEC-30',
  code: 'confirmation-wanted',
  words: line(
    'Cet acte demande une preuve : Lever les masques.',
    'This act wants a proof: Lift masks.',
  ),
  confirmationId: 'cnf_own',
};
