/** What is the person's own: theme, language, shortcuts, ways in, what they are cleared for, this post. */

import { type Right, rights } from '@beffroi/town';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useAccount, useSession } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useLocale, useText, useWords } from '../../i18n/text.ts';
import { Page } from '../../shell/page.tsx';
import { choosePreferences } from '../../shell/preferences.ts';
import { useShortcutSwitch } from '../../shell/shortcuts.ts';
import { Checkbox, Radios } from '../../ui/checkbox.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { postLabel, rightLabel } from '../../words/labels.ts';
import { OwnSessions } from './own-sessions.tsx';
import { PostTest } from './post-test.tsx';
import { WaysIn } from './ways-in.tsx';

export function AccountPage(): ReactElement | null {
  const t = useText();
  const moments = useMoments();
  const session = useSession().data;
  const account = useAccount();
  const person = session?.person;
  if (session === undefined || person === undefined || person === null) {
    return null;
  }
  return (
    <Page>
      <div className="p-columns">
        <div className="b-stack">
          <section className="b-card b-stack">
            <h2>{person.displayName}</h2>
            <dl className="b-facts">
              <dt>{t('Fonction')}</dt>
              <dd>{postLabel(t, person.post)}</dd>
              <dt>{t('Session jusqu’au')}</dt>
              <dd>{session.until === null ? '–' : moments.dayTime(session.until)}</dd>
            </dl>
          </section>
          {account.data === undefined ? (
            <FaultNotice fault={account.error} />
          ) : (
            <>
              <WaysIn account={account.data} />
              <OwnSessions account={account.data} />
            </>
          )}
          <PostTest />
        </div>
        <div className="b-stack">
          <Display theme={person.theme} />
          <section className="b-card b-stack">
            <h2>{t('Ce que je peux faire')}</h2>
            <ul className="p-rights">
              {rights.map((right) => (
                <RightLine key={right} right={right} />
              ))}
            </ul>
          </section>
        </div>
      </div>
    </Page>
  );
}

function Display({ theme }: { readonly theme: 'dark' | 'light' }): ReactElement {
  const t = useText();
  const locale = useLocale();
  const [hasShortcuts, switchShortcuts] = useShortcutSwitch();
  const choose = useMutation({ mutationFn: choosePreferences });
  return (
    <section className="b-card b-stack">
      <h2>{t('Affichage')}</h2>
      <Radios
        label={t('Thème')}
        inline
        value={theme}
        onChange={(next) => choose.mutate({ theme: next })}
        choices={[
          { value: 'dark', label: t('Sombre (salle)') },
          { value: 'light', label: t('Clair (bureau)') },
        ]}
      />
      <Radios
        label={t('Langue')}
        inline
        value={locale}
        onChange={(next) => choose.mutate({ locale: next })}
        choices={[
          { value: 'fr', label: 'Français' },
          { value: 'en', label: 'English' },
        ]}
      />
      <Checkbox isSelected={hasShortcuts} onChange={switchShortcuts}>
        {t('Raccourcis clavier actifs sur ce poste')}
      </Checkbox>
      <FaultNotice fault={choose.error} />
    </section>
  );
}

function RightLine({ right }: { readonly right: Right }): ReactElement {
  const t = useText();
  const words = useWords();
  const decision = useSession().data?.may[right];
  const isAllowed = decision?.allowed === true;
  return (
    <li>
      <StateBadge tone={isAllowed ? 'good' : 'quiet'}>{isAllowed ? t('Oui') : t('Non')}</StateBadge>
      <span>{rightLabel(t, right)}</span>
      {decision?.words === undefined || decision.words === null || isAllowed ? null : (
        <span className="b-quiet b-small">{words(decision.words)}</span>
      )}
    </li>
  );
}
