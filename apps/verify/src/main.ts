/**
 * `node apps/verify/src/main.ts FILE|FOLDER [--key LINE]... [--authority FILE.pem]... [--json]
 * [--lang fr|en]`: checks a receipt or a whole register and says yes or no with reasons. Ends with 0
 * for a yes, 1 for a no, 2 when the call itself is wrong. Needs no network, database or centre.
 */

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { messageOf, shownText } from '@beffroi/kernel';
import { certificatesOfPem, fileBytesMax } from '@beffroi/register';
import { folderReader, nodePlatform } from './node-platform.ts';
import { holds, linesOf, proofOf, type Subject, verify } from './verify.ts';
import { type Locale, locales } from './words.ts';

const usage =
  'Usage: verify FILE|FOLDER [--key LINE]... [--authority FILE.pem]... [--json] [--lang fr|en]\n\n' +
  '  FILE         a receipt (.tlog-proof)\n' +
  '  FOLDER       a register: checkpoint, tiles, records\n' +
  '  --key        a line name+id+key, of the register or of a witness; from elsewhere than the file\n' +
  '  --authority  certificates of a time-stamping authority that you trust\n';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        authority: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        lang: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [path, ...more] = positionals;
    if (values.help === true || path === undefined || more.length > 0) {
      process.stdout.write(usage);
      return values.help === true ? 0 : 2;
    }
    const locale = localeOf(values.lang ?? 'fr');
    const pems = await Promise.all((values.authority ?? []).map((one) => readFile(one, 'utf8')));
    const answer = await verify(
      {
        subject: await subjectAt(path),
        keyLines: values.key ?? [],
        authorities: pems.flatMap(certificatesOfPem),
      },
      nodePlatform(Date.now()),
    );
    const lines = linesOf(answer, locale);
    process.stdout.write(
      values.json === true
        ? `${JSON.stringify({ holds: holds(answer), ...answer })}\n`
        : `${lines.join('\n')}\n`,
    );
    return holds(answer) ? 0 : 1;
  } catch (thrown) {
    process.stderr.write(`verify: ${shownText(messageOf(thrown))}\n`);
    return 2;
  }
}

/** Throws an Error that names the languages there are. */
function localeOf(lang: string): Locale {
  const locale = locales.find((one) => one === lang);
  if (locale === undefined) {
    throw new Error(`no language ${lang}; known: ${locales.join(', ')}`);
  }
  return locale;
}

async function subjectAt(path: string): Promise<Subject> {
  return (await stat(path)).isDirectory()
    ? { kind: 'folder', reader: folderReader(path) }
    : proofOf(await readSome(path));
}

/** Of a pipe or of a file without end too, no more than the check wants to know. */
async function readSome(path: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: fileBytesMax })) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}
