/**
 * `beffroi erase --due`: erases now what is past its term, as the centre does by itself at each civil
 * midnight (RET-6), and says how far it came. Ends with status 1 while condemned files still lie on a
 * recorder, so that a script notices.
 */

import { Failure } from '@beffroi/kernel';
import type { ErasureReport } from '@beffroi/office';
import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { noMoreWords, type Verb } from '../verb.ts';

export const eraseVerb: Verb = {
  name: 'erase',
  usage: 'erase --due',
  about: 'erases now what is past its term: condemned, key destroyed, unlinked, receipted',
  options: {
    ...stateOption,
    due: {
      type: 'boolean',
      about: 'what is past its term, and nothing else: there is no other way',
    },
  },
  async run(call) {
    noMoreWords(call.words);
    if (call.values['due'] !== true) {
      throw new Failure('usage', 'say what to erase: beffroi erase --due');
    }
    const { ownerSocket } = await chosenCentre(call);
    const report = await askCentre<ErasureReport>(ownerSocket, '/erase-due', null);
    const { condemnedRecordings, destroyedKeys, receipts, waitingFiles } = report;
    call.print(report, [
      `${condemnedRecordings} recordings condemned, ${destroyedKeys.length} day keys destroyed, ${receipts} receipts written.`,
      waitingFiles === 0
        ? 'Nothing condemned is left on a recorder.'
        : `${waitingFiles} condemned files are still on recorders; none of them opens once its key is destroyed. Ask again in a minute.`,
    ]);
    if (waitingFiles > 0) {
      process.exitCode = 1;
    }
  },
};
