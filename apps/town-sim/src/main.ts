/**
 * The simulated town as a process: `main.ts [--host H] [--port P] [--cache DIR]`. Prints one line of
 * JSON (`{"type":"listening","port":...,"cameras":[...]}`) when it listens and sentences on stderr;
 * ends at SIGTERM, SIGINT or when its parent closes standard input.
 */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTownSim } from './start-town-sim.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    cache: { type: 'string', default: join(tmpdir(), 'beffroi-town-sim') },
    'follow-stdin': { type: 'boolean', default: false },
  },
});

const town = await startTownSim({
  cacheDirectory: values.cache,
  host: values.host,
  port: Number(values.port),
  log: (sentence) => process.stderr.write(`town-sim: ${sentence}\n`),
});
process.stdout.write(
  `${JSON.stringify({ type: 'listening', port: town.port, cameras: town.cameras })}\n`,
);

const end = (): void => {
  town.stop().then(
    () => process.exit(0),
    (thrown: unknown) => {
      process.stderr.write(`town-sim: ${String(thrown)}\n`);
      process.exit(1);
    },
  );
};
process.once('SIGTERM', end);
process.once('SIGINT', end);
if (values['follow-stdin']) {
  process.stdin.resume().once('end', end);
}
