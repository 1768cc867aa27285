/** One of a person's own ways in, with what is told of it; taken back after a question (SEC-19). */

import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { DangerDialog } from '../../ui/danger-dialog.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';

interface OwnWayProps {
  readonly icon: IconName;
  readonly name: string;
  /** When it was made, when it was last used. */
  readonly told: string;
  readonly kind: 'passkeys' | 'identities';
  readonly id: string;
  /** What the question is called. */
  readonly question: string;
}

export function OwnWay({ icon, name, told, ...revoked }: OwnWayProps): ReactElement {
  const t = useText();
  const [isAsked, setAsked] = useState(false);
  return (
    <li className="p-own-item">
      <Icon name={icon} size={20} />
      <span className="b-grow">
        <strong>{name}</strong>
        <span className="b-quiet b-small">{told}</span>
      </span>
      <Button small onPress={() => setAsked(true)}>
        {t('Révoquer…')}
      </Button>
      {isAsked ? <RevokeWay {...revoked} onClose={() => setAsked(false)} /> : null}
    </li>
  );
}

interface RevokeWayProps extends Pick<OwnWayProps, 'kind' | 'id' | 'question'> {
  readonly onClose: () => void;
}

function RevokeWay({ question, kind, id, onClose }: RevokeWayProps): ReactElement {
  const t = useText();
  const revoke = useMutation({
    mutationFn: () => ask<null>('POST', `/api/account/${kind}/revoke`, { id }),
    onSuccess: () => {
      invalidate(['account']);
      onClose();
    },
  });
  return (
    <DangerDialog
      title={question}
      consequence={t(
        'Ce moyen n’ouvrira plus rien, et vos autres sessions sont fermées à l’instant.',
      )}
      label={t('Révoquer')}
      act={revoke}
      onClose={onClose}
    />
  );
}
