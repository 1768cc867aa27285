/**
 * How long records live, as dated data of the law (fr-2026): three years at most (VP-33, R253-5 CSI),
 * and one year at least for what is kept to check the house itself (DP-07, CNIL 2021-122). The
 * register's room knows no law; whoever checks brings these.
 */

import type { RecordTerms } from '@beffroi/register';

export const fr2026: RecordTerms = { earliestDays: 365, latestDays: 1096 };
