/** Where the camera answers. Credentials are written here once and never read back from the centre. */

import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.ts';
import { TextField } from '../../ui/field.tsx';
import type { CameraDraft, DraftFaults } from './camera-draft.ts';

interface AddressFieldsProps {
  readonly draft: CameraDraft;
  readonly faults: DraftFaults;
  /** The camera exists: empty credentials keep what the centre has. */
  readonly keepsCredentials?: boolean;
  readonly onChange: (change: Partial<CameraDraft>) => void;
}

export function AddressFields(props: AddressFieldsProps): ReactElement {
  const { draft, faults, keepsCredentials = false, onChange } = props;
  const t = useText();
  const hint = keepsCredentials ? { hint: t('Vide : inchangé') } : {};
  return (
    <div className="p-fields p-fields-wide">
      <TextField
        label={t('Adresse du flux principal')}
        hint={t('Celui qui est enregistré')}
        placeholder="rtsp://10.0.12.7/stream1"
        value={draft.mainUrl}
        onChange={(mainUrl) => onChange({ mainUrl })}
        fault={faults.mainUrl}
        inputMode="url"
        maxLength={500}
        isRequired
      />
      <TextField
        label={t('Adresse du flux secondaire')}
        hint={t('Plus petit, pour le mur ; facultatif')}
        value={draft.subUrl}
        onChange={(subUrl) => onChange({ subUrl })}
        fault={faults.subUrl}
        inputMode="url"
        maxLength={500}
      />
      <TextField
        label={t('Utilisateur de la caméra')}
        {...hint}
        value={draft.username}
        onChange={(username) => onChange({ username })}
        autoComplete="off"
        maxLength={200}
      />
      <TextField
        label={t('Mot de passe de la caméra')}
        {...hint}
        type="password"
        value={draft.password}
        onChange={(password) => onChange({ password })}
        autoComplete="new-password"
        maxLength={200}
      />
    </div>
  );
}
