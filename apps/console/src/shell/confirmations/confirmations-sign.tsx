/** In the bar: how many sensitive acts of others wait for this person; nothing while there is none. */

import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useConfirmations } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';
import { Icon } from '../../ui/icon.tsx';

export function ConfirmationsSign(): ReactElement | null {
  const t = useText();
  const count = (useConfirmations().data ?? []).filter(
    ({ isMine, step }) => !isMine && step === 'second-proof',
  ).length;
  return count === 0 ? null : (
    <p role="status">
      <Link to="/confirmations" className="s-confirmations b-tone-warning">
        <Icon name="shield" size={16} />
        <span>
          {t('{count, plural, one {# acte à confirmer} other {# actes à confirmer}}', { count })}
        </span>
      </Link>
    </p>
  );
}
