/** The fields of a camera's card: who it is, what it is for, by which order, how long pictures stay. */

import { framings, purposes } from '@beffroi/town';
import type { ReactElement } from 'react';
import { useCommunes } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox, Checklist, Radios } from '../../ui/checkbox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { NumberField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { framingLabel, purposeLabel } from '../../words/labels.ts';
import type { CameraDraft, DraftFaults } from './camera-draft.ts';

interface FieldsProps {
  readonly draft: CameraDraft;
  /** Shown only once the person tried to go on. */
  readonly faults: DraftFaults;
  readonly onChange: (change: Partial<CameraDraft>) => void;
}

export function IdentityFields({ draft, faults, onChange }: FieldsProps): ReactElement {
  const t = useText();
  const communes = useCommunes().data ?? [];
  return (
    <div className="p-fields">
      <TextField
        label={t('Nom')}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        fault={faults.name}
        maxLength={200}
        isRequired
      />
      <Select
        label={t('Commune')}
        placeholder={t('Choisir')}
        value={draft.communeId === '' ? null : draft.communeId}
        onChange={(communeId) => onChange({ communeId })}
        choices={communes.map(({ id, name }) => ({ value: id, label: name }))}
        fault={faults.communeId}
        isRequired
      />
      <TextField
        label={t('Lieu')}
        hint={t('Inscrit sur chaque image conservée')}
        value={draft.place}
        onChange={(place) => onChange({ place })}
        fault={faults.place}
        maxLength={200}
        isRequired
      />
      <TextField
        label={t('Objectif')}
        hint={t('Une phrase (VP-68)')}
        value={draft.objective}
        onChange={(objective) => onChange({ objective })}
        fault={faults.objective}
        maxLength={200}
        isRequired
      />
    </div>
  );
}

export function PurposeFields({ draft, faults, onChange }: FieldsProps): ReactElement {
  const t = useText();
  return (
    <>
      <Checklist
        label={t('Finalités de l’arrêté')}
        columns={2}
        choices={purposes.map((value) => ({ value, label: purposeLabel(t, value) }))}
        values={draft.purposes}
        onChange={(chosen) => onChange({ purposes: chosen })}
      />
      {faults.purposes === undefined ? null : <Notice tone="alarm">{faults.purposes}</Notice>}
    </>
  );
}

export function FramingFields({ draft, onChange }: Omit<FieldsProps, 'faults'>): ReactElement {
  const t = useText();
  return (
    <div className="p-fields">
      <Radios
        label={t('Cadrage')}
        value={draft.framing}
        onChange={(framing) => onChange({ framing })}
        choices={framings.map((value) => ({
          value,
          label: framingLabel(t, value),
          about:
            value === 'narrow'
              ? t('Personnes ou objets : 704 × 576 au moins')
              : t('Une zone : 352 × 288 au moins'),
        }))}
      />
      <Checkbox isSelected={draft.fastFlow} onChange={(fastFlow) => onChange({ fastFlow })}>
        {t('Personnes ou véhicules rapides : 12 images par seconde en plan étroit')}
      </Checkbox>
    </div>
  );
}

export function OrderFields({ draft, faults, onChange }: FieldsProps): ReactElement {
  const t = useText();
  return (
    <div className="b-stack">
      <NumberField
        label={t('Conservation')}
        unit={t('jours')}
        hint={t('Au plus ce que l’autorisation permet, et 28 jours')}
        value={draft.retentionDays}
        onChange={(retentionDays) => onChange({ retentionDays })}
        fault={faults.retentionDays}
        minValue={1}
        maxValue={28}
      />
      <Checkbox
        isSelected={draft.hasAuthorisation}
        onChange={(hasAuthorisation) => onChange({ hasAuthorisation })}
      >
        {t('Le préfet a autorisé cette caméra')}
      </Checkbox>
      {draft.hasAuthorisation ? (
        <div className="p-fields">
          <TextField
            label={t('Numéro de l’arrêté')}
            value={draft.orderNumber}
            onChange={(orderNumber) => onChange({ orderNumber })}
            fault={faults.orderNumber}
            maxLength={200}
            isRequired
          />
          <DateField
            label={t('Du')}
            value={draft.from}
            onChange={(from) => onChange({ from })}
            fault={faults.from}
            isRequired
          />
          <DateField
            label={t('Au (inclus)')}
            value={draft.until}
            onChange={(until) => onChange({ until })}
            fault={faults.until}
            isRequired
          />
          <NumberField
            label={t('Conservation permise')}
            unit={t('jours')}
            value={draft.retentionDaysMax}
            onChange={(retentionDaysMax) => onChange({ retentionDaysMax })}
            minValue={1}
            maxValue={28}
          />
        </div>
      ) : null}
    </div>
  );
}
