/**
 * An entry of the register as a page shows it: names instead of ids where the town still knows them,
 * the rest of the record as it stands. An entry past its term keeps its number, kind and time.
 */

import type { RegisterEntryView } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { NumberedEntry } from '../ports/register.ts';
import { saidIn } from '../said-record.ts';
import { entryWords, motiveWords } from '../words/entry-words.ts';

/** Of a record that can't be read: enough to see what became of it. */
const shownMax = 2000;

export function entryView(house: House, entry: NumberedEntry): RegisterEntryView {
  const { log, number, id, kind, at, personId, record } = entry;
  const isErased = record === '';
  const said = isErased ? null : saidIn(record);
  return {
    ...{ log, number, id, kind, at },
    words: entryWords(kind),
    by: personId === null ? null : nameOf(house, personId),
    about: (said?.about ?? []).map((one) => nameOf(house, one)),
    motive: said?.motive === undefined ? null : motiveWords(said.motive),
    what: isErased ? '' : JSON.stringify(said?.what ?? { unreadable: record.slice(0, shownMax) }),
    erased: isErased,
  };
}

function nameOf(house: House, id: string): string {
  return house.person(id)?.displayName ?? house.memory.cameras.get(id)?.stored.camera.name ?? id;
}
