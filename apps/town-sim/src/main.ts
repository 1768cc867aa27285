/**
 * The simulated town as a process. Says `{"type":"listening","port":...,"cameras":[...]}` as one
 * line on standard output and as a message to a parent that started it with a channel; sentences
 * go to standard error. Ends at SIGTERM, SIGINT or when its parent goes away. It takes the port it
 * had the last time when that is free, so that the addresses of a demonstration stay the same.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@beffroi/kernel';
import { startTownSim, type TownSim } from './start-town-sim.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string' },
    cache: {
      type: 'string',
      default: process.env['BEFFROI_SIMULATION'] ?? join(tmpdir(), 'beffroi-town-sim'),
    },
  },
});

const log = (sentence: string): void => {
  process.stderr.write(`town-sim: ${sentence}\n`);
};
const portFile = join(values.cache, 'port');

async function start(): Promise<TownSim> {
  const wanted = Number(values.port ?? (await lastPort()));
  const options = { cacheDirectory: values.cache, host: values.host, log };
  try {
    return await startTownSim({ ...options, port: wanted });
  } catch (thrown) {
    if (values.port !== undefined || wanted === 0) {
      throw thrown;
    }
    log(`port ${wanted} is taken (${messageOf(thrown)}); another one is used`);
    return await startTownSim({ ...options, port: 0 });
  }
}

async function lastPort(): Promise<number> {
  const text = await readFile(portFile, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') {
      return '0';
    }
    throw thrown;
  });
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
}

const town = await start();
const hello = { type: 'listening', port: town.port, cameras: town.cameras };
process.stdout.write(`${JSON.stringify(hello)}\n`);
process.send?.(hello);
await writeFile(portFile, `${town.port}\n`);

const end = (): void => {
  town.stop().then(
    () => process.exit(0),
    (thrown: unknown) => {
      log(messageOf(thrown));
      process.exit(1);
    },
  );
};
process.once('SIGTERM', end);
process.once('SIGINT', end);
process.once('disconnect', end);
