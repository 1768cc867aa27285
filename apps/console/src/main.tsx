/**
 * The console starts here: styles, language and theme of this browser, then the router. Nothing is
 * fetched from anywhere but the centre.
 */

import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './ui/buttons.css';
import './ui/fields.css';
import './ui/calendar.css';
import './ui/choices.css';
import './ui/surfaces.css';
import './shell/shell.css';
import './pages/pages.css';
import './styles/narrow.css';
import './styles/forced-colors.css';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactElement, StrictMode } from 'react';
import { I18nProvider as AriaI18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/client.ts';
import { startLanguages } from './i18n/locale.ts';
import { useLocale } from './i18n/text.ts';
import { router } from './router.tsx';
import { showStoredTheme, storedLocale } from './shell/preferences.ts';
import { listenToShortcuts } from './shell/shortcuts.ts';

function Spoken(): ReactElement {
  return (
    <AriaI18nProvider locale={useLocale() === 'en' ? 'en-GB' : 'fr-FR'}>
      <RouterProvider router={router} />
    </AriaI18nProvider>
  );
}

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root: the console was not built from this tree.');
}
showStoredTheme();
startLanguages(storedLocale());
listenToShortcuts();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <I18nProvider i18n={i18n}>
        <Spoken />
      </I18nProvider>
    </QueryClientProvider>
  </StrictMode>,
);
