/** `beffroi register export FOLDER`: both registers as folders that anybody can check, offline. */

import { resolve } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import type { Verb } from '../verb.ts';

interface Exported {
  readonly logs: readonly {
    readonly log: string;
    readonly folder: string;
    readonly entries: number;
  }[];
  readonly keys: Readonly<Record<string, string>>;
  readonly readOnly: { readonly en: string } | null;
}

export const registerVerb: Verb = {
  name: 'register',
  usage: 'register export DIR',
  about: 'writes the registers as folders that beffroi verify checks; they hold personal data',
  options: stateOption,
  async run(call) {
    const [act, folder, ...more] = call.words;
    if (act !== 'export' || folder === undefined || folder === '' || more.length > 0) {
      throw new Failure('usage', 'say where to: beffroi register export DIR');
    }
    const { ownerSocket } = await chosenCentre(call);
    const exported = await askCentre<Exported>(ownerSocket, '/register/export', {
      folder: resolve(folder),
    });
    call.print(exported, [
      ...exported.logs.flatMap(({ log, folder: where, entries }) => [
        `${entries} entries in ${where}; check them:`,
        `  npx beffroi verify ${where} --key ${exported.keys[log] ?? ''}`,
      ]),
      ...(exported.readOnly === null ? [] : [`! ${exported.readOnly.en}`]),
      'Whoever checks must have the key from elsewhere than from this folder.',
    ]);
  },
};
