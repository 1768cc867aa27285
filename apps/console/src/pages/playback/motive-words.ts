/** The motives for looking at recordings (VP-33), as they stand in the dialog and the register. */

import type { ViewingMotive } from '@beffroi/town';
import type { Translate } from '../../i18n/text.ts';

export function motiveLabel(t: Translate, motive: ViewingMotive): string {
  const labels: Record<ViewingMotive, string> = {
    'requisition-prepared': t('Préparation d’une réquisition'),
    'incident-followed-up': t('Suites d’un incident'),
    'offence-in-the-act': t('Flagrant délit'),
    rescue: t('Secours à personne'),
    'right-of-access': t('Droit d’accès d’une personne'),
    'technical-check': t('Contrôle technique'),
    'quality-check': t('Contrôle de qualité'),
  };
  return labels[motive];
}
