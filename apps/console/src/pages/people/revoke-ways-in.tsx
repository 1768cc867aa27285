/** A lost device: every way in of a person is taken back at once, with a reason for the register (SEC-20). */

import type { PersonView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { FaultNotice } from '../../ui/notice.tsx';

interface RevokeWaysInProps {
  readonly person: PersonView;
  readonly onClose: () => void;
}

export function RevokeWaysIn({ person, onClose }: RevokeWaysInProps): ReactElement {
  const t = useText();
  const [reason, setReason] = useState('');
  const revoke = useMutation({
    mutationFn: () => ask('POST', `/api/people/${person.id}/revoke`, { reason: reason.trim() }),
    onSuccess: () => {
      invalidate(['people']);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('Révoquer les accès de {name}', { name: person.displayName })}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Annuler')}</Button>
          <Button
            variant="danger"
            isDisabled={reason.trim() === ''}
            isPending={revoke.isPending}
            onPress={() => revoke.mutate()}
          >
            {t('Révoquer maintenant')}
          </Button>
        </>
      }
    >
      <div className="b-stack">
        <p>
          {t(
            'Clés d’accès, mot de passe, liens et sessions : tout est repris à l’instant. Un nouveau lien lui rendra un accès.',
          )}
        </p>
        <TextField
          label={t('Motif')}
          value={reason}
          onChange={setReason}
          maxLength={200}
          isRequired
          autoFocus
        />
        <FaultNotice fault={revoke.error} />
      </div>
    </Dialog>
  );
}
