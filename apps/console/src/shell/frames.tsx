/**
 * The two frames of the console: the shell around a signed-in person's pages, and the open frame of
 * sign-in, enrolment and the accessibility statement. Plus what stands in for a page that is not there.
 */

import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { useSession } from '../api/queries.ts';
import { watched } from '../api/watched.ts';
import { useLocale, useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { BelfryMark } from '../ui/icon.tsx';
import { FaultNotice, Waiting } from '../ui/notice.tsx';
import { pageTitle } from './pages-table.ts';
import { applyPreferences, choosePreferences, currentTheme } from './preferences.ts';
import { ReadOnlyNotice } from './read-only-notice.tsx';
import { DemonstrationMark, Shell, SkipLink } from './shell.tsx';

export function SignedInFrame(): ReactElement {
  const session = useSession();
  const person = session.data?.person ?? null;
  const theme = person?.theme;
  const locale = person?.locale;
  useEffect(() => {
    if (theme !== undefined && locale !== undefined) {
      applyPreferences({ theme, locale });
    }
  }, [theme, locale]);
  const hasEnded = session.data !== undefined && person === null;
  useEffect(() => {
    if (hasEnded) {
      // The session ended elsewhere (revoked, expired): leave nothing of it on this screen.
      window.location.assign('/sign-in');
    }
  }, [hasEnded]);
  if (session.data === undefined || person === null) {
    return <Loading />;
  }
  return <Shell session={{ ...session.data, person }} />;
}

export function OpenFrame(): ReactElement {
  return (
    <OpenSurround>
      <Outlet />
    </OpenSurround>
  );
}

function OpenSurround({ children }: { readonly children: ReactNode }): ReactElement {
  const t = useText();
  const session = useSession();
  const path = useLocation({ select: (location) => location.pathname });
  const town = session.data?.town;
  const title = pageTitle(t, path);
  useEffect(() => {
    document.title =
      town === undefined ? `${title} · Beffroi` : `${title} · ${town.name} · Beffroi`;
  }, [title, town]);
  return (
    <div className="s-open">
      <SkipLink />
      <div>
        <header className="s-open-head">
          <BelfryMark size={28} />
          <p className="s-open-town">
            <strong>{town?.name ?? 'Beffroi'}</strong>
            <span className="b-quiet b-small">{t('Centre de supervision urbaine')}</span>
          </p>
          {town?.demonstration === true ? <DemonstrationMark /> : null}
          <div className="b-grow" />
          <OpenPreferences />
        </header>
        <ReadOnlyNotice words={town?.readOnly} />
      </div>
      <div id="content" tabIndex={-1} className="s-open-place">
        {children}
      </div>
      <footer className="s-open-foot">
        <Link to="/accessibilite">{t('Accessibilité : non vérifiée par un tiers')}</Link>
        <span className="b-quiet">Beffroi {town?.version ?? ''}</span>
      </footer>
    </div>
  );
}

function OpenPreferences(): ReactElement {
  const t = useText();
  const locale = useLocale();
  return (
    <div className="b-row">
      <Button
        variant="quiet"
        small
        icon="sun"
        onPress={() =>
          watched(choosePreferences({ theme: currentTheme() === 'dark' ? 'light' : 'dark' }))
        }
      >
        {t('Thème')}
      </Button>
      <Button
        variant="quiet"
        small
        icon="language"
        onPress={() => watched(choosePreferences({ locale: locale === 'fr' ? 'en' : 'fr' }))}
      >
        <span lang={locale === 'fr' ? 'en' : 'fr'}>{locale === 'fr' ? 'English' : 'Français'}</span>
      </Button>
    </div>
  );
}

export function Loading(): ReactElement {
  return (
    <main className="s-page">
      <Waiting />
    </main>
  );
}

export function NotFound(): ReactElement {
  const t = useText();
  return (
    <OpenSurround>
      <main id="main" className="s-open-main" tabIndex={-1}>
        <div className="p-sign-in b-stack">
          <h1>{t('Cette page n’existe pas')}</h1>
          <p className="b-quiet">{t('L’adresse est peut-être ancienne ou incomplète.')}</p>
          <p>
            <Link to="/">{t('Revenir au mur')}</Link>
          </p>
        </div>
      </main>
    </OpenSurround>
  );
}

export function CentreAway({
  error,
  reset,
}: {
  readonly error: unknown;
  readonly reset: () => void;
}) {
  const t = useText();
  return (
    <main id="main" className="s-page s-page-narrow" tabIndex={-1}>
      <div className="b-stack">
        <h1>{t('La page n’a pas pu s’ouvrir')}</h1>
        <FaultNotice fault={error} />
        <p>
          <Button icon="refresh" onPress={reset}>
            {t('Réessayer')}
          </Button>
        </p>
      </div>
    </main>
  );
}
