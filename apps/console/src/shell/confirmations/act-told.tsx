/** What a sensitive act will do, as whoever signs it reads it: line by line, with what is signed. */

import type { ConfirmationView } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useText, useWords } from '../../i18n/text.ts';

export function ActTold({ view }: { readonly view: ConfirmationView }): ReactElement {
  const t = useText();
  const words = useWords();
  return (
    <>
      <ul className="s-act-lines">
        {view.about.map((line) => (
          <li key={line.fr}>{words(line)}</li>
        ))}
      </ul>
      <p className="b-quiet b-small">
        {t('Empreinte de l’acte :')} <code>{firstOf(view.digest)}</code>
      </p>
    </>
  );
}

/** Enough to be read to each other over the telephone; the device signs all of it. */
function firstOf(digest: string): string {
  return `${digest.slice(0, 4)} ${digest.slice(4, 8)} ${digest.slice(8, 12)}`;
}
