/** A question before what takes effect at once: what it brings about, then the act, or leaving it. */

import type { ReactElement, ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { FaultNotice } from './notice.tsx';

interface DangerDialogProps {
  readonly title: string;
  readonly consequence: string;
  /** What is done, as a verb. */
  readonly label: string;
  /** The act as it stands: a mutation without a value. */
  readonly act: { readonly isPending: boolean; readonly error: unknown; mutate(): void };
  /** What keeps it from being done, as a sentence. */
  readonly missing?: string | undefined;
  readonly onClose: () => void;
  /** What the act still wants to know. */
  readonly children?: ReactNode;
}

export function DangerDialog(props: DangerDialogProps): ReactElement {
  const { title, consequence, label, act, missing, onClose, children } = props;
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
          missing={missing}
          isPending={act.isPending}
          onPress={() => act.mutate()}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <p>{consequence}</p>
        {children}
        <FaultNotice fault={act.error} />
      </div>
    </Dialog>
  );
}
