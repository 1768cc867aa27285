/**
 * Why no act is accepted (REG-14), in the words of the centre, on every page: of the shell and before
 * sign-in too. Nothing stands there while all is well.
 */

import type { SessionView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useLocale } from '../i18n/text.ts';
import { Icon } from '../ui/icon.tsx';

export function ReadOnlyNotice({
  words,
}: {
  readonly words: SessionView['town']['readOnly'];
}): ReactElement | null {
  const locale = useLocale();
  return words === undefined ? null : (
    <p className="s-read-only" role="alert">
      <Icon name="warning" size={16} />
      <span>{words[locale]}</span>
    </p>
  );
}
