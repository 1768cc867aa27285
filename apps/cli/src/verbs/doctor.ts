/**
 * `beffroi doctor`: measures what a centre and a recorder need of a machine before a town relies on it.
 * Each line says what was found and, where it isn't good, what to do.
 */

import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Failure } from '@beffroi/kernel';
import {
  clockFinding,
  databaseFinding,
  diskFinding,
  encoderFinding,
  ffmpegFinding,
  memoryFinding,
  portFinding,
  registerFinding,
  syncFinding,
} from '../machine-checks.ts';
import { chosenState, stateOption } from '../state-option.ts';
import {
  type Call,
  localeOf,
  localeOption,
  noMoreWords,
  numberOption,
  textOption,
  type Verb,
} from '../verb.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  usage: 'doctor',
  about: 'measures disk, memory, port, database, clock and encoder of this machine',
  options: {
    ...stateOption,
    directory: { type: 'string', value: 'DIR', about: 'where recordings are to lie' },
    ntp: { type: 'string', value: 'HOST', about: 'time server of the town; pool.ntp.org' },
    port: { type: 'string', value: 'NUMBER', about: 'port to look at; 8440' },
    ...localeOption,
  },
  async run(call) {
    noMoreWords(call.words);
    const port = numberOption(call, 'port', 8440, { min: 1, max: 65_535 });
    const locale = localeOf(call);
    const directory = await directoryOf(call);
    const { ownerSocket, registerKeys } = chosenState(call);
    const findings = [
      await syncFinding(directory),
      await diskFinding(directory),
      memoryFinding(),
      await portFinding(port, ownerSocket),
      await databaseFinding(process.env['DATABASE_URL']),
      await clockFinding(textOption(call, 'ntp') ?? 'pool.ntp.org'),
      await encoderFinding(),
      await ffmpegFinding(),
      await registerFinding(registerKeys),
    ];
    const signs = { good: '+', advice: '-', fault: '!' } as const;
    call.print(
      findings.map(({ what, level, found, remedy }) => ({
        ...{ what, level, found: found[locale], remedy: remedy?.[locale] ?? null },
      })),
      findings.map(
        ({ what, level, found, remedy }) =>
          `${signs[level]} ${what.padEnd(8)} ${found[locale]}` +
          `${remedy === null ? '' : `\n           ${remedy[locale]}`}`,
      ),
    );
    if (findings.some((finding) => finding.level === 'fault')) {
      process.exitCode = 1;
    }
  },
};

/** The directory named, or the recordings of the centre, or where they would lie. */
async function directoryOf(call: Call): Promise<string> {
  const given = textOption(call, 'directory');
  const named = given !== null || textOption(call, 'state') !== null;
  const directory = given ?? chosenState(call).recordings;
  try {
    await statfs(directory);
    return directory;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (!named && code === 'ENOENT') {
      return tmpdir();
    }
    throw new Failure(
      'directory-missing',
      `${directory} can't be looked at (${code}); make it, or name another with --directory`,
      { cause: thrown },
    );
  }
}
