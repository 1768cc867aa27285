/**
 * The program of the centre. Started by `beffroi up` or a service file: reads its environment, starts,
 * tells its supervisor where it listens, and ends in order on a signal or when the supervisor is gone.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import { startCentre } from './centre.ts';
import { readEnvironment } from './environment.ts';

async function run(): Promise<void> {
  const ended = untilAsked();
  const centre = await startCentre(readEnvironment(process.env));
  process.send?.(centre.listening);
  await ended;
  await centre.close();
}

/** A signal, or the end of the channel to the supervisor: a centre alone would hold its ports. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => resolve());
    }
    process.once('disconnect', () => resolve());
  });
}

run().then(leaveSupervisor, (thrown: unknown) => {
  const what = thrown instanceof Failure ? `${thrown.code}: ${thrown.message}` : messageOf(thrown);
  process.stderr.write(`${JSON.stringify({ level: 60, room: 'csu', msg: what })}\n`);
  process.exitCode = 1;
  if (process.send === undefined) {
    return;
  }
  // The supervisor tells whoever started it; only then may the channel close.
  process.send({ failed: messageOf(thrown) }, leaveSupervisor);
});

/** Closes the channel, unless the supervisor has gone first. */
function leaveSupervisor(): void {
  if (process.connected) {
    process.disconnect();
  }
}
