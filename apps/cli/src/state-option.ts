/** The options that say which centre of this machine is meant, and how it is found without them. */

import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { placeSuffix, type StateDirectory, stateDirectory } from './state-directory.ts';
import { isHeld } from './state-lock.ts';
import { type Call, textOption, type Verb } from './verb.ts';

export const stateOption: Verb['options'] = {
  state: { type: 'string', value: 'DIR', about: 'where the centre keeps its state' },
  town: { type: 'string', value: 'FILE', about: 'the town file the centre was started with' },
};

/** The state directory meant: `--state`, else the default of `--town FILE`, else the demonstration. */
export function chosenState(call: Call): StateDirectory {
  for (const name of ['state', 'town']) {
    if (textOption(call, name) === '') {
      throw new Failure('usage', `--${name} is empty`);
    }
  }
  return stateDirectory(textOption(call, 'state'), townKey(textOption(call, 'town')));
}

/**
 * The running centre meant. Without `--state` and `--town` it is the only one that runs from this
 * program; throws Failure `which-centre` when several do.
 */
export async function chosenCentre(call: Call): Promise<StateDirectory> {
  const named = chosenState(call);
  if (textOption(call, 'state') !== null || textOption(call, 'town') !== null) {
    return named;
  }
  const running = await runningCentres(named);
  if (running.length > 1) {
    const names = running.map(({ root }) => root).join(', ');
    throw new Failure(
      'which-centre',
      `several centres run here (${names}); say which: --state DIR`,
    );
  }
  return running[0] ?? named;
}

/** Centres beside the default one whose owner's door answers. */
async function runningCentres(named: StateDirectory): Promise<StateDirectory[]> {
  const parent = dirname(named.root);
  const names = await readdir(parent).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') {
      return [];
    }
    throw thrown;
  });
  const states = names
    .filter((name) => name.endsWith(placeSuffix()))
    .map((name) => stateDirectory(join(parent, name), ''));
  const answers = await Promise.all(states.map(({ ownerSocket }) => isHeld(ownerSocket)));
  return states.filter((_, index) => answers[index]);
}

/** Name of a town's state folder: the file's name without folder and extension. */
export function townKey(townFile: string | null): string {
  if (townFile === null) {
    return 'demonstration';
  }
  const name = townFile.split('/').at(-1) ?? townFile;
  return name.replace(/\.ya?ml$/, '').replace(/[^A-Za-z0-9-]/g, '-') || 'town';
}
