/**
 * Process entry of a recorder. Ends every file before it leaves on SIGTERM, or when the supervisor
 * that started it is gone. Logs are one JSON line each, without names of persons or credentials. Why it
 * can't start is told to the supervisor too: a disk that isn't there yet is for a person to see.
 */

import { parseArgs } from 'node:util';
import { messageOf } from '@beffroi/kernel';
import { pino } from 'pino';
import { type Log, RecorderProcess } from './recorder-process.ts';
import { readSettings } from './settings.ts';

const { values } = parseArgs({ options: { settings: { type: 'string' } } });
const logger = pino({ base: { process: 'recorder' } });
const log: Log = (event, detail) => logger.info({ event, ...detail });

async function run(): Promise<void> {
  const ended = untilAsked();
  const recorder = await RecorderProcess.open(
    await readSettings(values.settings ?? 'recorder.json'),
    log,
  );
  process.send?.({ ready: true });
  await ended;
  await recorder.close();
}

function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => resolve());
    }
    process.once('disconnect', () => resolve());
  });
}

run().then(
  () => process.exit(0),
  (thrown: unknown) => {
    log('failed', { detail: messageOf(thrown) });
    if (process.send === undefined) {
      process.exit(1);
    }
    process.send({ failed: messageOf(thrown) }, () => process.exit(1));
  },
);
