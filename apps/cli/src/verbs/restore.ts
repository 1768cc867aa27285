/**
 * `beffroi restore FOLDER`: makes a centre anew from a backup, in an empty state folder. It says plainly
 * what is lost, brings nothing back that is erased, and leaves the owner's reason in a new register
 * (BAK-3, BAK-4, BAK-5).
 */

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  openBackup,
  type RestoreReport,
  readKeyRoot,
  restoreCentre,
  systemChance,
  systemClock,
} from '@beffroi/csu';
import { Failure, messageOf } from '@beffroi/kernel';
import type { StateDirectory } from '../state-directory.ts';
import { chosenState, stateOption } from '../state-option.ts';
import { withStoppedHouse } from '../stopped-house.ts';
import { onlyWord, textOption, type Verb } from '../verb.ts';
import { renewedLines } from './import-facts.ts';

export const restoreVerb: Verb = {
  name: 'restore',
  usage: 'restore DIR --reason TEXT',
  about: 'makes a centre anew from a backup, in an empty state folder; says what is lost',
  options: {
    ...stateOption,
    reason: {
      type: 'string',
      value: 'TEXT',
      about: 'why the former centre is gone: kept in the register',
    },
    identity: { type: 'string', value: 'FILE', about: 'identity of age that opens its secrets' },
    key: {
      type: 'string',
      multiple: true,
      value: 'LINE',
      about: 'key of its register, from elsewhere than the backup; both lines or none',
    },
  },
  async run(call) {
    const backup = resolve(onlyWord(call, 'which: beffroi restore DIR --reason TEXT'));
    const reason = textOption(call, 'reason') ?? '';
    if (reason.trim() === '' || reason.length > 1000) {
      throw new Failure('usage', 'say why with --reason TEXT, 1000 characters at most');
    }
    const identity = textOption(call, 'identity');
    const state = chosenState(call);
    await assertEmpty(state);
    const wish = {
      backup,
      reason,
      identity: identity === null ? null : await readIdentity(resolve(identity)),
      keyLines: [call.values['key'] ?? []].flat().map(String),
      witness: witnessOf(process.env),
      keyRoot: readKeyRoot(process.env),
    };
    // A backup that can't be opened is refused before there is anything to clear away.
    await openBackup(wish);
    const restore = async (databaseUrl: string) => {
      const report = await restoreCentre({
        ...wish,
        databaseUrl,
        stateDirectory: state.root,
        clock: systemClock,
        chance: systemChance,
      });
      await rm(state.restoring);
      return report;
    };
    const report = await withStoppedHouse(state, restore, () =>
      writeFile(state.restoring, '', { mode: 0o600, flush: true }),
    );
    call.print(report, linesOf(report, state));
  },
};

async function readIdentity(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    throw new Failure(
      'identity-invalid',
      `${path} can't be read (${messageOf(thrown)}): give the file that age-keygen made`,
      { cause: thrown },
    );
  }
}

async function assertEmpty({ root }: StateDirectory): Promise<void> {
  const found = await readdir(root).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') {
      return [];
    }
    throw thrown;
  });
  if (found.length > 0) {
    throw new Failure(
      'state-not-empty',
      `${root} isn't empty: a restore never mixes with what is there; name a new folder with --state DIR`,
    );
  }
}

function witnessOf(environment: NodeJS.ProcessEnv) {
  const url = environment['BEFFROI_WITNESS'] ?? '';
  const keyLine = environment['BEFFROI_WITNESS_KEY'] ?? '';
  return url === '' || keyLine === '' ? null : { url, keyLine };
}

function linesOf(report: RestoreReport, state: StateDirectory): readonly string[] {
  const { madeAt, town, recordings, renewed, former, lost, erased } = report;
  const { lost: closed, openable, refusedKeys } = recordings;
  return [
    `${town.name} stands again in ${state.root}, as it was at ${madeAt} (site ${town.site}, ${town.timeZone}).`,
    closed === 0
      ? `All ${openable} recordings that it knows open, where their files are.`
      : `! ${closed} recordings can't be opened by anybody any more: their day keys are not here. ${openable} open, where their files are.`,
    ...(refusedKeys.length === 0
      ? []
      : [`${refusedKeys.length} day keys of the backup were left out: they are destroyed or due.`]),
    `Past its term and erased now: ${erased.condemnedRecordings} recordings, ${erased.destroyedKeys.length} day keys.`,
    ...renewedLines(renewed),
    ...lost.map((words) => `! ${words}`),
    `The former register (${former.acts.entries} acts, ${former.recordings.entries} of recordings) is kept in ${state.root}/register/former.`,
    'Another register begins at the start, with other keys to publish (beffroi doctor) and to give to the witness.',
    `! What was decided after ${madeAt} is lost: masks, rights, suspensions, holds. Decide it again before anybody works.`,
  ];
}
