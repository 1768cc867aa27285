/** An act on a person that takes effect at once and wants a reason, which goes into the register. */

import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { FaultNotice } from '../../ui/notice.tsx';

interface ReasonDialogProps {
  readonly title: string;
  /** What happens at once. */
  readonly consequence: string;
  readonly label: string;
  /** Where the act is asked, with the reason as its body. */
  readonly path: string;
  readonly onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps): ReactElement {
  const { title, consequence, label, path, onClose } = props;
  const t = useText();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: () => ask('POST', path, { reason: reason.trim() }),
    onSuccess: () => {
      invalidate(['people']);
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
          label={label}
          variant="danger"
          isDisabled={reason.trim() === ''}
          isPending={act.isPending}
          onPress={() => act.mutate()}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <p>{consequence}</p>
        <TextField
          label={t('Motif')}
          value={reason}
          onChange={setReason}
          maxLength={200}
          isRequired
          autoFocus
        />
        <FaultNotice fault={act.error} />
      </div>
    </Dialog>
  );
}
