/** A new clearance (VP-40): by which authority, for which communes or cameras, which rights, which days. */

import { type Right, rights } from '@beffroi/town';
import type { NewClearanceBody, PersonView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useCameras, useCommunes } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Checklist } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { rightLabel } from '../../words/labels.ts';

interface NewClearanceProps {
  readonly person: PersonView;
  readonly onClose: () => void;
}

const firstRights: readonly Right[] = ['watch-live'];

function today(plusYears: number): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() + plusYears);
  return day.toISOString().slice(0, 10);
}

export function NewClearance({ person, onClose }: NewClearanceProps): ReactElement {
  const t = useText();
  const [authority, setAuthority] = useState('');
  const [communeIds, setCommuneIds] = useState<readonly string[]>([]);
  const [cameraIds, setCameraIds] = useState<readonly string[] | null>(null);
  const [chosen, setChosen] = useState(firstRights);
  const [from, setFrom] = useState(() => today(0));
  const [until, setUntil] = useState(() => today(1));
  const add = useMutation({
    mutationFn: (body: NewClearanceBody) =>
      ask<PersonView>('POST', `/api/people/${person.id}/clearances`, body),
    onSuccess: () => {
      invalidate(['people']);
      onClose();
    },
  });
  const isOver = until !== '' && until < from;
  const isReady =
    authority.trim() !== '' &&
    communeIds.length > 0 &&
    chosen.length > 0 &&
    !isOver &&
    until !== '';
  const save = (): void =>
    add.mutate({
      authority: authority.trim(),
      communeIds: [...communeIds],
      cameraIds: cameraIds === null ? null : [...cameraIds],
      rights: [...chosen],
      from,
      until,
    });
  return (
    <Dialog
      title={t('Habiliter {name}', { name: person.displayName })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Annuler')}</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={add.isPending} onPress={save}>
            {t('Habiliter')}
          </Button>
        </>
      }
    >
      <div className="b-stack">
        <TextField
          label={t('Autorité et acte')}
          hint={t('Par exemple : Maire, arrêté du 3 mars 2026')}
          value={authority}
          onChange={setAuthority}
          maxLength={200}
          isRequired
        />
        <div className="p-fields">
          <TextField label={t('Du')} type="date" value={from} onChange={setFrom} isRequired />
          <TextField
            label={t('Au (inclus)')}
            type="date"
            value={until}
            onChange={setUntil}
            fault={isOver ? t('Après le premier jour.') : undefined}
            isRequired
          />
        </div>
        <Checklist
          label={t('Droits')}
          columns={2}
          choices={rights.map((value) => ({ value, label: rightLabel(t, value) }))}
          values={chosen}
          onChange={setChosen}
        />
        <ScopeFields
          communeIds={communeIds}
          cameraIds={cameraIds}
          onCommunes={setCommuneIds}
          onCameras={setCameraIds}
        />
        <FaultNotice fault={add.error} />
      </div>
    </Dialog>
  );
}

interface ScopeFieldsProps {
  readonly communeIds: readonly string[];
  /** Null: every camera of the communes. */
  readonly cameraIds: readonly string[] | null;
  readonly onCommunes: (ids: readonly string[]) => void;
  readonly onCameras: (ids: readonly string[] | null) => void;
}

function ScopeFields(props: ScopeFieldsProps): ReactElement {
  const { communeIds, cameraIds, onCommunes, onCameras } = props;
  const t = useText();
  const communes = useCommunes().data ?? [];
  const cameras = (useCameras().data ?? []).filter(({ communeId }) =>
    communeIds.includes(communeId),
  );
  return (
    <>
      <Checklist
        label={t('Communes')}
        columns={2}
        choices={communes.map(({ id, name }) => ({ value: id, label: name }))}
        values={communeIds}
        onChange={onCommunes}
      />
      <Checkbox
        isSelected={cameraIds !== null}
        onChange={(isLimited) => onCameras(isLimited ? [] : null)}
      >
        {t('Limiter à certaines caméras')}
      </Checkbox>
      {cameraIds === null ? null : (
        <Checklist
          label={t('Caméras')}
          columns={2}
          choices={cameras.map(({ id, name }) => ({ value: id, label: name }))}
          values={cameraIds}
          onChange={onCameras}
        />
      )}
    </>
  );
}
