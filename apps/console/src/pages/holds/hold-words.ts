/** Words for holds: framework, how it came, what state it is in. */

import type { HoldFramework } from '@beffroi/town';
import type { HoldView } from '@beffroi/wire';
import type { Translate } from '../../i18n/text.ts';
import type { Tone } from '../../ui/notice.tsx';

export function frameworkLabel(t: Translate, framework: HoldFramework): string {
  const labels: Record<HoldFramework, string> = {
    '60-1': t('Flagrance (CPP 60-1)'),
    '77-1-1': t('Enquête préliminaire (CPP 77-1-1)'),
    '99-3': t('Information judiciaire (CPP 99-3)'),
  };
  return labels[framework];
}

export function holdState(t: Translate, hold: HoldView): { tone: Tone; label: string } {
  if (hold.ended !== null) {
    const ends: Record<NonNullable<HoldView['ended']>['why'], string> = {
      lifted: t('Levée'),
      lapsed: t('Caduque, jamais confirmée'),
      over: t('Arrivée à son terme'),
    };
    return { tone: 'quiet', label: ends[hold.ended.why] };
  }
  return hold.toConfirm
    ? { tone: 'warning', label: t('À confirmer par écrit') }
    : { tone: 'good', label: t('En vigueur') };
}
