/** Says of an emergency access that is over whether it was justified, in words that stay (OPS-20). */

import { type EmergencyFinding, emergencyFindings } from '@beffroi/town';
import type { EmergencyView, ReviewEmergencyBody } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Radios } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { emergencyMotiveLabel } from '../../words/labels.ts';

const wordsMin = 10;

interface ReviewEmergencyProps {
  readonly emergency: EmergencyView;
  readonly onClose: () => void;
}

export function ReviewEmergency({ emergency, onClose }: ReviewEmergencyProps): ReactElement {
  const t = useText();
  const [finding, setFinding] = useState<EmergencyFinding | null>(null);
  const [words, setWords] = useState('');
  const review = useMutation({
    mutationFn: (body: ReviewEmergencyBody) =>
      ask('POST', `/api/emergencies/${emergency.id}/review`, body),
    onSuccess: () => {
      invalidate(['emergencies', 'alarms']);
      onClose();
    },
  });
  const labels = { justified: t('Justifié'), 'not-justified': t('Non justifié') };
  return (
    <Dialog
      title={t('Accès d’urgence de {name}', { name: emergency.person })}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Inscrire l’examen')}
          variant="primary"
          missing={missingOf(t, [
            [finding === null, t('le constat')],
            [words.trim().length < wordsMin, t('quelques mots')],
          ])}
          isPending={review.isPending}
          onPress={() => finding && review.mutate({ finding, words: words.trim() })}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <p>
          {t('{motive} : « {reason} »', {
            motive: emergencyMotiveLabel(t, emergency.motive),
            reason: emergency.reason,
          })}
        </p>
        <p className="b-quiet">
          {t('Ce qui a été regardé est au registre, avec la mention de cet accès.')}
        </p>
        <Radios
          label={t('Constat')}
          inline
          value={finding ?? ('' as EmergencyFinding)}
          onChange={setFinding}
          choices={emergencyFindings.map((value) => ({ value, label: labels[value] }))}
        />
        <TextField
          label={t('En quelques mots')}
          value={words}
          onChange={setWords}
          lines={3}
          maxLength={2000}
          isRequired
        />
        <FaultNotice fault={review.error} />
      </div>
    </Dialog>
  );
}
