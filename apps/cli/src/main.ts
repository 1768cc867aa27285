/**
 * `beffroi <verb>`: the command line. Every verb has `--help` and `--json`; an error names what,
 * where and the remedy, and ends with status 1 (2 when the call itself is wrong), on standard error:
 * standard output holds results alone.
 */

import { parseArgs } from 'node:util';
import { Failure, messageOf, shownLines } from '@beffroi/kernel';
import type { Call, Verb } from './verb.ts';
import { backupVerb } from './verbs/backup.ts';
import { cameraVerb } from './verbs/camera.ts';
import { clockVerb } from './verbs/clock.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { eraseVerb } from './verbs/erase.ts';
import { exportFactsVerb } from './verbs/export-facts.ts';
import { importVerb } from './verbs/import.ts';
import { importFactsVerb } from './verbs/import-facts.ts';
import { linkVerb } from './verbs/link.ts';
import { readBackVerb } from './verbs/read-back.ts';
import { recorderVerb } from './verbs/recorder.ts';
import { registerVerb } from './verbs/register.ts';
import { restoreVerb } from './verbs/restore.ts';
import { upVerb } from './verbs/up.ts';
import { verifyVerb } from './verbs/verify.ts';
import { witnessVerb } from './verbs/witness.ts';

const verbs: readonly Verb[] = [
  upVerb,
  importVerb,
  linkVerb,
  cameraVerb,
  recorderVerb,
  doctorVerb,
  readBackVerb,
  eraseVerb,
  clockVerb,
  registerVerb,
  verifyVerb,
  witnessVerb,
  backupVerb,
  restoreVerb,
  exportFactsVerb,
  importFactsVerb,
];

/** The call itself was wrong. */
const usageStatus = 2;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  const verb = verbs.find((one) => one.name === name);
  if (verb === undefined) {
    const known = ['help', '--help', '-h'].includes(name);
    const out = known ? process.stdout : process.stderr;
    out.write(known ? overview() : `beffroi: no verb named ${name}\n\n${overview()}`);
    return known ? 0 : usageStatus;
  }
  try {
    return await runVerb(verb, rest);
  } catch (thrown) {
    tell(verb, thrown, rest.includes('--json'));
    return isUsageError(thrown) ? usageStatus : 1;
  }
}

/** One sentence for a person, or one line of JSON for a program; always on standard error. */
function tell(verb: Verb, thrown: unknown, json: boolean): void {
  const code = codeOf(thrown);
  // Node explains at length how to write words that look like options.
  const [said = ''] = isParseError(thrown) ? messageOf(thrown).split('. ') : [messageOf(thrown)];
  const message = isUsageError(thrown) ? `${said} (see: beffroi ${verb.name} --help)` : said;
  process.stderr.write(
    json
      ? `${JSON.stringify({ error: { code, message } })}\n`
      : `beffroi ${verb.name}: ${shownLines(message)}\n`,
  );
  if (!(thrown instanceof Failure) && process.env['BEFFROI_TRACE'] === '1') {
    process.stderr.write(`${thrown instanceof Error ? thrown.stack : ''}\n`);
  }
}

async function runVerb(verb: Verb, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      ...verb.options,
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values['help'] === true) {
    process.stdout.write(helpOf(verb));
    return 0;
  }
  const json = values['json'] === true;
  const call: Call = {
    words: positionals,
    values: values as Call['values'],
    json,
    print: (result, lines) =>
      // A camera may answer what it likes: on a terminal it moves no cursor.
      process.stdout.write(
        json ? `${JSON.stringify(result)}\n` : `${shownLines(lines.join('\n'))}\n`,
      ),
  };
  await verb.run(call);
  return Number(process.exitCode ?? 0);
}

function overview(): string {
  const lines = verbs.map((verb) => `  beffroi ${verb.usage}\n      ${verb.about}\n`);
  return `Usage: beffroi <verb> [--help] [--json]\n\n${lines.join('')}`;
}

function helpOf(verb: Verb): string {
  const all: Verb['options'] = {
    ...verb.options,
    json: { type: 'boolean', about: 'the result, or the error, as one line of JSON' },
    help: { type: 'boolean', about: 'this text' },
  };
  const lines = Object.entries(all).map(([name, option]) => ({
    name: `--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}`,
    about: option.about,
  }));
  const width = Math.max(...lines.map(({ name }) => name.length));
  return [
    `Usage: beffroi ${verb.usage}`,
    '',
    verb.about,
    '',
    ...lines.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    '',
  ].join('\n');
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'failed';
}

function isParseError(thrown: unknown): boolean {
  return codeOf(thrown).startsWith('ERR_PARSE_ARGS');
}

function isUsageError(thrown: unknown): boolean {
  return isParseError(thrown) || codeOf(thrown) === 'usage';
}
