/**
 * While a person's own emergency access is open, on each of their pages: how long it lasts still, and
 * the way to end it now (OPS-19). The centre ends it by itself; this only says so.
 */

import type { EmergencyView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useEmergencies } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useNowMs } from '../clock.tsx';

export function EmergencyBar(): ReactElement | null {
  const own = (useEmergencies().data ?? []).find(({ isMine, isOpen }) => isMine && isOpen);
  return own === undefined ? null : <OpenEmergency emergency={own} />;
}

function OpenEmergency({ emergency }: { readonly emergency: EmergencyView }): ReactElement | null {
  const t = useText();
  const moments = useMoments();
  const leftMs = Date.parse(emergency.until) - useNowMs(1000);
  const end = useMutation({
    mutationFn: () => ask('POST', `/api/emergencies/${emergency.id}/end`),
    onSettled: () => invalidate(['emergencies', 'session', 'cameras']),
  });
  return leftMs <= 0 ? null : (
    <section className="s-emergency" aria-label={t('Mon accès d’urgence')}>
      <Icon name="alarm" size={16} />
      <p className="b-grow">
        <strong>{t('Accès d’urgence ouvert')}</strong>{' '}
        {t('jusqu’à {time}, encore {count, plural, one {# minute} other {# minutes}}', {
          time: moments.time(emergency.until),
          count: Math.ceil(leftMs / 60_000),
        })}
      </p>
      <Button small isPending={end.isPending} onPress={() => end.mutate()}>
        {t('Y mettre fin')}
      </Button>
    </section>
  );
}
