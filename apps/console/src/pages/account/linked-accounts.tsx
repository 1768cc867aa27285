/**
 * The person's accounts at the town's identity provider (SEC-60), each by the machine that vouches for
 * it: the centre keeps no name of such an account.
 */

import type { IdentityView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { OwnWay } from './own-way.tsx';

export function LinkedAccounts({
  identities,
}: {
  readonly identities: readonly IdentityView[];
}): ReactElement | null {
  const t = useText();
  const moments = useMoments();
  if (identities.length === 0) {
    return null;
  }
  return (
    <ul className="p-own" aria-label={t('Comptes reliés')}>
      {identities.map(({ id, issuer, enrolledAt, lastUsedAt }) => {
        const since = t('Relié le {day}', { day: moments.day(enrolledAt) });
        const used =
          lastUsedAt === null
            ? t('jamais utilisé')
            : t('utilisé le {when}', { when: moments.dayTime(lastUsedAt) });
        return (
          <OwnWay
            key={id}
            icon="link"
            name={t('Compte de {provider}', { provider: URL.parse(issuer)?.host ?? issuer })}
            told={`${since} · ${used}`}
            kind="identities"
            id={id}
            question={t('Détacher ce compte')}
          />
        );
      })}
    </ul>
  );
}
