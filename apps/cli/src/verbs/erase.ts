/**
 * `beffroi erase --due`: erases now what is past its term, as the centre does by itself at each civil
 * midnight (RET-6), and says how far it came. `beffroi erase --inventory`: every byte that shows a
 * picture, its age and its ground for still being there (RET-8). Status 1 while condemned files still
 * lie on a recorder, when something has no ground, or when a recorder could not be asked, so that a script
 * notices.
 */

import { Failure } from '@beffroi/kernel';
import type { ErasureReport, Inventory, InventoryGround } from '@beffroi/office';
import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { type Call, noMoreWords, type Verb } from '../verb.ts';

export const eraseVerb: Verb = {
  name: 'erase',
  usage: 'erase --due | --inventory',
  about: 'erases now what is past its term, or lists what is there and on what ground',
  options: {
    ...stateOption,
    due: {
      type: 'boolean',
      about: 'what is past its term, and nothing else: there is no other way',
    },
    inventory: {
      type: 'boolean',
      about: 'every byte that shows a picture, its age and its ground; erases nothing',
    },
  },
  async run(call) {
    noMoreWords(call.words);
    const isDue = call.values['due'] === true;
    if (isDue === (call.values['inventory'] === true)) {
      throw new Failure('usage', 'say one: beffroi erase --due, or beffroi erase --inventory');
    }
    await (isDue ? eraseDue(call) : takeInventory(call));
  },
};

async function eraseDue(call: Call): Promise<void> {
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
}

const grounds: Readonly<Record<InventoryGround, string>> = {
  kept: 'recordings not due yet',
  'being-written': 'recordings being written',
  held: 'recordings kept for justice',
  condemned: 'condemned, to be unlinked by their recorder',
  untold: 'not told of by their recorder yet, kept to the day in their header',
  'mask-reference': 'pictures of reference of masks',
};

async function takeInventory(call: Call): Promise<void> {
  const { ownerSocket } = await chosenCentre(call);
  const inventory = await askCentre<Inventory>(ownerSocket, '/inventory', null);
  const { lines, groundless, groundlessCount, unlisted } = inventory;
  const elsewhere = [...new Set(lines.flatMap(({ recorder }) => recorder ?? []))];
  call.print(inventory, [
    ...Object.entries(grounds).flatMap(([ground, words]) => {
      const those = lines.filter((line) => line.ground === ground);
      return those.length === 0 ? [] : [lineOf(words, those)];
    }),
    ...(elsewhere.length === 0
      ? []
      : [`Listed by recorders elsewhere too: ${elsewhere.join(', ')}.`]),
    ...unlisted.map(
      ({ name, why }) =>
        `Not listed: what lies on recorder ${name} (${why}). Start it and ask again.`,
    ),
    groundlessCount === 0
      ? unlisted.length === 0
        ? 'Nothing is there without a ground.'
        : 'Nothing that could be listed is there without a ground.'
      : `${groundlessCount} files have no ground to be there:`,
    ...groundless.map(
      ({ recorder, path, sizeBytes, modifiedMs }) =>
        `  ${recorder === null ? '' : `${recorder}: `}${path}  ${sizeBytes} bytes  since ${new Date(modifiedMs).toISOString()}`,
    ),
  ]);
  if (groundlessCount > 0 || unlisted.length > 0) {
    process.exitCode = 1;
  }
}

function lineOf(words: string, lines: Inventory['lines']): string {
  const files = lines.reduce((sum, line) => sum + line.files, 0);
  const bytes = lines.reduce((sum, line) => sum + line.bytes, 0);
  const since = new Date(Math.min(...lines.map(({ sinceMs }) => sinceMs))).toISOString();
  const days = lines.flatMap(({ until }) => (until === null ? [] : [until])).sort();
  const until = days.length === 0 ? '' : `, until ${days[0]} to ${days.at(-1)}`;
  return `${files} files, ${(bytes / 1e6).toFixed(1)} MB: ${words}; the oldest since ${since}${until}.`;
}
