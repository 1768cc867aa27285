/**
 * First access through a one-time link: a passkey first, or a password with an authenticator, or the
 * person's account at the town's identity provider (SEC-60). The link dies with its first use; a dead
 * link says what to do.
 */

import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import {
  beginProviderEnrolment,
  enrolment,
  enrolPasskey,
  isTurnedAway,
} from '../../api/sign-in.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice, Notice, Waiting } from '../../ui/notice.tsx';
import { ProviderWay } from '../sign-in/provider-way.tsx';
import { PasswordEnrolment } from './password-enrolment.tsx';

const route = getRouteApi('/open/enrol/$token');

export function EnrolPage(): ReactElement {
  const t = useText();
  const { token } = route.useParams();
  const link = useQuery({
    queryKey: ['enrol', token],
    queryFn: () => enrolment(token),
    retry: false,
  });
  return (
    <main id="main" className="s-open-main" tabIndex={-1}>
      <div className="p-sign-in">
        <section className="b-stack">
          <h1>{t('Premier accès')}</h1>
          {link.isPending ? <Waiting /> : null}
          {link.isError ? (
            <>
              <FaultNotice fault={link.error} />
              <p>
                {t('Demandez un nouveau lien au responsable du CSU. Un lien sert une seule fois.')}
              </p>
            </>
          ) : null}
          {link.data === undefined ? null : <Ways token={token} enrolment={link.data} />}
        </section>
      </div>
    </main>
  );
}

interface WaysProps {
  readonly token: string;
  readonly enrolment: {
    readonly displayName: string;
    readonly login: string;
    readonly until: string;
  };
}

function Ways({ token, enrolment: { displayName, login, until } }: WaysProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const [isDone, setDone] = useState(false);
  const [usesPassword, setUsesPassword] = useState(false);
  const passkey = useMutation({
    mutationFn: () => enrolPasskey(token),
    onSuccess: () => setDone(true),
  });
  if (isDone) {
    return (
      <Notice tone="good" title={t('C’est fait')} isLive>
        <p>
          <Link to="/sign-in">{t('Se connecter')}</Link>
        </p>
      </Notice>
    );
  }
  return (
    <>
      <dl className="b-facts">
        <dt>{t('Personne')}</dt>
        <dd>{displayName}</dd>
        <dt>{t('Nom de connexion')}</dt>
        <dd>{login}</dd>
        <dt>{t('Lien valable jusqu’au')}</dt>
        <dd>{moments.dayTime(until)}</dd>
      </dl>
      {usesPassword ? (
        <PasswordEnrolment
          token={token}
          ownWords={[login, displayName]}
          onDone={() => setDone(true)}
        />
      ) : (
        <>
          <p>
            {t(
              'Une clé d’accès reste sur votre appareil ou votre clé de sécurité : rien à retenir, rien à dérober.',
            )}
          </p>
          <Button
            variant="primary"
            icon="fingerprint"
            isPending={passkey.isPending}
            onPress={() => passkey.mutate()}
          >
            {t('Créer ma clé d’accès')}
          </Button>
          {isTurnedAway(passkey.error) ? null : <FaultNotice fault={passkey.error} />}
        </>
      )}
      <Button variant="quiet" onPress={() => setUsesPassword(!usesPassword)}>
        {usesPassword
          ? t('Prendre plutôt une clé d’accès')
          : t('Choisir plutôt un mot de passe et une application')}
      </Button>
      <ProviderWay
        words={(provider) => t('Relier plutôt mon compte {provider}', { provider })}
        begin={() => beginProviderEnrolment(token)}
      />
    </>
  );
}
