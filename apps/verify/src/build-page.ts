/**
 * `node apps/verify/src/build-page.ts [FILE]`: makes the checker's page, one HTML file with its code
 * and style inside (by default `apps/verify/dist/verify.html`). Its policy names the digests of these
 * two and forbids everything else: no connection, no image, no other code.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { build } from 'vite';

const page = join(import.meta.dirname, 'page');

/** Bundles the page and writes it; answers where. */
export async function buildPage(target: string): Promise<string> {
  const made = await build({
    root: page,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
  const output = 'output' in made ? made.output : [];
  const [script] = output.flatMap((one) => (one.type === 'chunk' ? [one.code] : []));
  const sheet = output.find((one) => one.type === 'asset' && one.fileName.endsWith('.css'));
  if (script === undefined || sheet?.type !== 'asset') {
    throw new Failure('page-not-built', 'the page could not be bundled; the lines above say why');
  }
  // A closing tag inside the code would end it.
  const code = script.trim().replaceAll('</script', '<\\/script');
  const style = Buffer.from(sheet.source).toString('utf8').trim();
  const policy = `default-src 'none'; script-src ${digestOf(code)}; style-src ${digestOf(style)}; base-uri 'none'; form-action 'none'`;
  const html = readFileSync(join(page, 'index.html'), 'utf8')
    .replace(/ *<link rel="stylesheet"[^>]*>\n/, '')
    .replace(/ *<script type="module"[^>]*><\/script>\n/, '')
    .replace(
      '</title>\n',
      () =>
        `</title>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <style>${style}</style>\n`,
    )
    .replace('  </body>', () => `    <script type="module">${code}</script>\n  </body>`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, html);
  return target;
}

function digestOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

if (import.meta.main) {
  const target = resolve(process.argv[2] ?? join(import.meta.dirname, '../dist/verify.html'));
  process.stdout.write(`${await buildPage(target)}\n`);
}
