/** What the browser of this post can do, measured here and now, in words. */

import type { ReactElement } from 'react';
import { watched } from '../../api/watched.ts';
import { useText } from '../../i18n/text.ts';
import { canShowTheWall, useSelfTest } from '../../shell/self-test.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice, Waiting } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';

export function PostTest(): ReactElement {
  const t = useText();
  const test = useSelfTest();
  const result = test.data;
  const yesNo = (isGood: boolean): ReactElement => (
    <StateBadge tone={isGood ? 'good' : 'quiet'}>{isGood ? t('Oui') : t('Non')}</StateBadge>
  );
  return (
    <section className="b-card b-stack">
      <h2>{t('Ce poste')}</h2>
      {test.isPending ? <Waiting label={t('Essai du décodeur…')} /> : null}
      <FaultNotice fault={test.error} />
      {result === undefined ? null : (
        <>
          <StateBadge tone={canShowTheWall(result) ? 'good' : 'alarm'}>
            {canShowTheWall(result)
              ? t('Ce poste peut afficher le mur')
              : t('Ce poste ne peut pas afficher le mur')}
          </StateBadge>
          <dl className="b-facts">
            <dt>{t('Liaison chiffrée ou locale')}</dt>
            <dd>{yesNo(result.secureContext)}</dd>
            <dt>{t('Décodage H.264')}</dt>
            <dd>{yesNo(result.h264)}</dd>
            <dt>{t('Décodage H.265')}</dt>
            <dd>{yesNo(result.h265)}</dd>
            <dt>{t('Affichage direct (piste vidéo)')}</dt>
            <dd>{yesNo(result.trackGenerator)}</dd>
            <dt>{t('Images retenues par le décodeur')}</dt>
            <dd>{result.heldFrames ?? '–'}</dd>
          </dl>
        </>
      )}
      <p>
        <Button icon="refresh" isPending={test.isFetching} onPress={() => watched(test.refetch())}>
          {t('Refaire l’essai')}
        </Button>
      </p>
    </section>
  );
}
