/**
 * How a person proves a sensitive act: passkey first, password and code as the other way; in a
 * demonstration a marked click, because people enter it without a proof (SEC-34, SEC-17).
 */

import type { ConfirmationView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import { invalidate } from '../../api/client.ts';
import { proveForDemonstration, proveWithPasskey, proveWithPassword } from '../../api/proofs.ts';
import { isTurnedAway } from '../../api/sign-in.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice, Notice } from '../../ui/notice.tsx';
import { CodeField, isCode, PasswordField } from '../../ui/secret-fields.tsx';

export function ProofWays({ view }: { readonly view: ConfirmationView }): ReactElement {
  const t = useText();
  const { id, ways } = view;
  return (
    <div className="b-stack">
      {ways.includes('passkey') ? <PasskeyProof id={id} /> : null}
      {ways.includes('passkey') && ways.includes('password') ? (
        <p className="p-or">{t('ou')}</p>
      ) : null}
      {ways.includes('password') ? <PasswordProof id={id} /> : null}
      {ways.includes('demonstration') ? <DemonstrationProof id={id} /> : null}
      {ways.length === 0 ? (
        <Notice tone="warning">
          <p>
            {t(
              'Vous n’avez ni clé d’accès ni mot de passe pour le prouver : demandez un lien au responsable du CSU.',
            )}
          </p>
        </Notice>
      ) : null}
    </div>
  );
}

function PasskeyProof({ id }: { readonly id: string }): ReactElement {
  const t = useText();
  const proof = useMutation({
    mutationFn: () => proveWithPasskey(id),
    onSuccess: () => invalidate(['confirmations']),
  });
  return (
    <>
      <Button
        variant="primary"
        icon="fingerprint"
        isPending={proof.isPending}
        onPress={() => proof.mutate()}
      >
        {t('Signer avec ma clé d’accès')}
      </Button>
      {isTurnedAway(proof.error) ? (
        <Notice tone="notice" isLive>
          <p>{t('La demande a été refermée : rien n’est signé.')}</p>
        </Notice>
      ) : (
        <FaultNotice fault={proof.error} />
      )}
    </>
  );
}

function PasswordProof({ id }: { readonly id: string }): ReactElement {
  const t = useText();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const proof = useMutation({
    mutationFn: () => proveWithPassword(id, { password, code }),
    onSuccess: () => invalidate(['confirmations']),
  });
  const isReady = password !== '' && isCode(code);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) {
      proof.mutate();
    }
  };
  return (
    <form className="b-stack" onSubmit={submit} aria-label={t('Mot de passe et code')}>
      <PasswordField value={password} onChange={setPassword} />
      <CodeField
        label={t('Code de l’application d’authentification')}
        value={code}
        onChange={setCode}
      />
      <FaultNotice fault={proof.error} />
      <Button type="submit" isPending={proof.isPending} isDisabled={!isReady}>
        {t('Confirmer par mot de passe')}
      </Button>
    </form>
  );
}

function DemonstrationProof({ id }: { readonly id: string }): ReactElement {
  const t = useText();
  const proof = useMutation({
    mutationFn: () => proveForDemonstration(id),
    onSuccess: () => invalidate(['confirmations']),
  });
  return (
    <>
      <Notice tone="notice">
        <p>
          {t(
            'Démonstration : aucune preuve n’est demandée. Ailleurs, une clé d’accès signe cet acte.',
          )}
        </p>
      </Notice>
      <FaultNotice fault={proof.error} />
      <p>
        <Button
          variant="primary"
          icon="check"
          isPending={proof.isPending}
          onPress={() => proof.mutate()}
        >
          {t('Confirmer sans preuve')}
        </Button>
      </p>
    </>
  );
}
