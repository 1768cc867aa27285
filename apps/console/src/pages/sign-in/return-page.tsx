/**
 * Back from the identity provider: hands in what it said, once, and goes on to where the person wanted
 * to be; or says in the centre's own words why nobody came in. Nothing of the address is shown.
 */

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { providerAnswer } from '../../api/provider-answer.ts';
import { handProviderAnswer } from '../../api/sign-in.ts';
import { useText } from '../../i18n/text.ts';
import { FaultNotice, Notice, Waiting } from '../../ui/notice.tsx';

export function ReturnPage(): ReactElement {
  const t = useText();
  // A query, not an act: asked once, however often the page is drawn.
  const { data, error } = useQuery({
    queryKey: ['provider-answer'],
    queryFn: () => handProviderAnswer(providerAnswer),
    ...{ retry: false, staleTime: Number.POSITIVE_INFINITY },
  });
  const isIn = data?.outcome === 'signed-in';
  useEffect(() => {
    if (isIn) {
      // A full load, so that nothing of a former session stays in memory.
      window.location.replace(data.next);
    }
  }, [isIn, data]);
  return (
    <main id="main" className="s-open-main" tabIndex={-1}>
      <div className="p-sign-in">
        <section className="b-stack">
          <h1>{t('Se connecter')}</h1>
          {error === null ? null : (
            <>
              <FaultNotice fault={error} />
              <p>
                <Link to="/sign-in">{t('Revenir à la connexion')}</Link>
              </p>
            </>
          )}
          {data?.outcome === 'enrolled' ? (
            <Notice tone="good" title={t('Votre compte est relié')} isLive>
              <p>
                <Link to="/sign-in">{t('Se connecter')}</Link>
              </p>
            </Notice>
          ) : null}
          {error === null && data?.outcome !== 'enrolled' ? (
            <Waiting label={t('Vérification de votre connexion…')} />
          ) : null}
        </section>
      </div>
    </main>
  );
}
