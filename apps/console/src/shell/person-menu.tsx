/** Who is signed in, and what is theirs: account, theme, language, the way out. */

import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { ask, queryClient } from '../api/client.ts';
import { wishEmergency } from '../api/emergency-wish.ts';
import type { SignedIn } from '../api/session.ts';
import { signOutAtProvider } from '../api/sign-in.ts';
import { watched } from '../api/watched.ts';
import { useLocale, useText } from '../i18n/text.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { postLabel } from '../words/labels.ts';
import { choosePreferences } from './preferences.ts';

/** Ends the session and forgets everything that was read under it. */
export async function signOut(): Promise<void> {
  await ask<null>('POST', '/api/sign-out');
  // A full load: no picture, no cache and no socket of the former person stays in memory.
  queryClient.clear();
  window.location.assign('/sign-in');
}

/** Ends the session here, then at the identity provider (SEC-64). */
async function signOutThereToo(): Promise<void> {
  const url = await signOutAtProvider();
  queryClient.clear();
  window.location.assign(url ?? '/sign-in');
}

export function PersonMenu({ session }: { readonly session: SignedIn }): ReactElement {
  const t = useText();
  const locale = useLocale();
  const navigate = useNavigate();
  const { person, endsAt } = session;
  return (
    <Menu
      label={t('Compte et affichage')}
      trigger={
        <AriaButton className="s-person">
          <span className="s-person-name">{person.displayName}</span>
          <span className="s-person-post">{postLabel(t, person.post)}</span>
          <Icon name="chevron-down" size={16} />
        </AriaButton>
      }
      acts={[
        {
          key: 'account',
          label: t('Mon compte'),
          icon: 'account',
          onAct: () => watched(navigate({ to: '/account' })),
        },
        ...(session.may['watch-live'].allowed || session.may['view-recordings'].allowed
          ? [
              {
                key: 'emergency',
                label: t('Accès d’urgence…'),
                icon: 'alarm',
                onAct: () => wishEmergency(true),
              } as const,
            ]
          : []),
        {
          key: 'theme',
          label: person.theme === 'dark' ? t('Thème clair') : t('Thème sombre'),
          icon: person.theme === 'dark' ? 'sun' : 'moon',
          onAct: () =>
            watched(choosePreferences({ theme: person.theme === 'dark' ? 'light' : 'dark' })),
        },
        {
          key: 'locale',
          label: locale === 'fr' ? 'English' : 'Français',
          icon: 'language',
          onAct: () => watched(choosePreferences({ locale: locale === 'fr' ? 'en' : 'fr' })),
        },
        {
          key: 'out',
          label: t('Se déconnecter'),
          icon: 'sign-out',
          onAct: () => watched(signOut()),
        },
        ...(endsAt === undefined
          ? []
          : [
              {
                key: 'out-there',
                label: t('Se déconnecter aussi de {provider}', { provider: endsAt }),
                icon: 'sign-out' as const,
                onAct: () => watched(signOutThereToo()),
              },
            ]),
      ]}
    />
  );
}
