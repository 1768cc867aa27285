/** The options that say which centre of this machine is meant. */

import { type StateDirectory, stateDirectory } from './state-directory.ts';
import { type Call, textOption, type Verb } from './verb.ts';

export const stateOption: Verb['options'] = {
  state: { type: 'string' },
  town: { type: 'string' },
};

/** The state directory meant: `--state`, else the default of `--town FILE`, else the demonstration. */
export function chosenState(call: Call): StateDirectory {
  return stateDirectory(textOption(call, 'state'), townKey(textOption(call, 'town')));
}

/** Name of a town's state folder: the file's name without folder and extension. */
export function townKey(townFile: string | null): string {
  if (townFile === null) {
    return 'demonstration';
  }
  const name = townFile.split('/').at(-1) ?? townFile;
  return name.replace(/\.ya?ml$/, '').replace(/[^A-Za-z0-9-]/g, '-') || 'town';
}
