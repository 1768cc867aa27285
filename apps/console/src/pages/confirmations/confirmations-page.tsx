/**
 * Sensitive acts of others that wait for this person (SEC-31): what, by whom, until when; sign it with
 * one's own proof, or refuse it with a reason that stays in the register. Below, one's own that wait.
 */

import type { ConfirmationView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { invalidate } from '../../api/client.ts';
import { useConfirmations } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { ActTold } from '../../shell/confirmations/act-told.tsx';
import { ProofWays } from '../../shell/confirmations/proof-ways.tsx';
import { Page } from '../../shell/page.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FaultNotice, Waiting } from '../../ui/notice.tsx';
import { ReasonDialog } from '../people/reason-dialog.tsx';

export function ConfirmationsPage(): ReactElement {
  const t = useText();
  const { data, error, isPending } = useConfirmations();
  const others = (data ?? []).filter(({ isMine }) => !isMine);
  const own = (data ?? []).filter(({ isMine, step }) => isMine && step === 'second-proof');
  return (
    <Page>
      <FaultNotice fault={error} />
      {isPending ? <Waiting /> : null}
      {data !== undefined && others.length === 0 ? (
        <EmptyState icon="shield" title={t('Rien n’attend votre confirmation')}>
          <p>
            {t('Les actes qui demandent deux personnes apparaissent ici dès qu’ils sont demandés.')}
          </p>
        </EmptyState>
      ) : null}
      <div className="p-confirmations">
        {others.map((view) => (
          <Waits key={view.id} view={view} />
        ))}
        {own.map((view) => (
          <OwnWaits key={view.id} view={view} />
        ))}
      </div>
    </Page>
  );
}

function Head({ view }: { readonly view: ConfirmationView }): ReactElement {
  const t = useText();
  const words = useWords();
  const moments = useMoments();
  return (
    <>
      <h2>{words(view.title)}</h2>
      <p className="b-quiet">
        {t('Demandé par {name} à {from}, à confirmer avant {until}', {
          name: view.askedBy.displayName,
          from: moments.time(Date.parse(view.askedAt)),
          until: moments.time(Date.parse(view.until)),
        })}
      </p>
      <ActTold view={view} />
    </>
  );
}

function Waits({ view }: { readonly view: ConfirmationView }): ReactElement {
  const t = useText();
  const [isRefusing, setRefusing] = useState(false);
  return (
    <section className="b-card b-stack">
      <Head view={view} />
      <ProofWays view={view} />
      <p>
        <Button variant="danger" onPress={() => setRefusing(true)}>
          {t('Refuser')}
        </Button>
      </p>
      {isRefusing ? (
        <ReasonDialog
          title={t('Refuser cet acte')}
          consequence={t('L’acte ne se fera pas ; votre refus est inscrit au registre.')}
          label={t('Refuser')}
          path={`/api/confirmations/${view.id}/refuse`}
          onClose={() => {
            setRefusing(false);
            invalidate(['confirmations']);
          }}
        />
      ) : null}
    </section>
  );
}

function OwnWaits({ view }: { readonly view: ConfirmationView }): ReactElement {
  const t = useText();
  return (
    <section className="b-card b-stack">
      <Head view={view} />
      <p>
        {t('Vous l’avez demandé : en attente de {names}.', {
          names: view.waitsFor.join(', ') || t('personne qui en ait le droit'),
        })}
      </p>
    </section>
  );
}
