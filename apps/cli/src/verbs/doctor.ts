/**
 * `beffroi doctor`: measures what a recorder needs of a machine before a town relies on it: time
 * of a sync, free disk, clock, ports, memory, encoder. Each line says what was found and what to do.
 */

import { readFile, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { availableParallelism, freemem, loadavg, tmpdir, totalmem } from 'node:os';
import { Failure, messageOf } from '@beffroi/kernel';
import { measureEncoder } from '@beffroi/mask-engine';
import { measureSync } from '@beffroi/store-recordings';
import { clockOffsetMs } from '../ntp.ts';
import { chosenState, stateOption } from '../state-option.ts';
import { type Call, noMoreWords, numberOption, textOption, type Verb } from '../verb.ts';

interface Finding {
  readonly what: string;
  readonly level: 'good' | 'advice' | 'fault';
  readonly found: string;
  readonly remedy: string | null;
}

export const doctorVerb: Verb = {
  name: 'doctor',
  usage: 'doctor',
  about: 'measures sync time, disk, clock, ports, memory and encoder of this machine',
  options: {
    ...stateOption,
    directory: { type: 'string', value: 'DIR', about: 'where recordings are to lie' },
    ntp: { type: 'string', value: 'HOST', about: 'time server of the town; pool.ntp.org' },
    port: { type: 'string', value: 'NUMBER', about: 'port to look at; 8440' },
  },
  async run(call) {
    noMoreWords(call.words);
    const port = numberOption(call, 'port', 8440, { min: 1, max: 65_535 });
    const directory = await directoryOf(call);
    const findings = [
      await syncFinding(directory),
      await diskFinding(directory),
      memoryFinding(),
      await portFinding(port),
      await clockFinding(textOption(call, 'ntp') ?? 'pool.ntp.org'),
      await encoderFinding(),
      await registerFinding(chosenState(call).registerKeys),
    ];
    const signs = { good: '+', advice: '-', fault: '!' } as const;
    call.print(
      findings,
      findings.map(
        ({ what, level, found, remedy }) =>
          `${signs[level]} ${what.padEnd(8)} ${found}${remedy === null ? '' : `\n           ${remedy}`}`,
      ),
    );
    if (findings.some((finding) => finding.level === 'fault')) {
      process.exitCode = 1;
    }
  },
};

/** The directory named, or the recordings of the centre, or where they would lie. */
async function directoryOf(call: Call): Promise<string> {
  const given = textOption(call, 'directory');
  const named = given !== null || textOption(call, 'state') !== null;
  const directory = given ?? chosenState(call).recordings;
  try {
    await statfs(directory);
    return directory;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (!named && code === 'ENOENT') {
      return tmpdir();
    }
    throw new Failure(
      'directory-missing',
      `${directory} can't be looked at (${code}); make it, or name another with --directory`,
      { cause: thrown },
    );
  }
}

async function syncFinding(directory: string): Promise<Finding> {
  const { medianMs, p99Ms } = await measureSync(directory);
  const slow = medianMs > 15;
  return {
    what: 'sync',
    level: slow ? 'advice' : 'good',
    found: `a synced write takes ${medianMs.toFixed(1)} ms (99 %: ${p99Ms.toFixed(1)} ms) in ${directory}`,
    remedy: slow ? 'set the sync policy to two-seconds, or record on a faster disk' : null,
  };
}

async function diskFinding(directory: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(directory);
  const freeGb = (bavail * bsize) / 1e9;
  // 4 Mbit/s is 43.2 GB a day.
  const cameraDays = freeGb / 43.2;
  const low = bavail / blocks < 0.1;
  return {
    what: 'disk',
    level: low ? 'fault' : 'good',
    found: `${freeGb.toFixed(0)} GB free: ${cameraDays.toFixed(1)} camera-days at 4 Mbit/s`,
    remedy: low ? 'less than a tenth is free: make room before recording' : null,
  };
}

function memoryFinding(): Finding {
  const freeGb = freemem() / 1e9;
  const low = freeGb < 1;
  return {
    what: 'memory',
    level: low ? 'fault' : 'good',
    found: `${freeGb.toFixed(1)} of ${(totalmem() / 1e9).toFixed(1)} GB free, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
    remedy: low ? 'a server-masked camera needs about 0.12 GB: add memory' : null,
  };
}

async function portFinding(port: number): Promise<Finding> {
  const taken = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    for (const event of ['error', 'timeout'] as const) {
      socket.on(event, () => {
        socket.destroy();
        resolve(false);
      });
    }
  });
  return {
    what: 'ports',
    level: 'good',
    found: taken ? `port ${port} is in use (a centre runs?)` : `port ${port} is free`,
    remedy: null,
  };
}

async function clockFinding(server: string): Promise<Finding> {
  try {
    const offsetMs = await clockOffsetMs(server);
    const off = Math.abs(offsetMs) > 500;
    return {
      what: 'clock',
      level: off ? 'fault' : 'good',
      found: `${offsetMs.toFixed(0)} ms from ${server}`,
      remedy: off ? 'set the clock by NTP (VP-65): apt install chrony' : null,
    };
  } catch (thrown) {
    return {
      what: 'clock',
      level: 'advice',
      found: `${server} did not answer (${messageOf(thrown)})`,
      remedy: 'name the time server of the town with --ntp HOST (VP-65)',
    };
  }
}

async function encoderFinding(): Promise<Finding> {
  try {
    const { framesPerSecond, name } = await measureEncoder();
    const cameras = (framesPerSecond * availableParallelism()) / 25;
    return {
      what: 'encoder',
      level: 'good',
      found: `${name}: ${framesPerSecond.toFixed(0)} pictures of 1080p a second and core, about ${cameras.toFixed(1)} masked cameras on this machine`,
      remedy: null,
    };
  } catch (thrown) {
    return {
      what: 'encoder',
      level: 'fault',
      found: messageOf(thrown),
      remedy: 'run npm ci again: the codec library is missing or not made for this machine',
    };
  }
}

/** The lines that whoever checks the register must have from elsewhere (REG-5). */
async function registerFinding(file: string): Promise<Finding> {
  try {
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    return {
      what: 'register',
      level: 'good',
      found: `signed under these keys; publish them:\n           ${lines.join('\n           ')}`,
      remedy: null,
    };
  } catch (thrown) {
    return {
      what: 'register',
      level: 'advice',
      found: `no key yet in ${file} (${messageOf(thrown)})`,
      remedy: 'a centre makes it at its first start; name its state with --state DIR',
    };
  }
}
