/**
 * Sensitive acts of others that wait for this person (SEC-31): what, by whom, until when; sign it with
 * one's own proof, or refuse it with a reason that stays in the register. Below, one's own that wait, and
 * how those ended that both have signed (decision 0014).
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
import { EmptyState, FaultNotice, Notice, Waiting } from '../../ui/notice.tsx';
import { ReasonDialog } from '../people/reason-dialog.tsx';

export function ConfirmationsPage(): ReactElement {
  const t = useText();
  const { data, error, isPending } = useConfirmations();
  const all = data ?? [];
  const others = all.filter(({ isMine, step }) => !isMine && step === 'second-proof');
  const own = all.filter(({ isMine, step }) => isMine && step === 'second-proof');
  const signed = all.filter(
    ({ isMine, persons, step }) =>
      persons === 2 && (isMine ? step === 'ready' || step === 'over' : step !== 'second-proof'),
  );
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
        {signed.map((view) => (
          <Signed key={view.id} view={view} />
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

/** Signed by both: it waits for the page of whoever asked, is done, or has lapsed. */
function Signed({ view }: { readonly view: ConfirmationView }): ReactElement {
  return (
    <section className="b-card b-stack">
      <Head view={view} />
      <HowItEnded view={view} />
    </section>
  );
}

function HowItEnded({ view }: { readonly view: ConfirmationView }): ReactElement {
  const t = useText();
  if (view.refused !== null) {
    const { by: name, reason } = view.refused;
    return (
      <Notice tone="warning" isLive>
        <p>{t('{name} a refusé : {reason}', { name, reason })}</p>
      </Notice>
    );
  }
  return view.step === 'done' ? (
    <Notice tone="good" isLive>
      <p>{t('Signé par les deux personnes : l’acte est fait.')}</p>
    </Notice>
  ) : (
    <Notice tone={view.step === 'over' ? 'warning' : 'notice'} isLive>
      <p>{view.isMine ? <OwnSigned view={view} /> : <SecondSigned view={view} />}</p>
    </Notice>
  );
}

function OwnSigned({ view }: { readonly view: ConfirmationView }): string {
  const t = useText();
  const moments = useMoments();
  return view.step === 'over'
    ? t(
        'Signé par les deux personnes, mais l’onglet qui l’a demandé n’a pas repris l’acte : rien n’a été fait. Recommencez.',
      )
    : t(
        'Signé par les deux personnes : l’acte se fait de l’onglet qui l’a demandé, avant {until}.',
        { until: moments.time(Date.parse(view.until)) },
      );
}

function SecondSigned({ view }: { readonly view: ConfirmationView }): string {
  const t = useText();
  const moments = useMoments();
  const name = view.askedBy.displayName;
  return view.step === 'over'
    ? t(
        'Vous avez signé, mais la page de {name} n’a pas repris l’acte à temps : rien n’a été fait.',
        { name },
      )
    : t(
        'Vous avez signé. L’acte se fait quand la page de {name} le reprend, avant {until} ; sinon rien ne se fait.',
        { name, until: moments.time(Date.parse(view.until)) },
      );
}
