/** `beffroi import town.yaml`: brings communes, cameras, masks and people in (one register entry). */

import { bringTownIn } from '../bring-town-in.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { openToOthers, readTownYaml, townStart } from '../town-yaml.ts';
import { onlyWord, type Verb } from '../verb.ts';

export const importVerb: Verb = {
  name: 'import',
  usage: 'import FILE',
  about: 'brings a town file in: communes, cameras, masks, people; importing again changes nothing',
  options: stateOption,
  async run(call) {
    const file = onlyWord(call, 'which file: beffroi import town.yaml');
    const yaml = await readTownYaml(file);
    await townStart(yaml);
    const { ownerSocket } = await chosenCentre(call);
    const report = await bringTownIn(ownerSocket, yaml);
    const open = await openToOthers(yaml);
    call.print({ ...report, advice: open }, [
      `${file}: ${report.added} added, ${report.changed} changed, ${report.unchanged} as they were`,
      ...(open === null ? [] : [open]),
    ]);
  },
};
