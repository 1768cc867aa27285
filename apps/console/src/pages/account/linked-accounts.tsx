/**
 * The person's accounts at the town's identity provider (SEC-60), each by the machine that vouches for
 * it: the centre keeps no name of such an account.
 */

import type { IdentityView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { RevokeWay } from './revoke-way.tsx';

export function LinkedAccounts({
  identities,
}: {
  readonly identities: readonly IdentityView[];
}): ReactElement | null {
  const t = useText();
  const [revoked, setRevoked] = useState<IdentityView | null>(null);
  if (identities.length === 0) {
    return null;
  }
  return (
    <>
      <ul className="p-own" aria-label={t('Comptes reliés')}>
        {identities.map((identity) => (
          <Item key={identity.id} identity={identity} onRevoke={() => setRevoked(identity)} />
        ))}
      </ul>
      {revoked === null ? null : (
        <RevokeWay
          title={t('Détacher ce compte')}
          kind="identities"
          id={revoked.id}
          onClose={() => setRevoked(null)}
        />
      )}
    </>
  );
}

interface ItemProps {
  readonly identity: IdentityView;
  readonly onRevoke: () => void;
}

function Item({ identity, onRevoke }: ItemProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const { issuer, enrolledAt, lastUsedAt } = identity;
  return (
    <li className="p-own-item">
      <Icon name="link" size={20} />
      <span className="b-grow">
        <strong>
          {t('Compte de {provider}', { provider: URL.parse(issuer)?.host ?? issuer })}
        </strong>
        <span className="b-quiet b-small">
          {t('Relié le {day}', { day: moments.day(enrolledAt) })}
          {' · '}
          {lastUsedAt === null
            ? t('jamais utilisé')
            : t('utilisé le {when}', { when: moments.dayTime(lastUsedAt) })}
        </span>
      </span>
      <Button small onPress={onRevoke}>
        {t('Révoquer…')}
      </Button>
    </li>
  );
}
