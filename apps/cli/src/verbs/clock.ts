/**
 * `beffroi clock`: what the centre thinks of its clock. `--confirm`: the owner of the machine says that
 * it is right (RET-11, RET-12), which stands in the register. Status 1 while it is doubted or behind, so
 * that a script notices.
 */

import type { ClockState } from '@beffroi/office';
import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { noMoreWords, type Verb } from '../verb.ts';

export const clockVerb: Verb = {
  name: 'clock',
  usage: 'clock [--confirm]',
  about: 'says whether the centre believes its clock, or that it is right',
  options: {
    ...stateOption,
    confirm: {
      type: 'boolean',
      about: 'the clock is right as it is: what it makes due is erased, for good',
    },
  },
  async run(call) {
    noMoreWords(call.words);
    const confirm = call.values['confirm'] === true;
    const { ownerSocket } = await chosenCentre(call);
    const state = await askCentre<ClockState>(ownerSocket, '/clock', { confirm });
    call.print(state, linesOf(state));
    if (state.doubt !== null || state.behindMs > 0) {
      process.exitCode = 1;
    }
  },
};

function linesOf({ now, believed, behindMs, doubt }: ClockState): readonly string[] {
  const clock = `The clock of the centre says ${now}`;
  const since = believed ?? 'never';
  const remedy = 'Set it right, or say that it is: npx beffroi clock --confirm';
  if (behindMs > 0) {
    return [`${clock}, and it has written at ${since} already: no act is accepted.`, remedy];
  }
  if (doubt === null) {
    return [`${clock} and is believed.`];
  }
  const days = (doubt.aheadMs / 86_400_000).toFixed(1);
  return doubt.waitMs === null
    ? [`${clock}, ${days} days ahead since ${since}: nothing is erased on its word.`, remedy]
    : [
        `${clock}, set forward: nothing is erased for ${Math.ceil(doubt.waitMs / 60_000)} min.`,
        remedy,
      ];
}
