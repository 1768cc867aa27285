/**
 * A modal dialog: focus goes in, stays in, comes back (React Aria keeps it); Escape closes. The
 * actions stand at the end, the main one last.
 */

import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../i18n/text.ts';
import { IconButton } from './button.tsx';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'small' | 'medium' | 'large';
  /** `drawer` comes from the side and takes the height. */
  readonly form?: 'window' | 'drawer';
  /** For an act that must be answered: no click outside. */
  readonly mustAnswer?: boolean;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Dialog(props: DialogProps): ReactElement {
  const { title, isOpen, onClose, size = 'medium', form = 'window', mustAnswer = false } = props;
  const t = useText();
  return (
    <ModalOverlay
      className={`b-overlay b-overlay-${form}`}
      isOpen={isOpen}
      isDismissable={!mustAnswer}
      onOpenChange={(open) => {
        if (!open) {
          onClose();
        }
      }}
    >
      <Modal className={`b-modal b-modal-${form} b-modal-${size}`}>
        <AriaDialog className="b-dialog">
          <header className="b-dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label={t('Fermer')} small onPress={onClose} />
          </header>
          <div className="b-dialog-body">{props.children}</div>
          {props.actions === undefined ? null : (
            <footer className="b-dialog-actions">{props.actions}</footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
