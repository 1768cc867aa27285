/**
 * `beffroi verify FILE|DIR`: hands the call to the checker of `apps/verify`, which stands alone: it
 * knows no centre, and is copied elsewhere without one. Its answer and its status are passed on.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { programRoot } from '../state-directory.ts';
import { onlyWord, type Verb } from '../verb.ts';

export const verifyVerb: Verb = {
  name: 'verify',
  usage: 'verify FILE|DIR',
  about: 'checks a receipt or a whole register, offline, and says yes or no with reasons',
  options: {
    key: { type: 'string', multiple: true, value: 'LINE', about: 'key of a register or a witness' },
    authority: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      about: 'certificates of a time-stamping authority, PEM',
    },
    lang: { type: 'string', value: 'fr|en', about: 'language of the answer; fr' },
  },
  async run(call) {
    const path = onlyWord(call, 'what to check: beffroi verify FILE|DIR --key LINE');
    const options = ['key', 'authority', 'lang'].flatMap((name) =>
      [call.values[name] ?? []].flat().flatMap((value) => [`--${name}`, String(value)]),
    );
    const program = join(programRoot, 'apps/verify/src/main.ts');
    const args = [program, ...options, ...(call.json ? ['--json'] : []), '--', path];
    process.exitCode = await new Promise<number>((resolve, reject) => {
      const checker = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
      checker.on('error', reject);
      checker.on('exit', (status) => resolve(status ?? 2));
    });
  },
};
