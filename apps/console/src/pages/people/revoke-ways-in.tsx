/** A lost device: every way in of a person is taken back at once, with a reason for the register (SEC-20). */

import type { PersonView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.ts';
import { ReasonDialog } from './reason-dialog.tsx';

interface RevokeWaysInProps {
  readonly person: PersonView;
  readonly onClose: () => void;
}

export function RevokeWaysIn({ person, onClose }: RevokeWaysInProps): ReactElement {
  const t = useText();
  return (
    <ReasonDialog
      title={t('Révoquer les accès de {name}', { name: person.displayName })}
      consequence={t(
        'Clés d’accès, mot de passe, liens et sessions : tout est repris à l’instant. Un nouveau lien lui rendra un accès.',
      )}
      label={t('Révoquer maintenant')}
      path={`/api/people/${person.id}/revoke`}
      onClose={onClose}
    />
  );
}
