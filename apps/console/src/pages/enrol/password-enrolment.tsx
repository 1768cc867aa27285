/**
 * Password and authenticator: the password's strength is told while it is typed, by the town's own
 * rule (SEC-10, DP-08), then the secret is shown once as a QR code and as text, and a code proves that it arrived.
 */

import { passwordBits, passwordBitsMin } from '@beffroi/town';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import { type Authenticator, confirmAuthenticator, enrolPassword } from '../../api/sign-in.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { CodeField, isCode, NewPasswordField } from '../../ui/secret-fields.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QrCode } from './qr-code.tsx';

interface PasswordEnrolmentProps {
  readonly token: string;
  /** The person's names and login: worth little in a password. */
  readonly ownWords: readonly string[];
  readonly onDone: () => void;
}

export function PasswordEnrolment({
  token,
  ownWords,
  onDone,
}: PasswordEnrolmentProps): ReactElement {
  const [authenticator, setAuthenticator] = useState<Authenticator | null>(null);
  return authenticator === null ? (
    <PasswordStep token={token} ownWords={ownWords} onNext={setAuthenticator} />
  ) : (
    <CodeStep token={token} authenticator={authenticator} onDone={onDone} />
  );
}

interface PasswordStepProps {
  readonly token: string;
  readonly ownWords: readonly string[];
  readonly onNext: (authenticator: Authenticator) => void;
}

function PasswordStep({ token, ownWords, onNext }: PasswordStepProps): ReactElement {
  const t = useText();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const save = useMutation({
    mutationFn: () => enrolPassword(token, password),
    onSuccess: onNext,
  });
  const bits = passwordBits(password, ownWords);
  const isStrong = bits >= passwordBitsMin;
  const differs = again !== '' && again !== password;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isStrong && again === password) {
      save.mutate();
    }
  };
  return (
    <form className="b-stack" onSubmit={submit}>
      <NewPasswordField
        label={t('Mot de passe')}
        hint={t('Cinq mots au hasard, ou dix caractères mêlant lettres, chiffres et signes')}
        value={password}
        onChange={setPassword}
      />
      <Strength bits={bits} />
      <NewPasswordField
        label={t('Le même, encore une fois')}
        fault={differs ? t('Les deux mots de passe diffèrent.') : undefined}
        value={again}
        onChange={setAgain}
      />
      <FaultNotice fault={save.error} />
      <Button type="submit" isPending={save.isPending} isDisabled={!isStrong || again !== password}>
        {t('Continuer')}
      </Button>
    </form>
  );
}

function Strength({ bits }: { readonly bits: number }): ReactElement {
  const t = useText();
  const wanted = passwordBitsMin;
  const isStrong = bits >= wanted;
  return (
    <div className="p-strength" aria-live="polite">
      <meter min={0} max={wanted} value={Math.min(bits, wanted)} aria-label={t('Solidité')} />
      <StateBadge tone={isStrong ? 'good' : 'quiet'}>
        {isStrong
          ? t('Assez solide')
          : t('{bits} bits sur {wanted}', { bits: Math.floor(bits), wanted })}
      </StateBadge>
    </div>
  );
}

interface CodeStepProps {
  readonly token: string;
  readonly authenticator: Authenticator;
  readonly onDone: () => void;
}

function CodeStep({ token, authenticator, onDone }: CodeStepProps): ReactElement {
  const t = useText();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => confirmAuthenticator(token, code),
    onSuccess: onDone,
  });
  const isReady = isCode(code);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) {
      confirm.mutate();
    }
  };
  return (
    <form className="b-stack" onSubmit={submit}>
      <p>{t('Lisez ce code avec votre application d’authentification.')}</p>
      <QrCode text={authenticator.totpUri} label={t('Code QR de l’authentification')} />
      <p>
        {t('Ou recopiez le secret :')} <code className="p-secret">{authenticator.secret}</code>
      </p>
      <CodeField label={t('Code affiché par l’application')} value={code} onChange={setCode} />
      <FaultNotice fault={confirm.error} />
      <Button type="submit" variant="primary" isPending={confirm.isPending} isDisabled={!isReady}>
        {t('Terminer')}
      </Button>
    </form>
  );
}
