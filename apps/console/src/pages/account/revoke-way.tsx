/** The question before an own way in is taken back, and the act (SEC-19). */

import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { FaultNotice } from '../../ui/notice.tsx';

interface RevokeWayProps {
  readonly title: string;
  readonly kind: 'passkeys' | 'identities';
  readonly id: string;
  readonly onClose: () => void;
}

export function RevokeWay({ title, kind, id, onClose }: RevokeWayProps): ReactElement {
  const t = useText();
  const revoke = useMutation({
    mutationFn: () => ask<null>('POST', `/api/account/${kind}/revoke`, { id }),
    onSuccess: () => {
      invalidate(['account']);
      onClose();
    },
  });
  return (
    <Dialog
      title={title}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Révoquer')}
          variant="danger"
          isPending={revoke.isPending}
          onPress={() => revoke.mutate()}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <p>{t('Elle n’ouvrira plus rien, et vos autres sessions sont fermées à l’instant.')}</p>
        <FaultNotice fault={revoke.error} />
      </div>
    </Dialog>
  );
}
