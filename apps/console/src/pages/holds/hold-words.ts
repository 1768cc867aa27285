/** Words for the state that a hold is in. */

import type { HoldView } from '@beffroi/wire';
import type { Translate } from '../../i18n/text.ts';
import type { Tone } from '../../ui/notice.tsx';

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
