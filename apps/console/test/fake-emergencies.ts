/** Emergency accesses of the fake town: one that is open, one to be reviewed late, two reviewed. */

import type { EmergencyView } from '@beffroi/wire';
import { nowMs } from './fake-town.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const at = (ms: number): string => new Date(ms).toISOString();

const one: EmergencyView = {
  id: 'urg_open',
  person: 'Samir Benali',
  isMine: false,
  motive: 'danger-to-life',
  reason: 'Personne tombée dans le canal, sapeurs-pompiers en route',
  openedAt: at(nowMs - 12 * minuteMs),
  until: at(nowMs + 18 * minuteMs),
  isOpen: true,
  ended: null,
  reviewed: null,
  isReviewLate: false,
  mayEnd: true,
  mayReview: false,
};
const over = { isOpen: false, mayEnd: false } as const;

/** The same, seen by whoever took it. */
export const ownEmergency: EmergencyView = { ...one, person: 'Claire Vasseur', isMine: true };

export const emergencies: readonly EmergencyView[] = [
  one,
  {
    ...{ ...one, ...over, id: 'urg_late', isReviewLate: true },
    ...{ motive: 'offence-in-the-act', reason: 'Vol à l’arraché, fuite vers la gare' },
    ...{ openedAt: at(nowMs - 4 * dayMs), until: at(nowMs - 4 * dayMs + 30 * minuteMs) },
    ended: { at: at(nowMs - 4 * dayMs + 9 * minuteMs), by: 'Samir Benali', why: 'given-back' },
    mayReview: true,
  },
  {
    ...{ ...one, ...over, id: 'urg_good', person: 'Yann Le Goff', motive: 'disaster' },
    ...{ reason: 'Feu de cave rue des Halles', openedAt: at(nowMs - 9 * dayMs) },
    until: at(nowMs - 9 * dayMs + 60 * minuteMs),
    ended: { at: at(nowMs - 9 * dayMs + 60 * minuteMs), by: null, why: 'term' },
    reviewed: {
      ...{ at: at(nowMs - 8 * dayMs), by: 'Claire Vasseur', finding: 'justified' },
      words: 'Incendie avéré, rapport du SDIS joint',
    },
  },
  {
    ...{ ...one, ...over, id: 'urg_bad', person: 'Yann Le Goff' },
    ...{ motive: 'colleague-unreachable', reason: 'Besoin de voir le parking ce soir' },
    ...{ openedAt: at(nowMs - 12 * dayMs), until: at(nowMs - 12 * dayMs + 30 * minuteMs) },
    ended: { at: at(nowMs - 12 * dayMs + 2 * minuteMs), by: 'Claire Vasseur', why: 'taken-back' },
    reviewed: {
      ...{ at: at(nowMs - 11 * dayMs), by: 'Paul Arnoux', finding: 'not-justified' },
      words: 'Aucune urgence : un responsable était de service',
    },
  },
];
