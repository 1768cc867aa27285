/** Why the register is opened (DP-06): one of a closed list, written in the register itself. */

import { type RegisterPurpose, registerPurposes, registerPurposeWords } from '@beffroi/town';
import type { OpenRegisterBody, RegisterOpeningView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { Radios } from '../../ui/checkbox.tsx';
import { TextField } from '../../ui/field.tsx';
import { ActButton, missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';

interface OpeningFormProps {
  readonly onOpen: (opening: RegisterOpeningView) => void;
}

export function OpeningForm({ onOpen }: OpeningFormProps): ReactElement {
  const t = useText();
  const words = useWords();
  const [purpose, setPurpose] = useState<RegisterPurpose | null>(null);
  const [note, setNote] = useState('');
  const open = useMutation({
    mutationFn: (body: OpenRegisterBody) =>
      ask<RegisterOpeningView>('POST', '/api/register/openings', body),
    onSuccess: onOpen,
  });
  return (
    <form
      className="b-card b-stack"
      aria-labelledby="p-register-title"
      onSubmit={(event) => {
        event.preventDefault();
        if (purpose !== null) {
          open.mutate({ purpose, note: note.trim() });
        }
      }}
    >
      <h2 id="p-register-title">{t('Ouvrir le registre')}</h2>
      <p className="b-quiet">
        {t(
          'Le motif est inscrit au registre. L’ouverture vaut quatre heures. Le registre ne sert pas à juger le travail des agents.',
        )}
      </p>
      <FaultNotice fault={open.error} />
      <Radios
        label={t('Motif')}
        choices={registerPurposes.map((value) => ({
          value,
          label: words(registerPurposeWords[value]),
        }))}
        value={purpose ?? ('' as RegisterPurpose)}
        onChange={setPurpose}
      />
      <TextField
        label={t('Précision (facultative)')}
        value={note}
        lines={2}
        maxLength={2000}
        onChange={setNote}
      />
      <div className="b-row">
        <ActButton
          variant="primary"
          icon="list"
          type="submit"
          missing={missingOf(t, [[purpose === null, t('le motif')]])}
          isPending={open.isPending}
        >
          {t('Ouvrir')}
        </ActButton>
      </div>
    </form>
  );
}
