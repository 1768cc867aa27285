/** The receipt of an entry, to download: a text that verifies alone (REG-10). */

import type { RegisterEntryView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.ts';

export function ReceiptLink({
  log,
  number,
}: Pick<RegisterEntryView, 'log' | 'number'>): ReactElement {
  const t = useText();
  return (
    <a className="p-receipt" href={`/api/register/${log}/${number}/receipt`} download>
      {t('Reçu n° {number}', { number })}
    </a>
  );
}
