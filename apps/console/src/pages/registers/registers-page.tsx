/**
 * The registers: the logs themselves, the paper register still asked for, and what became of a picture.
 * Nothing is shown before a purpose was given (DP-06): the opening is written in the register, holds for
 * four hours, and is forgotten with the page. No picture is behind any of this.
 */

import type { RegisterOpeningView } from '@beffroi/wire';
import { type ReactElement, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Page } from '../../shell/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { EntriesView } from './entries-view.tsx';
import { FateForm } from './fate-form.tsx';
import { OpeningForm } from './opening-form.tsx';
import { PaperView } from './paper-view.tsx';

type Tab = 'entries' | 'paper' | 'fate';

export function RegistersPage(): ReactElement {
  const t = useText();
  const [opening, setOpening] = useState<RegisterOpeningView | null>(null);
  const [tab, setTab] = useState<Tab>('entries');
  if (opening === null) {
    return (
      <Page width="narrow">
        <OpeningForm onOpen={setOpening} />
      </Page>
    );
  }
  return (
    <Page>
      <Tabs<Tab>
        label={t('Registres')}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { key: 'entries', label: t('Écritures'), body: <EntriesView opening={opening} /> },
          { key: 'paper', label: t('Registre papier'), body: <PaperView opening={opening} /> },
          { key: 'fate', label: t('Sort d’une image'), body: <FateForm opening={opening} /> },
        ]}
      />
    </Page>
  );
}
