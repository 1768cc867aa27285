/** What a person's clearances amount to today, in a shape and a word; the centre alone decides. */

import type { ClearanceView, PersonView } from '@beffroi/wire';
import type { Static } from 'typebox';
import { daysUntil, type Moments } from '../../i18n/moments.ts';
import type { Translate } from '../../i18n/text.ts';
import type { Condition } from '../cameras/condition.ts';

export type Clearance = Static<typeof ClearanceView>;

export type ClearanceState = 'in-force' | 'suspended' | 'ended' | 'future';

const renewalDays = 30;
/** An inquiry takes months: the review is called for half a year ahead (OP-03). */
const reviewNoticeDays = 183;

export function clearanceState(clearance: Clearance, nowMs: number): ClearanceState {
  if (clearance.suspended !== null) {
    return 'suspended';
  }
  if (daysUntil(clearance.until, nowMs) < 0) {
    return 'ended';
  }
  return Date.parse(`${clearance.from}T00:00:00Z`) > nowMs ? 'future' : 'in-force';
}

export function clearanceCondition(t: Translate, clearance: Clearance, nowMs: number): Condition {
  switch (clearanceState(clearance, nowMs)) {
    case 'in-force':
      return { tone: 'good', label: t('En vigueur') };
    case 'suspended':
      return { tone: 'warning', label: t('Suspendue') };
    case 'future':
      return { tone: 'quiet', label: t('À venir') };
    default:
      return { tone: 'quiet', label: t('Échue') };
  }
}

/** When the prefect's approval is examined again, as a state. */
export function reviewCondition(
  t: Translate,
  moments: Moments,
  reviewDay: string,
  nowMs: number,
): Condition {
  const label = t('réexamen avant le {day}', { day: moments.civilDay(reviewDay) });
  return { tone: daysUntil(reviewDay, nowMs) < reviewNoticeDays ? 'notice' : 'quiet', label };
}

/** The person's line in the list. */
export function clearanceOf(
  t: Translate,
  moments: Moments,
  person: PersonView,
  nowMs: number,
): Condition {
  if (person.leftAt !== null) {
    return { tone: 'quiet', label: t('Partie le {day}', { day: moments.day(person.leftAt) }) };
  }
  const inForce = person.clearances.filter((one) => clearanceState(one, nowMs) === 'in-force');
  const last = inForce
    .map((one) => one.until)
    .sort()
    .at(-1);
  if (last === undefined) {
    const isSuspended = person.clearances.some((one) => one.suspended !== null);
    return isSuspended
      ? { tone: 'warning', label: t('Suspendue') }
      : { tone: 'warning', label: t('Aucune : ne voit rien') };
  }
  const tone = daysUntil(last, nowMs) < renewalDays ? 'notice' : 'good';
  return { tone, label: t('jusqu’au {day}', { day: moments.civilDay(last) }) };
}
