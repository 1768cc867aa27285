/**
 * Sensitive acts (SEC-30): those that want a fresh proof bound to what is done, and of these the ones
 * that want two persons (SEC-31). A closed list; which of them want two is the town's to say. What only
 * protects (suspending, taking ways in back, placing a hold) is never on it: it must not wait.
 */

import type { Right } from './person.ts';
import type { Words } from './words.ts';

export const sensitiveActs = [
  'change-masks',
  'lift-masks',
  'end-hold',
  'give-clearance',
  'widen-group',
  'make-way-in',
  'break-glass',
] as const;
export type SensitiveAct = (typeof sensitiveActs)[number];

export const sensitiveActWords: Readonly<Record<SensitiveAct, Words>> = {
  'change-masks': { fr: 'Changer les masques', en: 'Change masks' },
  'lift-masks': { fr: 'Lever les masques', en: 'Lift masks' },
  'end-hold': { fr: 'Lever une conservation', en: 'End a legal hold' },
  'give-clearance': { fr: 'Donner une habilitation', en: 'Give a clearance' },
  'widen-group': {
    fr: 'Ouvrir des caméras à un groupe d’habilitations',
    en: 'Open cameras to a group of clearances',
  },
  'make-way-in': { fr: 'Donner un accès', en: 'Give a way in' },
  'break-glass': { fr: 'Prendre un accès d’urgence', en: 'Take an emergency access' },
};

/** What a town that says nothing wants two persons for: what can't be taken back once seen or erased. */
export const fourEyesByDefault: readonly SensitiveAct[] = ['lift-masks', 'end-hold'];

/** Whoever holds one of these may be the second person of some act. */
export const secondRights: readonly Right[] = ['change-masks', 'end-holds', 'manage-people'];

/**
 * How many named persons prove the act; `fourEyes` null: the town has said nothing. `gives`: rights that
 * the act helps somebody to. SEC-36: where any act wants two, so does what makes a second person, or
 * one person alone would make their own.
 */
export function personsFor(
  act: SensitiveAct,
  fourEyes: readonly SensitiveAct[] | null,
  gives: readonly Right[] = [],
): 1 | 2 {
  const wanted = fourEyes ?? fourEyesByDefault;
  const makesSecond = gives.some((right) => secondRights.includes(right));
  return wanted.includes(act) || (wanted.length > 0 && makesSecond) ? 2 : 1;
}
