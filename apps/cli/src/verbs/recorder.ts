/** `beffroi recorder list`: the recorders of the centre and the cameras that each holds. */

import { Failure } from '@beffroi/kernel';
import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { onlyWord, type Verb } from '../verb.ts';

interface ListedRecorder {
  readonly id: string;
  readonly name: string;
  readonly cameras: readonly { readonly id: string; readonly name: string }[];
}

export const recorderVerb: Verb = {
  name: 'recorder',
  usage: 'recorder list',
  about: 'lists the recorders and the cameras that each holds (see also: camera move)',
  options: stateOption,
  async run(call) {
    const what = onlyWord(call, 'list');
    if (what !== 'list') {
      throw new Failure('usage', `say list, not ${what}`);
    }
    const { ownerSocket } = await chosenCentre(call);
    const recorders = await askCentre<readonly ListedRecorder[]>(ownerSocket, '/recorders', {});
    call.print(
      recorders,
      recorders.map(({ id, name, cameras }) => {
        const names = cameras.map((camera) => camera.name).join(', ');
        return `${id}  ${name}  ${cameras.length} cameras${names === '' ? '' : `: ${names}`}`;
      }),
    );
  },
};
