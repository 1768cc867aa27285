/** The record of an entry under its motive: a name and a value a line, the rest behind a press. */

import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { isWay, wayLabel } from '../../words/labels.ts';
import { recordWord } from '../../words/record-words.ts';
import { type RecordLine, recordLines } from './record-lines.ts';

export function RecordFacts({ what }: { readonly what: string }): ReactElement | null {
  const t = useText();
  const lines = recordLines(what);
  const facts = lines.filter(({ value }) => value.kind !== 'parts');
  return (
    <>
      {facts.length === 0 ? null : (
        <dl className="p-record">
          {facts.map((line) => (
            <div key={line.name}>
              <dt>{recordWord(t, line.name)}</dt>
              <dd>
                <Fact {...line} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {lines.map(({ name, value }) =>
        value.kind === 'parts' ? (
          <details key={name} className="p-record-parts">
            <summary>{recordWord(t, name)}</summary>
            <code>{value.text}</code>
          </details>
        ) : null,
      )}
    </>
  );
}

function Fact({ name, value }: RecordLine): ReactElement {
  const t = useText();
  const moments = useMoments();
  switch (value.kind) {
    case 'instant':
      return <time>{moments.dayTime(value.at)}</time>;
    case 'yes':
      return <>{t('Oui')}</>;
    case 'no':
      return <>{t('Non')}</>;
    default:
      return <>{name === 'how' && isWay(value.text) ? wayLabel(t, value.text) : value.text}</>;
  }
}
