/** Confirming in writing what was telephoned, or lifting a hold: each with a line for the register. */

import type { HoldView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';

interface EndHoldProps {
  readonly hold: HoldView;
  readonly what: 'confirm' | 'lift';
  readonly onClose: () => void;
}

export function EndHold({ hold, what, onClose }: EndHoldProps): ReactElement {
  const t = useText();
  const [line, setLine] = useState('');
  const isLift = what === 'lift';
  const act = useMutation({
    mutationFn: () =>
      ask(
        'POST',
        `/api/holds/${hold.id}/${what}`,
        isLift ? { reason: line.trim() } : { reference: line.trim() },
      ),
    onSuccess: () => {
      invalidate(['holds']);
      onClose();
    },
  });
  return (
    <Dialog
      title={
        isLift
          ? t('Lever la conservation {reference}', { reference: hold.reference })
          : t('Confirmer la conservation {reference}', { reference: hold.reference })
      }
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={isLift ? t('Lever maintenant') : t('Confirmer')}
          variant={isLift ? 'danger' : 'primary'}
          missing={missingOf(t, [[line.trim() === '', isLift ? t('le motif') : t('la référence')]])}
          isPending={act.isPending}
          onPress={() => act.mutate()}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <p>
          {isLift
            ? t('Ce qu’elle seule gardait au-delà de son terme est effacé aussitôt, sans retour.')
            : t('La réquisition écrite est arrivée : la conservation court jusqu’à son terme.')}
        </p>
        <TextField
          label={isLift ? t('Motif') : t('Référence de l’écrit')}
          value={line}
          onChange={setLine}
          maxLength={200}
          isRequired
          autoFocus
        />
        <FaultNotice fault={act.error} />
      </div>
    </Dialog>
  );
}
