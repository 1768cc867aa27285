/** One person: their clearances, a one-time link to come in, and their leaving. */

import type { PersonView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useSession } from '../../api/queries.ts';
import { watched } from '../../api/watched.ts';
import { useText } from '../../i18n/text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { postLabel } from '../../words/labels.ts';
import { ClearanceItem } from './clearance-item.tsx';
import { EnrolLink } from './enrol-link.tsx';
import { NewClearance } from './new-clearance.tsx';
import { RevokeWaysIn } from './revoke-ways-in.tsx';

export function PersonPanel({ person }: { readonly person: PersonView }): ReactElement {
  const t = useText();
  const navigate = useNavigate();
  const manage = useSession().data?.may['manage-people'];
  const [asked, setAsked] = useState<'clearance' | 'leaving' | 'revoking' | null>(null);
  const decision = manage === undefined ? {} : { decision: manage };
  return (
    <aside className="b-card b-stack p-panel" aria-label={person.displayName}>
      <header>
        <div className="b-row">
          <h2 className="b-grow">{person.displayName}</h2>
          <IconButton
            icon="close"
            label={t('Fermer la fiche')}
            small
            onPress={() => watched(navigate({ to: '/people' }))}
          />
        </div>
        <p className="b-quiet">
          {postLabel(t, person.post)} · {person.login}
        </p>
      </header>
      <section className="b-stack">
        <h3>{t('Habilitations')}</h3>
        {person.clearances.length === 0 ? (
          <p className="b-quiet">{t('Aucune : cette personne ne voit aucune image (VP-40).')}</p>
        ) : (
          <ul className="p-clearances">
            {person.clearances.map((clearance) => (
              <ClearanceItem key={clearance.id} clearance={clearance} />
            ))}
          </ul>
        )}
        <p>
          <Button icon="plus" {...decision} onPress={() => setAsked('clearance')}>
            {t('Habiliter…')}
          </Button>
        </p>
      </section>
      {person.leftAt === null ? (
        <>
          <EnrolLink person={person} />
          <p className="b-row">
            <Button variant="danger" {...decision} onPress={() => setAsked('revoking')}>
              {t('Révoquer ses accès…')}
            </Button>
            <Button variant="danger" {...decision} onPress={() => setAsked('leaving')}>
              {t('Quitte le service…')}
            </Button>
          </p>
        </>
      ) : null}
      {asked === 'clearance' ? (
        <NewClearance person={person} onClose={() => setAsked(null)} />
      ) : null}
      {asked === 'revoking' ? (
        <RevokeWaysIn person={person} onClose={() => setAsked(null)} />
      ) : null}
      {asked === 'leaving' ? <Leaving person={person} onClose={() => setAsked(null)} /> : null}
    </aside>
  );
}

interface LeavingProps {
  readonly person: PersonView;
  readonly onClose: () => void;
}

function Leaving({ person, onClose }: LeavingProps): ReactElement {
  const t = useText();
  const leave = useMutation({
    mutationFn: () => ask('PATCH', `/api/people/${person.id}`, { left: true }),
    onSuccess: () => {
      invalidate(['people']);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('Départ de {name}', { name: person.displayName })}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Fermer ses accès')}
          variant="danger"
          isPending={leave.isPending}
          onPress={() => leave.mutate()}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <p>
          {t(
            'Ses sessions sont coupées à l’instant et ne rouvriront pas. Son nom reste au registre.',
          )}
        </p>
        <FaultNotice fault={leave.error} />
      </div>
    </Dialog>
  );
}
