/** The person's open sessions, this one marked; another one is closed from here at once (SEC-19). */

import type { AccountView, OpenSessionView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { wayLabel } from '../../words/labels.ts';

export function OwnSessions({ account }: { readonly account: AccountView }): ReactElement {
  const t = useText();
  const end = useMutation({
    mutationFn: (id: string) => ask<null>('POST', `/api/account/sessions/${id}/end`),
    onSuccess: () => invalidate(['account']),
  });
  return (
    <section className="b-card b-stack">
      <h2>{t('Sessions ouvertes')}</h2>
      <FaultNotice fault={end.error} />
      <ul className="p-own" aria-label={t('Sessions ouvertes')}>
        {account.sessions.map((session) => (
          <SessionItem key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
    </section>
  );
}

interface SessionItemProps {
  readonly session: OpenSessionView;
  readonly onEnd: () => void;
}

function SessionItem({ session, onEnd }: SessionItemProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  return (
    <li className="p-own-item">
      <Icon name="account" size={20} />
      <span className="b-grow">
        <strong>{wayLabel(t, session.how)}</strong>
        <span className="b-quiet b-small">
          {t('Ouverte le {from}, jusqu’au {until} au plus tard', {
            from: moments.dayTime(session.startedAt),
            until: moments.dayTime(session.until),
          })}
        </span>
      </span>
      {session.current ? (
        <StateBadge tone="good">{t('Celle-ci')}</StateBadge>
      ) : (
        <Button small onPress={onEnd}>
          {t('Fermer')}
        </Button>
      )}
    </li>
  );
}
