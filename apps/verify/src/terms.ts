/**
 * How long records live, as dated data of the law (fr-2026): the register three years at most (VP-33,
 * R253-5 CSI) and one year at least, technical entries from six months to one year (DP-07, CNIL
 * 2021-122). The register's room knows no law; whoever checks brings these.
 */

import type { RecordTerms } from '@beffroi/register';

export const fr2026: RecordTerms = {
  legal: { earliestDays: 365, latestDays: 1096 },
  technical: { earliestDays: 182, latestDays: 366 },
};
