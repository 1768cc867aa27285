/**
 * `beffroi export-facts FOLDER`: everything the centre knows in an open form (docs/facts-format.md),
 * for another program, another machine, or another major version of PostgreSQL. Asked of the running
 * centre, or of the database alone while the centre is stopped.
 */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure, instantFromMs } from '@beffroi/kernel';
import { exportFacts, type FactsManifest } from '@beffroi/store-postgres';
import { askCentre } from '../owner-client.ts';
import type { StateDirectory } from '../state-directory.ts';
import { isHeld } from '../state-lock.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { withStoppedHouse } from '../stopped-house.ts';
import { onlyWord, type Verb } from '../verb.ts';

export const exportFactsVerb: Verb = {
  name: 'export-facts',
  usage: 'export-facts DIR',
  about: 'writes all facts in an open form; they hold personal data, and no key',
  options: {
    ...stateOption,
    sealed: {
      type: 'boolean',
      about: 'also the secrets that only this machine opens, still sealed: to come back to it',
    },
  },
  async run(call) {
    const folder = resolve(onlyWord(call, 'where to: beffroi export-facts DIR'));
    const sealed = call.values['sealed'] === true;
    const state = await chosenCentre(call);
    const manifest = (await isHeld(state.ownerSocket))
      ? await askCentre<FactsManifest>(state.ownerSocket, '/export-facts', { folder, sealed })
      : await exportStopped(state, folder, sealed);
    const lines = manifest.shelves.reduce((sum, shelf) => sum + shelf.lines, 0);
    call.print(manifest, [
      `${lines} lines of ${manifest.shelves.length} shelves are in ${folder} (docs/facts-format.md).`,
      `Left behind: ${manifest.leftOut.join(', ')}.`,
      'It holds personal data: destroy it when it has served.',
    ]);
  },
};

function exportStopped(
  state: StateDirectory,
  folder: string,
  sealed: boolean,
): Promise<FactsManifest> {
  if (!existsSync(state.root)) {
    throw new Failure(
      'centre-away',
      `there is no centre in ${state.root}; say which with --town FILE or --state DIR`,
    );
  }
  const madeAt = instantFromMs(Date.now());
  return withStoppedHouse(state, (url) => exportFacts({ url, folder, sealed, madeAt }));
}
