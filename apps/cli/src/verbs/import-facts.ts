/**
 * `beffroi import-facts FOLDER`: puts what `export-facts` wrote into the empty database of a stopped
 * centre. The last step of an upgrade of PostgreSQL, or the way onto another machine.
 */

import { resolve } from 'node:path';
import { importIntoState, systemChance, systemClock } from '@beffroi/csu';
import { chosenState, stateOption } from '../state-option.ts';
import { withStoppedHouse } from '../stopped-house.ts';
import { onlyWord, type Verb } from '../verb.ts';

export const importFactsVerb: Verb = {
  name: 'import-facts',
  usage: 'import-facts DIR',
  about: 'puts exported facts into the empty database of a stopped centre',
  options: stateOption,
  async run(call) {
    const folder = resolve(onlyWord(call, 'which: beffroi import-facts DIR'));
    const state = chosenState(call);
    const { manifest, renewed } = await withStoppedHouse(state, (databaseUrl) =>
      importIntoState({
        folder,
        databaseUrl,
        stateDirectory: state.root,
        clock: systemClock,
        chance: systemChance,
      }),
    );
    const lines = manifest.shelves.reduce((sum, shelf) => sum + shelf.lines, 0);
    call.print({ ...manifest, renewed }, [
      `${lines} lines of ${manifest.shelves.length} shelves, of ${manifest.madeAt}, are in the database.`,
      ...renewedLines(renewed),
      'Start the centre: it compares the register before it accepts an act.',
    ]);
  },
};

/** What waits for a hand because a secret stayed on another machine. */
export function renewedLines(
  renewed: Awaited<ReturnType<typeof importIntoState>>['renewed'],
): readonly string[] {
  if (renewed === null) {
    return [];
  }
  const { cameras, people, recorders } = renewed;
  return [
    ...(cameras.length === 0
      ? []
      : [`Enter the passwords of these cameras again: ${cameras.join(', ')}.`]),
    ...(people.length === 0
      ? []
      : [`These people need a new link (beffroi link LOGIN): ${people.join(', ')}.`]),
    ...recorders.map(({ name, file }) => `Carry ${file} to the recorder ${name}, then remove it.`),
    'Camera passwords, one-time codes and sessions stayed behind; passkeys go on.',
  ];
}
