/** A group of cameras made or changed: its name, its commune, its cameras; or removed when unused. */

import type { CameraGroupView, NewCameraGroupBody } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useCameras, useCommunes } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checklist } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';

interface GroupDialogProps {
  /** Null: a new one. */
  readonly group: CameraGroupView | null;
  readonly onClose: () => void;
}

export function GroupDialog({ group, onClose }: GroupDialogProps): ReactElement {
  const t = useText();
  const communes = useCommunes().data ?? [];
  const [draft, setDraft] = useState<NewCameraGroupBody>({
    communeId: group?.communeId ?? '',
    name: group?.name ?? '',
    cameraIds: group?.cameraIds ?? [],
  });
  const communeId = draft.communeId === '' ? (communes[0]?.id ?? '') : draft.communeId;
  const { save, remove } = useGroupActs(group, onClose);
  return (
    <Dialog
      title={group === null ? t('Former un groupe') : t('Modifier {name}', { name: group.name })}
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Enregistrer')}
          variant="primary"
          missing={missingOf(t, [
            [draft.name.trim() === '', t('le nom')],
            [communeId === '', t('la commune')],
          ])}
          isPending={save.isPending}
          onPress={() => save.mutate({ ...draft, communeId, name: draft.name.trim() })}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <GroupFields
          draft={{ ...draft, communeId }}
          isNew={group === null}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <FaultNotice fault={save.error ?? remove.error} />
        {group === null ? null : (
          <p>
            <Button
              variant="danger"
              small
              isPending={remove.isPending}
              onPress={() => remove.mutate()}
            >
              {t('Supprimer ce groupe')}
            </Button>
          </p>
        )}
      </div>
    </Dialog>
  );
}

function useGroupActs(group: CameraGroupView | null, onClose: () => void) {
  const onSuccess = () => {
    invalidate(['cameras', 'people']);
    onClose();
  };
  const save = useMutation({
    mutationFn: ({ communeId, name, cameraIds }: NewCameraGroupBody) =>
      group === null
        ? ask('POST', '/api/camera-groups', { communeId, name, cameraIds })
        : ask('PATCH', `/api/camera-groups/${group.id}`, { name, cameraIds }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => ask('DELETE', `/api/camera-groups/${group?.id ?? ''}`),
    onSuccess,
  });
  return { save, remove };
}

interface GroupFieldsProps {
  readonly draft: NewCameraGroupBody;
  readonly isNew: boolean;
  readonly onChange: (part: Partial<NewCameraGroupBody>) => void;
}

function GroupFields({ draft, isNew, onChange }: GroupFieldsProps): ReactElement {
  const t = useText();
  const communes = useCommunes().data ?? [];
  const cameras = (useCameras().data ?? []).filter(({ communeId }) => {
    return communeId === draft.communeId;
  });
  return (
    <>
      {isNew ? null : (
        <p className="b-quiet">
          {t(
            'Pour les personnes dont l’habilitation désigne ce groupe, ce qui y entre s’ouvre et ce qui en sort est coupé, à l’instant.',
          )}
        </p>
      )}
      <TextField
        label={t('Nom du groupe')}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        maxLength={200}
        isRequired
      />
      {isNew ? (
        <Select
          label={t('Commune')}
          value={draft.communeId}
          onChange={(communeId) => onChange({ communeId, cameraIds: [] })}
          choices={communes.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      <Checklist
        label={t('Caméras')}
        columns={2}
        choices={cameras.map(({ id, name }) => ({ value: id, label: name }))}
        values={draft.cameraIds}
        onChange={(cameraIds) => onChange({ cameraIds: [...cameraIds] })}
      />
    </>
  );
}
