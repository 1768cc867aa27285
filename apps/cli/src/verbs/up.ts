/**
 * `beffroi up` (what `npm start` runs): the whole house on one machine: database, centre, one
 * recorder, and, without `--town`, the simulated town of the demonstration, bound to loopback.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Failure } from '@beffroi/kernel';
import { House } from '../house.ts';
import { chosenState, stateOption, townKey } from '../state-option.ts';
import { textOption, type Verb } from '../verb.ts';

export const upVerb: Verb = {
  name: 'up',
  usage: 'up [--town FILE]',
  about: 'starts the centre; without a town file, the demonstration town on loopback',
  options: {
    ...stateOption,
    host: { type: 'string' },
    port: { type: 'string' },
    open: { type: 'boolean' },
  },
  async run(call) {
    const townFile = textOption(call, 'town');
    if (townFile !== null && !existsSync(townFile)) {
      throw new Failure(
        'town-file-missing',
        `${townFile} does not exist; see docs/town-example.yaml`,
      );
    }
    const host = textOption(call, 'host') ?? '127.0.0.1';
    const port = Number(textOption(call, 'port') ?? 8440);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Failure('usage', '--port is a number from 1 to 65535');
    }
    if (townFile === null && host !== '127.0.0.1' && host !== '::1' && host !== 'localhost') {
      throw new Failure('usage', 'the demonstration is bound to loopback; name a town with --town');
    }
    const house = new House({
      state: chosenState(call),
      townFile,
      townKey: townKey(townFile),
      host,
      port,
      say: (sentence) => process.stderr.write(`beffroi: ${sentence}\n`),
    });
    const ended = untilSignal();
    const address = await house.open();
    call.print({ url: address, pid: process.pid }, [`Beffroi is ready: ${address}`]);
    if (call.values['open'] === true) {
      spawn('xdg-open', [address], { stdio: 'ignore', detached: true }).on('error', () =>
        process.stderr.write('beffroi: no browser could be opened here\n'),
      );
    }
    await ended;
    await house.close();
  },
};

function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(signal));
    }
  });
}
