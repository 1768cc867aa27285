/**
 * Theme and language: the person's own, kept by the centre, applied at once. Before sign-in the
 * choice of this browser counts (two words in local storage, nothing that names anybody).
 */

import type { PreferencesBody } from '@beffroi/wire';
import { ask, queryClient } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Session, SignedIn } from '../api/session.ts';
import { currentLocale, type Locale, speak } from '../i18n/locale.ts';
import { localeOf } from '../i18n/moments.ts';

export type Theme = 'dark' | 'light';

const localeKey = 'beffroi.locale';
const themeKey = 'beffroi.theme';

/** What this browser chose last, French and dark at first. */
export function storedLocale(): Locale {
  return localeOf(localStorage.getItem(localeKey) ?? undefined);
}

export function currentTheme(): Theme {
  return document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark';
}

export function showTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(themeKey, theme);
}

export function showStoredTheme(): void {
  showTheme(localStorage.getItem(themeKey) === 'light' ? 'light' : 'dark');
}

/** Takes over the signed-in person's preferences. */
export function applyPreferences(person: Pick<SignedIn['person'], 'theme' | 'locale'>): void {
  showTheme(person.theme);
  showLocale(person.locale);
}

function showLocale(locale: Locale): void {
  localStorage.setItem(localeKey, locale);
  if (currentLocale() !== locale) {
    speak(locale);
  }
}

/** Shows the choice at once and tells the centre when somebody is signed in. */
export async function choosePreferences(choice: PreferencesBody): Promise<void> {
  if (choice.theme !== undefined) {
    showTheme(choice.theme);
  }
  if (choice.locale !== undefined) {
    showLocale(choice.locale);
  }
  const session = queryClient.getQueryData<Session>(sessionQuery.queryKey);
  if (session?.person) {
    queryClient.setQueryData<Session>(sessionQuery.queryKey, {
      ...session,
      person: { ...session.person, ...choice },
    });
    await ask<null>('PUT', '/api/preferences', choice);
  }
}
