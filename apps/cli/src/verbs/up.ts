/**
 * `beffroi up` (what `npm start` runs): the whole house on one machine: database, centre, one
 * recorder, and, without `--town`, the simulated town of the demonstration, bound to loopback.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from '@beffroi/kernel';
import { House } from '../house.ts';
import { outliveReaders } from '../lost-readers.ts';
import { servingOf, servingOptions } from '../serving-options.ts';
import { chosenState, stateOption } from '../state-option.ts';
import { openToOthers, readTownYaml, townStart } from '../town-yaml.ts';
import { type Call, noMoreWords, textOption, type Verb } from '../verb.ts';

const say = (sentence: string): void => {
  process.stderr.write(`beffroi: ${sentence}\n`);
};

export const upVerb: Verb = {
  name: 'up',
  usage: 'up [--town FILE]',
  about: 'starts the centre; without a town file, the demonstration town on loopback',
  options: {
    ...stateOption,
    ...servingOptions,
    open: { type: 'boolean', about: 'open the console in this machine’s browser' },
  },
  async run(call) {
    noMoreWords(call.words);
    outliveReaders(process.stdout, process.stderr);
    const serving = await servingOf(call);
    const house = new House({
      state: chosenState(call),
      town: await townOf(call, serving.isLoopback),
      serving,
      consoleBuilt: consoleBuilt(),
      say,
    });
    const ended = untilSignal();
    try {
      const listening = await Promise.race([house.open(), ended.then(() => null)]);
      if (listening !== null) {
        call.print({ ...listening, pid: process.pid }, house.welcome(listening));
        if (call.values['open'] === true) {
          openBrowser(listening.url);
        }
        await ended;
      }
    } finally {
      await house.close();
      if (process.connected) {
        process.disconnect();
      }
    }
  },
};

async function townOf(call: Call, isLoopback: boolean) {
  const file = textOption(call, 'town');
  if (file === null) {
    if (!isLoopback) {
      throw new Failure('usage', 'the demonstration is bound to loopback; name a town with --town');
    }
    return null;
  }
  const yaml = await readTownYaml(file);
  const open = await openToOthers(yaml);
  if (open !== null) {
    say(open);
  }
  return { yaml, start: await townStart(yaml) };
}

/** `npm start` builds the console beside us and tells when it is there. */
async function consoleBuilt(): Promise<void> {
  if (process.env['BEFFROI_CONSOLE_BUILDING'] === '1' && process.connected) {
    await once(process, 'message');
  }
}

function openBrowser(address: string): void {
  spawn('xdg-open', [address], { stdio: 'ignore', detached: true }).on('error', () =>
    say('no browser could be opened here'),
  );
}

/** A signal, or the end of whoever started us over a channel. */
function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(signal));
    }
    process.once('disconnect', () => resolve('disconnect'));
  });
}
