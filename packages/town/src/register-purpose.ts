/**
 * What the register may be opened for (DP-06, article 101 of law 78-17): a closed list. Judging how well
 * somebody works isn't on it, and never will be.
 */

import type { Words } from './words.ts';

export const registerPurposes = [
  'lawfulness-check',
  'self-control',
  'security',
  'criminal-procedure',
] as const;
export type RegisterPurpose = (typeof registerPurposes)[number];

export const registerPurposeWords: Readonly<Record<RegisterPurpose, Words>> = {
  'lawfulness-check': { fr: 'Contrôle de licéité', en: 'Check of lawfulness' },
  'self-control': { fr: 'Contrôle interne', en: 'Self-control' },
  security: { fr: 'Intégrité et sécurité des données', en: 'Integrity and security of the data' },
  'criminal-procedure': { fr: 'Procédure pénale', en: 'Criminal procedure' },
};
