/** `beffroi import town.yaml`: brings communes, cameras, masks and people in (one register entry). */

import { Failure } from '@beffroi/kernel';
import { askCentre } from '../owner-client.ts';
import { chosenState, stateOption } from '../state-option.ts';
import { readTownYaml } from '../town-yaml.ts';
import type { Verb } from '../verb.ts';

export interface ImportReport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

export const importVerb: Verb = {
  name: 'import',
  usage: 'import FILE',
  about: 'brings a town file in: communes, cameras, masks, people; importing again changes nothing',
  options: stateOption,
  async run(call) {
    const [file] = call.words;
    if (file === undefined) {
      throw new Failure('usage', 'say which file: beffroi import town.yaml');
    }
    const { ownerSocket } = chosenState(call);
    const town = await readTownYaml(file);
    const report = await askCentre<ImportReport>(ownerSocket, '/import', { town, file });
    call.print(report, [
      `${file}: ${report.added} added, ${report.changed} changed, ${report.unchanged} as they were`,
    ]);
  },
};
