/**
 * What surrounds every page of a signed-in person: the rail, the bar (town, page, alarms, clock,
 * person), the demonstration mark, and word of a lost centre. Tab order: skip link, rail, bar, page.
 */

import { Link, Outlet, useMatches, useNavigate } from '@tanstack/react-router';
import { type ReactElement, useEffect, useState } from 'react';
import type { SignedIn } from '../api/session.ts';
import { watched } from '../api/watched.ts';
import { useText } from '../i18n/text.ts';
import { BelfryMark, Icon } from '../ui/icon.tsx';
import { AlarmsButton } from './alarms.tsx';
import { useChangeFeed } from './change-feed.ts';
import { Clock } from './clock.tsx';
import { ConfirmationHost } from './confirmations/confirmation-dialog.tsx';
import { ConfirmationsSign } from './confirmations/confirmations-sign.tsx';
import { ResumedActs } from './confirmations/resumed-acts.tsx';
import { EmergencyBar } from './emergency/emergency-bar.tsx';
import { EmergencyHost } from './emergency/take-emergency.tsx';
import { type PageEntry, pagesTable, pageTitle } from './pages-table.ts';
import { PersonMenu } from './person-menu.tsx';
import { ReadOnlyNotice } from './read-only-notice.tsx';
import { canShowTheWall, useSelfTest } from './self-test.ts';
import { ShortcutHelp } from './shortcut-help.tsx';
import { useShortcut } from './shortcuts.ts';

export function Shell({ session }: { readonly session: SignedIn }): ReactElement {
  const t = useText();
  // Of the page that is shown: one that is waited for has not come yet.
  const path = useMatches({ select: (matches) => matches.at(-1)?.pathname ?? '/' });
  const title = pageTitle(t, path);
  const isLinked = useChangeFeed(true);
  const pages = pagesTable(t).filter((page) => mayOpen(page, session));
  useEffect(() => {
    document.title = `${title} · ${session.town.name} · Beffroi`;
  }, [title, session.town.name]);
  return (
    <div className="s-shell">
      <SkipLink />
      <Rail pages={pages} />
      <header className="s-bar">
        <h1 className="s-title">{title}</h1>
        <p className="s-town">{session.town.name}</p>
        {session.town.demonstration ? <DemonstrationMark /> : null}
        {isLinked ? null : <LostCentre />}
        {session.may['watch-live'].allowed ? <UnfitPost /> : null}
        <div className="b-grow" />
        <ConfirmationsSign />
        <AlarmsButton />
        <Clock />
        <PersonMenu session={session} />
      </header>
      <div className="s-notices">
        <ReadOnlyNotice words={session.town.readOnly} />
        <EmergencyBar />
      </div>
      <div id="content" className="s-place" tabIndex={-1}>
        <Outlet />
      </div>
      {pages.map((page) => (
        <PageShortcut key={page.path} page={page} />
      ))}
      <Help />
      <EmergencyHost />
      <ConfirmationHost />
      <ResumedActs />
    </div>
  );
}

function mayOpen(page: PageEntry, session: SignedIn): boolean {
  return page.rights.length === 0 || page.rights.some((right) => session.may[right].allowed);
}

function PageShortcut({ page }: { readonly page: PageEntry }): null {
  const t = useText();
  const navigate = useNavigate();
  useShortcut({ keys: `g ${page.key}`, group: t('Pages'), label: page.label }, () => {
    watched(navigate({ to: page.path }));
  });
  return null;
}

function Help(): ReactElement {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  useShortcut({ keys: '?', group: t('Partout'), label: t('Afficher les raccourcis') }, () =>
    setOpen(true),
  );
  return <ShortcutHelp isOpen={isOpen} onClose={() => setOpen(false)} />;
}

export function SkipLink(): ReactElement {
  const t = useText();
  return (
    <a className="s-skip" href="#content">
      {t('Aller au contenu')}
    </a>
  );
}

function Rail({ pages }: { readonly pages: readonly PageEntry[] }): ReactElement {
  const t = useText();
  return (
    <nav className="s-rail" aria-label={t('Pages')}>
      <span className="s-mark">
        <BelfryMark size={28} />
      </span>
      <ul>
        {pages.map((page) => (
          <li key={page.path}>
            <Link
              to={page.path}
              className="s-rail-link"
              activeOptions={{ exact: page.path === '/', includeSearch: false }}
            >
              <Icon name={page.icon} size={20} />
              <span>{page.label}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Link to="/accessibilite" className="s-rail-foot">
        {t('Accessibilité')}
      </Link>
    </nav>
  );
}

/** On every page of a demonstration town: nobody may take its pictures for real ones. */
export function DemonstrationMark(): ReactElement {
  const t = useText();
  return (
    <p className="s-demo">
      <strong>{t('DÉMONSTRATION')}</strong> <span>{t('images dessinées')}</span>
    </p>
  );
}

/** The self-test of the console's start: a post that can't show the wall says so before the watch. */
function UnfitPost(): ReactElement | null {
  const t = useText();
  const test = useSelfTest().data;
  return test === undefined || canShowTheWall(test) ? null : (
    <p className="s-lost" role="status">
      <Icon name="warning" size={16} />
      <Link to="/account">{t('Ce poste ne peut pas afficher le mur')}</Link>
    </p>
  );
}

function LostCentre(): ReactElement {
  const t = useText();
  return (
    <p className="s-lost" role="status">
      <Icon name="warning" size={16} /> {t('Centre injoignable, nouvel essai en cours')}
    </p>
  );
}
