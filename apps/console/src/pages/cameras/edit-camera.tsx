/** Changing a camera's card and addresses; only what differs is sent, credentials only when typed. */

import type { CameraChangesBody, CameraView, NewCameraBody } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { AddressFields } from './address-fields.tsx';
import { addressFaults, bodyOf, type CameraDraft, cardFaults, draftOf } from './camera-draft.ts';
import { FramingFields, IdentityFields, OrderFields, PurposeFields } from './card-fields.tsx';

interface EditCameraProps {
  readonly camera: CameraView;
  readonly onClose: () => void;
}

export function EditCamera({ camera, onClose }: EditCameraProps): ReactElement {
  const t = useText();
  const [draft, setDraft] = useState(() => draftOf(camera));
  const change = (part: Partial<CameraDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const faults = { ...cardFaults(t, draft), ...addressFaults(t, draft) };
  const changes = changesBetween(bodyOf(draftOf(camera)), bodyOf(draft));
  const save = useMutation({
    mutationFn: () => ask<CameraView>('PATCH', `/api/cameras/${camera.id}`, changes),
    onSuccess: () => {
      invalidate(['cameras']);
      onClose();
    },
  });
  const hasFaults = Object.keys(faults).length > 0;
  const isSame = Object.keys(changes).length === 0;
  const kept = isSame ? t('Rien n’a changé.') : undefined;
  return (
    <Dialog
      title={t('Modifier la fiche')}
      size="medium"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Enregistrer')}
          variant="primary"
          missing={hasFaults ? t('Corrigez d’abord ce qui est marqué.') : kept}
          isPending={save.isPending}
          onPress={() => save.mutate()}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <IdentityFields draft={draft} faults={faults} onChange={change} />
        <PurposeFields draft={draft} faults={faults} onChange={change} />
        <FramingFields draft={draft} onChange={change} />
        <OrderFields draft={draft} faults={faults} onChange={change} />
        <AddressFields draft={draft} faults={faults} keepsCredentials onChange={change} />
        <FaultNotice fault={save.error} />
      </div>
    </Dialog>
  );
}

/** The keys whose values differ; the position has its own tab. */
function changesBetween(before: NewCameraBody, after: NewCameraBody): CameraChangesBody {
  const keys = Object.keys(after) as (keyof NewCameraBody)[];
  const changed = keys.filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]) && key !== 'position',
  );
  return Object.fromEntries(changed.map((key) => [key, after[key]]));
}
