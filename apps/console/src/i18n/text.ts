/**
 * How a component says a sentence: `const t = useText()`, then `t` of the French text, which is the
 * id; `locales.test.ts` fails when one has no English. Sentences that the centre sends (refusals,
 * alarms) come in both languages as `Words`: `useWords()` picks one. Both put the spaces of French.
 */

import type { Words } from '@beffroi/town';
import { useLingui } from '@lingui/react';
import { useCallback } from 'react';
import { frenchSpaces } from './french-spaces.ts';
import type { Locale } from './locale.ts';

export type TextValues = Readonly<Record<string, string | number>>;
export type Translate = (frenchText: string, values?: TextValues) => string;

export function useText(): Translate {
  const { i18n } = useLingui();
  // `i18n` is one object for ever; the locale makes the function new when the language changes.
  const locale = i18n.locale;
  return useCallback<Translate>(
    (frenchText, values) =>
      locale === ''
        ? frenchText
        : i18n._(frenchText, values, { message: frenchSpaces(frenchText) }),
    [i18n, locale],
  );
}

export function useLocale(): Locale {
  return useLingui().i18n.locale === 'en' ? 'en' : 'fr';
}

/** Picks the person's language out of words that the centre sent. */
export function useWords(): (words: Words) => string {
  const locale = useLocale();
  return useCallback(
    (words: Words) => (locale === 'fr' ? frenchSpaces(words.fr) : words.en),
    [locale],
  );
}
