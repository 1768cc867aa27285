/** The record of an entry under its motive: a name and a value a line, the rest behind a press. */

import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { type Names, recordValue } from '../../words/record-values.ts';
import { recordWord } from '../../words/record-words.ts';
import { type RecordLine, recordLines } from './record-lines.ts';

interface RecordFactsProps {
  readonly what: string;
  readonly names: Names;
}

export function RecordFacts({ what, names }: RecordFactsProps): ReactElement | null {
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
                <Fact line={line} names={names} />
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

interface FactProps {
  readonly line: RecordLine;
  readonly names: Names;
}

function Fact({ line: { name, value }, names }: FactProps): ReactElement | string {
  const t = useText();
  const moments = useMoments();
  switch (value.kind) {
    case 'instant':
      return <time>{moments.dayTime(value.at)}</time>;
    case 'day':
      return <time>{moments.civilDay(value.day)}</time>;
    case 'amount':
      return value.unit === 'bytes'
        ? moments.bytes(value.value)
        : `${moments.number(value.value, 3)}\u00a0${value.unit}`.trim();
    case 'yes':
      return t('Oui');
    case 'no':
      return t('Non');
    case 'parts':
      return value.text;
    case 'texts':
      return value.texts.map((text) => recordValue(t, names, name, text)).join(', ');
  }
}
