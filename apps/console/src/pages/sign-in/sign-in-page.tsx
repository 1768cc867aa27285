/**
 * Sign-in: passkey first; the town's identity provider where there is one; password and code as the
 * other way; in a demonstration, its people to sign in as. Refusals are said in the law's own words, and never tell whether a name exists.
 */

import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, type ReactElement, useState } from 'react';
import { ownPath } from '../../api/own-path.ts';
import { useSession } from '../../api/queries.ts';
import {
  beginProviderSignIn,
  demonstrationPeople,
  isTurnedAway,
  signInForDemonstration,
  signInWithPasskey,
  signInWithPassword,
} from '../../api/sign-in.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { FaultNotice, Notice } from '../../ui/notice.tsx';
import { CodeField, isCode, PasswordField } from '../../ui/secret-fields.tsx';
import { postLabel } from '../../words/labels.ts';
import { ProviderWay } from './provider-way.tsx';

const route = getRouteApi('/open/sign-in');

/** A full load, so that nothing of a former session stays in memory. */
function useEnter(): () => void {
  const { from } = route.useSearch();
  return () => window.location.assign(ownPath(from));
}

export function SignInPage(): ReactElement {
  const t = useText();
  const isDemonstration = useSession().data?.town.demonstration === true;
  const { from } = route.useSearch();
  return (
    <main id="main" className="s-open-main" tabIndex={-1}>
      <div className={`p-sign-in${isDemonstration ? ' p-sign-in-two' : ''}`}>
        <section className="b-stack" aria-labelledby="sign-in-head">
          <h1 id="sign-in-head">{t('Se connecter')}</h1>
          <p className="b-quiet">
            {t('Chaque personne entre sous son nom ; chaque accès est inscrit au registre.')}
          </p>
          <PasskeyWay />
          <ProviderWay
            words={(provider) => t('Entrer avec {provider}', { provider })}
            begin={() => beginProviderSignIn(ownPath(from))}
          />
          <p className="p-or">{t('ou')}</p>
          <PasswordWay />
        </section>
        {isDemonstration ? <DemonstrationWay /> : null}
      </div>
    </main>
  );
}

function PasskeyWay(): ReactElement {
  const t = useText();
  const enter = useEnter();
  const signIn = useMutation({ mutationFn: signInWithPasskey, onSuccess: enter });
  return (
    <div className="b-stack">
      <Button
        variant="primary"
        icon="fingerprint"
        isPending={signIn.isPending}
        onPress={() => signIn.mutate()}
      >
        {t('Entrer avec une clé d’accès')}
      </Button>
      {isTurnedAway(signIn.error) ? (
        <Notice tone="notice" isLive>
          <p>{t('La demande a été refermée. Recommencez, ou entrez par mot de passe.')}</p>
        </Notice>
      ) : (
        <FaultNotice fault={signIn.error} />
      )}
    </div>
  );
}

function PasswordWay(): ReactElement {
  const t = useText();
  const enter = useEnter();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const signIn = useMutation({ mutationFn: signInWithPassword, onSuccess: enter });
  const isReady = login !== '' && password !== '' && isCode(code);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) {
      signIn.mutate({ login: login.trim().toLowerCase(), password, code });
    }
  };
  return (
    <form className="b-stack" onSubmit={submit} aria-label={t('Mot de passe et code')}>
      <TextField
        label={t('Nom de connexion')}
        value={login}
        onChange={setLogin}
        autoComplete="username"
        maxLength={40}
        isRequired
      />
      <PasswordField value={password} onChange={setPassword} />
      <CodeField
        label={t('Code de l’application d’authentification')}
        value={code}
        onChange={setCode}
      />
      <FaultNotice fault={signIn.error} />
      <Button type="submit" isPending={signIn.isPending} isDisabled={!isReady}>
        {t('Entrer par mot de passe')}
      </Button>
    </form>
  );
}

function DemonstrationWay(): ReactElement {
  const t = useText();
  const words = useWords();
  const enter = useEnter();
  const people = useQuery({ queryKey: ['demo-people'], queryFn: demonstrationPeople });
  const signIn = useMutation({ mutationFn: signInForDemonstration, onSuccess: enter });
  return (
    <section className="b-stack" aria-labelledby="demo-head">
      <h2 id="demo-head">{t('Ville de démonstration : entrer comme…')}</h2>
      <FaultNotice fault={people.error ?? signIn.error} />
      <ul className="p-demo-people">
        {(people.data ?? []).map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className="p-demo-person"
              disabled={signIn.isPending}
              onClick={() => signIn.mutate(person.id)}
            >
              <Icon name="account" size={22} />
              <span>
                <strong>{person.displayName}</strong>
                <span className="p-demo-post">{postLabel(t, person.post)}</span>
                <span className="b-quiet b-small">{words(person.about)}</span>
              </span>
              <Icon name="chevron-right" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
