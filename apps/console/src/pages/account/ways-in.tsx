/**
 * The person's own ways in: their passkeys, told apart by device, enrolment and last use, accounts at
 * the identity provider, and whether there is a password; taken back after a question. A new one still
 * comes by a link (SEC-13), so that whoever finds an open session can't leave a key behind.
 */

import type { AccountView, PasskeyView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { Icon } from '../../ui/icon.tsx';
import { LinkedAccounts } from './linked-accounts.tsx';
import { OwnWay } from './own-way.tsx';

export function WaysIn({ account }: { readonly account: AccountView }): ReactElement {
  const t = useText();
  const { passkeys, password, identities } = account;
  return (
    <section className="b-card b-stack">
      <h2>{t('Moyens de connexion')}</h2>
      <ul className="p-own" aria-label={t('Clés d’accès')}>
        {passkeys.toSorted(lastUsedFirst).map((passkey) => (
          <PasskeyItem key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      <LinkedAccounts identities={identities} />
      <p className="p-own-line">
        <Icon name="lock" size={18} />
        {password ? t('Mot de passe avec code : en place') : t('Mot de passe avec code : aucun')}
      </p>
      <p className="b-quiet b-small">
        {t(
          'Pour ajouter un moyen ou en remplacer un, demandez un lien au responsable du CSU : il est valable 24 heures et sert une seule fois.',
        )}
      </p>
    </section>
  );
}

function lastUsedFirst(one: PasskeyView, other: PasskeyView): number {
  return lastSeen(other).localeCompare(lastSeen(one));
}

function lastSeen({ lastUsedAt, enrolledAt }: PasskeyView): string {
  return lastUsedAt ?? enrolledAt ?? '';
}

/** Where the key lives, from the transports that the authenticator told (WebAuthn level 3, 5.8.4). */
function deviceWords(t: Translate, transports: readonly string[]): string {
  if (transports.includes('internal')) {
    return t('Clé de cet ordinateur ou de ce téléphone');
  }
  return transports.some((one) => one === 'usb' || one === 'nfc')
    ? t('Clé de sécurité')
    : t('Clé d’accès');
}

function PasskeyItem({ passkey }: { readonly passkey: PasskeyView }): ReactElement {
  const t = useText();
  const moments = useMoments();
  const { id, transports, enrolledAt, lastUsedAt } = passkey;
  const since =
    enrolledAt === null ? '' : `${t('Créée le {day}', { day: moments.day(enrolledAt) })} · `;
  const used =
    lastUsedAt === null
      ? t('jamais utilisée')
      : t('utilisée le {when}', { when: moments.dayTime(lastUsedAt) });
  return (
    <OwnWay
      icon="fingerprint"
      name={deviceWords(t, transports)}
      told={since + used}
      kind="passkeys"
      id={id}
      question={t('Révoquer cette clé d’accès')}
    />
  );
}
