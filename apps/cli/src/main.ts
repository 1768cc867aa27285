/**
 * `beffroi <verb>`: the command line. Every verb has `--help` and `--json`; an error names what,
 * where and the remedy, and ends with status 1 (2 when the call itself is wrong).
 */

import { parseArgs } from 'node:util';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Call, Verb } from './verb.ts';
import { cameraVerb } from './verbs/camera.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { importVerb } from './verbs/import.ts';
import { linkVerb } from './verbs/link.ts';
import { readBackVerb } from './verbs/read-back.ts';
import { upVerb } from './verbs/up.ts';

const verbs: readonly Verb[] = [upVerb, importVerb, linkVerb, cameraVerb, doctorVerb, readBackVerb];

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  const verb = verbs.find((one) => one.name === name);
  if (verb === undefined) {
    const known = ['help', '--help', '-h'].includes(name);
    process.stderr.write(known ? '' : `beffroi: no verb named ${name}\n\n`);
    process.stdout.write(overview());
    return known ? 0 : 2;
  }
  try {
    return await runVerb(verb, rest);
  } catch (thrown) {
    process.stderr.write(`beffroi ${name}: ${messageOf(thrown)}\n`);
    if (!(thrown instanceof Failure) && process.env['BEFFROI_TRACE'] === '1') {
      process.stderr.write(`${thrown instanceof Error ? thrown.stack : ''}\n`);
    }
    return isUsageError(thrown) ? 2 : 1;
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
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`),
  };
  await verb.run(call);
  return Number(process.exitCode ?? 0);
}

function overview(): string {
  const width = Math.max(...verbs.map((verb) => verb.usage.length));
  const lines = verbs.map((verb) => `  beffroi ${verb.usage.padEnd(width)}  ${verb.about}`);
  return `Usage: beffroi <verb> [--help] [--json]\n\n${lines.join('\n')}\n`;
}

function helpOf(verb: Verb): string {
  const options = Object.entries(verb.options).map(
    ([name, option]) => `  --${name}${option.type === 'string' ? ' VALUE' : ''}`,
  );
  return [
    `Usage: beffroi ${verb.usage}`,
    '',
    verb.about,
    '',
    ...options,
    '  --json',
    '  --help',
    '',
  ].join('\n');
}

function isUsageError(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return code.startsWith('ERR_PARSE_ARGS') || code === 'usage';
}
