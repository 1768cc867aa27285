/**
 * The language of the person at this screen. French sentences are the ids (ICU message format,
 * typographic apostrophes); English comes from the catalogues in `src/locales`. Switching is
 * immediate, on every page, and `<html lang>` follows (RGAA 8.3).
 */

import { i18n, type Messages } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

type Catalogue = Record<string, string>;
type Compiled = ReturnType<typeof compileMessage>;

const compiled = new Map<string, Compiled>();

function compileOnce(message: string): Compiled {
  const known = compiled.get(message);
  if (known !== undefined) {
    return known;
  }
  const made = compileMessage(message);
  compiled.set(message, made);
  return made;
}

/** One catalogue a page area (`en.wall.json`), merged: two people never edit the same file. */
function englishMessages(): Messages {
  const files = import.meta.glob<Catalogue>('../locales/en*.json', {
    eager: true,
    import: 'default',
  });
  return Object.assign({}, ...Object.values(files)) as Messages;
}

/** Makes the console speak; call once, before the first render. */
export function startLanguages(locale: Locale): void {
  i18n.setMessagesCompiler(compileOnce);
  i18n.load({ fr: {}, en: englishMessages() });
  // A sentence put together at run time, which `locales.test.ts` can't read: `pages.test.ts` hears this.
  i18n.on('missing', ({ locale: spoken, id }) => {
    if (spoken === 'en') {
      console.warn(`No English for “${id}”.`);
    }
  });
  speak(locale);
}

export function speak(locale: Locale): void {
  i18n.activate(locale);
  document.documentElement.lang = locale;
}

export function currentLocale(): Locale {
  return i18n.locale === 'en' ? 'en' : 'fr';
}
