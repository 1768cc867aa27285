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
  readonly path: '/api/account/passkeys/revoke' | '/api/account/identities/revoke';
  readonly id: string;
  readonly onClose: () => void;
}

export function RevokeWay({ title, path, id, onClose }: RevokeWayProps): ReactElement {
  const t = useText();
  const revoke = useMutation({
    mutationFn: () => ask<null>('POST', path, { id }),
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
