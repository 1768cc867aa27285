/**
 * Takes pictures of every page against the fake centre, in both languages and themes, into a folder:
 * `node apps/console/test/look.ts FOLDER [page...]`. For looking; the checks are in `pages.test.ts`.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { changeVariant, openBrowser, showPage, sizes, views } from './browse.ts';
import { startFakeCentre } from './fake-api.ts';

const folder = argv[2];
if (folder === undefined) {
  throw new Error('Say where the pictures go: node apps/console/test/look.ts FOLDER [page...]');
}
const wanted = argv.slice(3);
mkdirSync(folder, { recursive: true });
const centre = await startFakeCentre(join(import.meta.dirname, '..', 'dist'));
const browser = await openBrowser();
const variants = [
  { locale: 'fr', theme: 'dark', size: sizes.small },
  { locale: 'en', theme: 'light', size: sizes.large },
] as const;
for (const view of views.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const { page, complaints } = await showPage(browser, centre, view, variants[0]);
  for (const variant of variants) {
    await changeVariant(page, centre, variant);
    const file = join(folder, `${view.name}-${variant.locale}-${variant.theme}.png`);
    await page.screenshot({ path: file });
    stdout.write(`${file} ${complaints.join(' | ')}\n`);
  }
  await page.context().close();
}
await browser.close();
await centre.close();
