/**
 * What the law fixes in figures, as dated data (section 15 of the law file): the law changes by
 * date, so no limit is a constant in code. A profile is chosen by the civil day of the act; the
 * figures of a profile never change once it has been in force.
 */

import { assert, type CivilDay } from '@beffroi/kernel';

export interface LegalProfile {
  readonly name: string;
  /** First civil day on which it is the law. */
  readonly from: CivilDay;
  /** VP-30, R253-4: one calendar month at most, so 28 days when counted in days. */
  readonly retentionDaysMax: number;
  /** RET-1: what a camera gets when nobody says otherwise. */
  readonly retentionDaysDefault: number;
  /** VP-05, L252-4: a prefect's order is good for 5 years. */
  readonly authorisationYearsMax: number;
  /**
   * VP-07, R252-15: the commission takes 3 to 4 months and 4 months of the prefect's silence are a
   * refusal, so the renewal is called for 8 months before the end, and a last time 5 months before.
   */
  readonly renewalReminderDays: number;
  readonly renewalLastCallDays: number;
  /** OP-03: the approval behind a clearance is examined again every 5 years. */
  readonly clearanceYearsMax: number;
  /** VP-33, R253-5: an entry of the register lives 3 years at most. */
  readonly registerYearsMax: number;
  /** DP-07, CNIL 2021-122: a technical entry lives 6 months to 1 year. */
  readonly technicalLogYearsMax: number;
  /** VP-41: a permission is decided again at least this often. */
  readonly permissionMsMax: number;
  /** LIV-6: a motive given once is good for this long. */
  readonly viewingMsMax: number;
  /** RJ-08: a hold announced by telephone lapses after this unless it is confirmed. */
  readonly phonedHoldMsMax: number;
  /** HLD-1: the law wants an end and gives no figure: a year, and another hold after it. */
  readonly holdDaysMax: number;
  /** HLD-1: one hold covers no more than the longest retention. */
  readonly holdSpanMsMax: number;
  /** OPS-17 to OPS-20: the law gives no figure; these are the house's, kept with the law's. */
  readonly emergencyMsMax: number;
  readonly emergenciesPerDayMax: number;
  readonly emergencyReviewMsMax: number;
}

export const fr2026: LegalProfile = {
  name: 'fr-2026',
  from: '2023-11-30',
  retentionDaysMax: 28,
  retentionDaysDefault: 15,
  authorisationYearsMax: 5,
  renewalReminderDays: 243,
  renewalLastCallDays: 152,
  clearanceYearsMax: 5,
  registerYearsMax: 3,
  technicalLogYearsMax: 1,
  permissionMsMax: 60_000,
  viewingMsMax: 4 * 3_600_000,
  phonedHoldMsMax: 72 * 3_600_000,
  holdDaysMax: 366,
  holdSpanMsMax: 31 * 86_400_000,
  emergencyMsMax: 3_600_000,
  emergenciesPerDayMax: 3,
  emergencyReviewMsMax: 72 * 3_600_000,
};

/** Oldest first. */
export const legalProfiles: readonly LegalProfile[] = [fr2026];

/** The profile that is the law on a day; days before the first profile get the first. */
export function legalProfileOn(day: CivilDay): LegalProfile {
  const found = legalProfiles.findLast((profile) => profile.from <= day) ?? legalProfiles[0];
  assert(found !== undefined, 'there is at least one legal profile');
  return found;
}
