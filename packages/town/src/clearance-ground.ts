/**
 * On what a clearance to pictures rests (OP-01 to OP-03): a municipal police officer is approved by
 * the prefect and by the prosecutor, then sworn; any other agent is approved by the prefect. That
 * approval is examined again every five years, so no clearance runs past its review (OPS-14). Pure;
 * the days are what somebody read on the acts.
 */

import { type CivilDay, err, ok, type Result } from '@beffroi/kernel';
import type { LegalProfile } from './legal-profile.ts';
import type { ClearanceGround, Right } from './person.ts';
import { dayWords, refusal } from './refusal.ts';
import { yearsLater } from './term.ts';
import type { Refusal, Words } from './words.ts';

/** Rights that open pictures; whoever holds none of them needs no approval (VP-42). */
export const pictureRights = [
  'watch-live',
  'view-recordings',
  'save-stills',
  'change-masks',
] as const satisfies readonly Right[];

type Paper = 'prefectApproval' | 'prosecutorApproval' | 'oath';

const papersOfKind: Readonly<Record<ClearanceGround['kind'], readonly Paper[]>> = {
  'police-officer': ['prefectApproval', 'prosecutorApproval', 'oath'],
  'approved-agent': ['prefectApproval'],
  'without-pictures': [],
};

const paperWords: Readonly<Record<Paper, Words>> = {
  prefectApproval: { fr: 'l’agrément du préfet', en: 'the approval of the prefect' },
  prosecutorApproval: { fr: 'l’agrément du procureur', en: 'the approval of the prosecutor' },
  oath: { fr: 'la prestation de serment', en: 'the oath' },
};

/** The last day before which the prefect's approval is examined again; null without one (OP-03). */
export function reviewDayOf(ground: ClearanceGround, profile: LegalProfile): CivilDay | null {
  return ground.prefectApproval === null
    ? null
    : yearsLater(ground.prefectApproval, profile.clearanceYearsMax);
}

/** OPS-14: whether a clearance may rest on this ground. */
export function checkGround(
  clearance: {
    readonly ground: ClearanceGround;
    readonly rights: readonly Right[];
    readonly from: CivilDay;
    readonly until: CivilDay;
  },
  profile: LegalProfile,
): Result<null, Refusal> {
  const { ground, rights, from, until } = clearance;
  if (ground.kind === 'without-pictures' && pictureRights.some((right) => rights.includes(right))) {
    return err(refusal('ground-without-pictures'));
  }
  for (const paper of papersOfKind[ground.kind]) {
    if (ground[paper] === null) {
      return err(refusal('ground-incomplete', { what: paperWords[paper] }));
    }
  }
  for (const [paper, what] of Object.entries(paperWords) as [Paper, Words][]) {
    const day = ground[paper];
    if (day !== null && day > from) {
      return err(refusal('ground-too-late', { what, day: dayWords(day) }));
    }
  }
  const review = reviewDayOf(ground, profile);
  return review !== null && until > review
    ? err(refusal('ground-review-due', { day: dayWords(review) }))
    : ok(null);
}
