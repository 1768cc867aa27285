/**
 * Process entry of a recorder. Ends every file before it leaves on SIGTERM, or when the supervisor
 * that started it is gone. Logs are one JSON line each, without names of persons or credentials.
 */

import { parseArgs } from 'node:util';
import { messageOf } from '@beffroi/kernel';
import { pino } from 'pino';
import { type Log, RecorderProcess } from './recorder-process.ts';
import { readSettings } from './settings.ts';

const { values } = parseArgs({ options: { settings: { type: 'string' } } });
const logger = pino({ base: { process: 'recorder' } });
const log: Log = (event, detail) => logger.info({ event, ...detail });

const recorder = await RecorderProcess.open(
  await readSettings(values.settings ?? 'recorder.json'),
  log,
);
process.send?.({ ready: true });

let stopping = false;
const stop = (): void => {
  if (stopping) {
    return;
  }
  stopping = true;
  recorder.close().then(
    () => process.exit(0),
    (thrown: unknown) => {
      log('stop-failed', { detail: messageOf(thrown) });
      process.exit(1);
    },
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);
