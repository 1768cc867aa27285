/**
 * Acts that waited for a second person when this tab was loaded anew: they go on waiting in the dialog,
 * are carried out once both have signed, and how each ended is told, because the page that asked it is
 * gone.
 */

import type { ConfirmationView } from '@beffroi/wire';
import { type ReactElement, useEffect, useState } from 'react';
import { askedActs } from '../../api/asked-acts.ts';
import { resumeAsked } from '../../api/client.ts';
import { watched } from '../../api/watched.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNotice, Notice } from '../../ui/notice.tsx';
import { ActTold } from './act-told.tsx';

interface Ended {
  readonly view: ConfirmationView;
  /** Why it was not done; null: it was. */
  readonly fault: unknown;
}

/** A tab resumes once for each time it is loaded, however often the shell is drawn. */
let hasResumed = false;

export function ResumedActs(): ReactElement | null {
  const t = useText();
  const words = useWords();
  const [ended, setEnded] = useState<readonly Ended[]>([]);
  useEffect(() => {
    if (!hasResumed) {
      hasResumed = true;
      watched(resumeAll((one) => setEnded((before) => [...before, one])));
    }
  }, []);
  const [shown] = ended;
  if (shown === undefined) {
    return null;
  }
  const close = (): void => setEnded(ended.slice(1));
  return (
    <Dialog
      title={words(shown.view.title)}
      size="small"
      isOpen
      onClose={close}
      actions={<Button onPress={close}>{t('Fermer')}</Button>}
    >
      <div className="b-stack">
        <ActTold view={shown.view} />
        {shown.fault === null ? (
          <Notice tone="good" isLive>
            <p>{t('Signé par les deux personnes : l’acte est fait.')}</p>
          </Notice>
        ) : (
          <FaultNotice fault={shown.fault} />
        )}
      </div>
    </Dialog>
  );
}

async function resumeAll(tell: (ended: Ended) => void): Promise<void> {
  for (const act of askedActs()) {
    const ended = await resumeAsked(act);
    if (ended !== null) {
      tell(ended);
    }
  }
}
