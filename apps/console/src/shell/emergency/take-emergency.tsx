/**
 * Takes an emergency access (OPS-17): a motive, a reason in words, minutes. The form says before
 * anything else what it is not: no masks lifted, no silence, no end without somebody looking at it.
 */

import { type EmergencyMotive, emergencyMotives } from '@beffroi/town';
import type { EmergencyView, NewEmergencyBody } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useEmergencyWish, wishEmergency } from '../../api/emergency-wish.ts';
import { useText } from '../../i18n/text.ts';
import { Radios } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice, Notice } from '../../ui/notice.tsx';
import { emergencyMotiveLabel } from '../../words/labels.ts';

const reasonMin = 20;
const terms = ['15', '30', '60'] as const;

/** The dialog, while somebody has wished for it. */
export function EmergencyHost(): ReactElement | null {
  return useEmergencyWish() ? <TakeEmergency onClose={() => wishEmergency(false)} /> : null;
}

interface Draft {
  /** Null: the person says it, nothing is said for them. */
  readonly motive: EmergencyMotive | null;
  readonly reason: string;
  readonly minutes: (typeof terms)[number];
}

function TakeEmergency({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useText();
  const [draft, setDraft] = useState<Draft>({
    motive: null,
    reason: '',
    minutes: '30',
  });
  const take = useMutation({
    mutationFn: (body: NewEmergencyBody) => ask<EmergencyView>('POST', '/api/emergencies', body),
    onSuccess: () => {
      invalidate(['emergencies', 'session', 'cameras']);
      onClose();
    },
  });
  const reason = draft.reason.trim();
  return (
    <Dialog
      title={t('Accès d’urgence')}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Ouvrir l’accès')}
          variant="danger"
          missing={missingOf(t, [
            [draft.motive === null, t('le motif')],
            [reason.length < reasonMin, t('ce qui se passe')],
          ])}
          isPending={take.isPending}
          onPress={() =>
            draft.motive &&
            take.mutate({ motive: draft.motive, reason, minutes: Number(draft.minutes) })
          }
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <Notice tone="warning">
          {t(
            'Vous verrez toutes les caméras de vos communes, masquées comme toujours. Le responsable et le délégué à la protection des données sont alertés, chaque image regardée est inscrite au registre, et quelqu’un d’autre dira si c’était justifié.',
          )}
        </Notice>
        <EmergencyFields
          draft={draft}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <FaultNotice fault={take.error} />
      </div>
    </Dialog>
  );
}

interface EmergencyFieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

function EmergencyFields({ draft, onChange }: EmergencyFieldsProps): ReactElement {
  const t = useText();
  return (
    <>
      <Radios
        label={t('Motif')}
        value={draft.motive ?? ('' as EmergencyMotive)}
        onChange={(motive) => onChange({ motive })}
        choices={emergencyMotives.map((value) => ({
          value,
          label: emergencyMotiveLabel(t, value),
        }))}
      />
      <TextField
        label={t('Que se passe-t-il ?')}
        hint={t('20 caractères au moins ; inscrit au registre.')}
        value={draft.reason}
        onChange={(reason) => onChange({ reason })}
        lines={3}
        maxLength={500}
        isRequired
      />
      <Radios
        label={t('Durée')}
        inline
        value={draft.minutes}
        onChange={(minutes) => onChange({ minutes })}
        choices={terms.map((value) => ({ value, label: t('{count} min', { count: value }) }))}
      />
    </>
  );
}
