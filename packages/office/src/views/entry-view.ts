/**
 * An entry of the register as a page shows it: names instead of ids where the town still knows them,
 * the rest of the record as it stands. An entry past its term keeps its number, kind and time.
 */

import type { RegisterEntryView } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { NumberedEntry } from '../ports/register.ts';
import { entryWords, motiveWords } from '../words/entry-words.ts';

interface Said {
  readonly about?: readonly string[];
  readonly motive?: string;
  readonly what?: unknown;
}

export function entryView(house: House, entry: NumberedEntry): RegisterEntryView {
  const { log, number, id, kind, at, personId, record } = entry;
  const isErased = record === '';
  const said: Said = isErased ? {} : (JSON.parse(record) as Said);
  return {
    ...{ log, number, id, kind, at },
    words: entryWords(kind),
    by: personId === null ? null : nameOf(house, personId),
    about: (said.about ?? []).map((one) => nameOf(house, one)),
    motive: said.motive === undefined ? null : motiveWords(said.motive),
    what: isErased ? '' : JSON.stringify(said.what ?? {}),
    erased: isErased,
  };
}

function nameOf(house: House, id: string): string {
  return house.person(id)?.displayName ?? house.memory.cameras.get(id)?.stored.camera.name ?? id;
}
