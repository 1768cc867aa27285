/** The two ways out of a form in a dialog: leave it, or do what it asks, which stands last. */

import type { ReactElement } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from './button.tsx';
import { ActButton } from './missing.tsx';

interface DialogActsProps {
  /** What is done, as a verb. */
  readonly label: string;
  readonly variant: 'primary' | 'danger';
  /** What keeps it from being done, as a sentence. */
  readonly missing?: string | undefined;
  readonly isPending: boolean;
  readonly onPress: () => void;
  readonly onCancel: () => void;
}

export function DialogActs(props: DialogActsProps): ReactElement {
  const { label, variant, missing, isPending, onPress, onCancel } = props;
  const t = useText();
  return (
    <>
      <Button onPress={onCancel}>{t('Annuler')}</Button>
      <ActButton variant={variant} missing={missing} isPending={isPending} onPress={onPress}>
        {label}
      </ActButton>
    </>
  );
}
