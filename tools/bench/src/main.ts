/** `npm run bench`: every benchmark, or the ones named. */

import { benchDecide } from './decide.ts';
import { benchErase } from './erase.ts';
import { keep, printTable, type Section } from './figures.ts';
import { benchIngest } from './ingest.ts';
import { benchLive } from './live.ts';
import { benchMask } from './mask.ts';
import { benchRegister } from './register.ts';
import { benchSeek } from './seek.ts';

const benches: Readonly<Record<string, (quick: boolean) => Promise<Section>>> = {
  ingest: benchIngest,
  mask: benchMask,
  live: benchLive,
  seek: benchSeek,
  register: benchRegister,
  decide: benchDecide,
  erase: benchErase,
};

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const named = words.filter((word) => !word.startsWith('--'));
for (const name of named.length === 0 ? Object.keys(benches) : named) {
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) {
    process.stderr.write(
      `bench: no benchmark named ${name}; known: ${Object.keys(benches).join(', ')}\n`,
    );
    process.exit(2);
  }
  const section = await bench(quick);
  printTable(section);
  if (!quick) {
    keep(section);
  }
}
process.exit(0);
