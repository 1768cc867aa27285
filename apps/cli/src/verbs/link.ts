/** `beffroi link PERSON`: a one-time sign-in link for the owner of the machine (SEC-4). */

import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { onlyWord, type Verb } from '../verb.ts';

export const linkVerb: Verb = {
  name: 'link',
  usage: 'link PERSON',
  about: 'makes a one-time enrolment link for a person (login or id); good for 24 h',
  options: stateOption,
  async run(call) {
    const person = onlyWord(call, 'for whom: beffroi link LOGIN');
    const { ownerSocket } = await chosenCentre(call);
    const link = await askCentre<{ url: string; until: string; displayName: string }>(
      ownerSocket,
      '/link',
      { person },
    );
    call.print(link, [
      `One-time link for ${link.displayName}, until ${link.until}:`,
      `  ${link.url}`,
      'It is shown once. Hand it over yourself; whoever opens it first enrols.',
    ]);
  },
};
