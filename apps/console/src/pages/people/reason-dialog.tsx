/** An act on a person that takes effect at once and wants a reason, which goes into the register. */

import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { DangerDialog } from '../../ui/danger-dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';

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
  const { path, onClose, ...said } = props;
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
    <DangerDialog
      {...said}
      act={act}
      missing={missingOf(t, [[reason.trim() === '', t('le motif')]])}
      onClose={onClose}
    >
      <TextField
        label={t('Motif')}
        value={reason}
        onChange={setReason}
        maxLength={200}
        isRequired
        autoFocus
      />
    </DangerDialog>
  );
}
