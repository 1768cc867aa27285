/**
 * The dialog of whoever asks a sensitive act: what will be done, their proof, then the wait for a second
 * person where the town wants one. Once it is ready the act is carried out by itself; left, nothing is
 * done and nobody is asked any more.
 */

import type { ConfirmationView } from '@beffroi/wire';
import { type ReactElement, useEffect } from 'react';
import { type ConfirmationWish, useConfirmationWish } from '../../api/confirm-first.ts';
import { refuseAct } from '../../api/proofs.ts';
import { useConfirmation } from '../../api/queries.ts';
import { watched } from '../../api/watched.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNotice, Notice, Waiting } from '../../ui/notice.tsx';
import { ActTold } from './act-told.tsx';
import { ProofWays } from './proof-ways.tsx';

export function ConfirmationHost(): ReactElement | null {
  const wish = useConfirmationWish();
  return wish === undefined ? null : <ConfirmationDialog key={wish.id} wish={wish} />;
}

function ConfirmationDialog({ wish }: { readonly wish: ConfirmationWish }): ReactElement {
  const t = useText();
  const words = useWords();
  const { data: view, error } = useConfirmation(wish.id);
  const isReady = view?.step === 'ready';
  useEffect(() => {
    if (isReady) {
      wish.settle(true);
    }
  }, [isReady, wish]);
  const leave = (): void => {
    if (view?.step === 'second-proof') {
      watched(refuseAct(wish.id, t('Retiré par qui l’a demandé')));
    }
    wish.settle(false);
  };
  return (
    <Dialog
      title={view === undefined ? t('À confirmer') : words(view.title)}
      size="small"
      isOpen
      mustAnswer
      onClose={leave}
      actions={<Button onPress={leave}>{t('Annuler')}</Button>}
    >
      <div className="b-stack">
        <FaultNotice fault={error} />
        {view === undefined ? (
          <Waiting />
        ) : (
          <>
            <ActTold view={view} />
            <Step view={view} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Step({ view }: { readonly view: ConfirmationView }): ReactElement | null {
  const t = useText();
  switch (view.step) {
    case 'first-proof':
      return <ProofWays view={view} />;
    case 'second-proof':
      return <SecondAwaited view={view} />;
    case 'refused':
      return (
        <Notice tone="alarm" isLive>
          <p>
            {t('{name} a refusé : {reason}', {
              name: view.refused?.by ?? '',
              reason: view.refused?.reason ?? '',
            })}
          </p>
        </Notice>
      );
    case 'over':
      return (
        <Notice tone="warning" isLive>
          <p>{t('Le temps est passé : rien n’a été fait. Recommencez.')}</p>
        </Notice>
      );
    default:
      return null;
  }
}

/** SEC-31: who can confirm is said by name, so that somebody can be called. */
function SecondAwaited({ view }: { readonly view: ConfirmationView }): ReactElement {
  const t = useText();
  const moments = useMoments();
  if (view.waitsFor.length === 0) {
    return (
      <Notice tone="warning" isLive>
        <p>
          {t(
            'Il faut une seconde personne, et nul autre n’a ce droit. Habilitez un collègue, ou faites changer le réglage de la commune (fourEyes).',
          )}
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="notice" title={t('En attente d’une seconde personne')} isLive>
      <p>
        {t('Peut confirmer, jusqu’à {time} : {names}. L’acte se fera de lui-même.', {
          time: moments.time(Date.parse(view.until)),
          names: view.waitsFor.join(', '),
        })}
      </p>
      <p>{t('L’acte se fait de cet onglet : gardez-le ouvert.')}</p>
    </Notice>
  );
}
