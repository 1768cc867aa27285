/**
 * `beffroi recorder`: lists the recorders of the centre, gives a further one its identity in a folder to
 * carry to its machine, and runs it there. The folder holds the secret by which both prove themselves
 * (SEC-45): it is made for its owner only, and nowhere else.
 */

import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { recorderEntry } from '@beffroi/recorder';
import { outliveReaders } from '../lost-readers.ts';
import { askCentre } from '../owner-client.ts';
import { lockState } from '../state-lock.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { supervise } from '../supervise.ts';
import { type Call, noMoreWords, type Verb } from '../verb.ts';

interface ListedRecorder {
  readonly id: string;
  readonly name: string;
  readonly cameras: readonly { readonly id: string; readonly name: string }[];
}

interface MadeRecorder {
  readonly recorderId: string;
  readonly secret: string;
  /** Where a recorder on another machine dials. */
  readonly linkUrl: string;
  /** PEM file on this machine; null on plain loopback. */
  readonly trustedFile: string | null;
}

const settingsName = 'recorder.json';
const trustedName = 'centre.pem';

export const recorderVerb: Verb = {
  name: 'recorder',
  usage: 'recorder list|add NAME DIR|run DIR',
  about: 'lists the recorders and their cameras, makes another one, or runs it on its machine',
  options: stateOption,
  async run(call) {
    const [what, first, second] = call.words;
    noMoreWords(call.words.slice(what === 'add' ? 3 : 2));
    switch (what) {
      case 'list':
        noMoreWords(first === undefined ? [] : [first]);
        return list(call);
      case 'add':
        return add(call, first, second);
      case 'run':
        return run(call, first);
      default:
        throw new Failure(
          'usage',
          `say list, add NAME DIR or run DIR${what === undefined ? '' : `, not ${what}`}`,
        );
    }
  },
};

async function list(call: Call): Promise<void> {
  const { ownerSocket } = await chosenCentre(call);
  const recorders = await askCentre<readonly ListedRecorder[]>(ownerSocket, '/recorders', {});
  call.print(
    recorders,
    recorders.map(({ id, name, cameras }) => {
      const names = cameras.map((camera) => camera.name).join(', ');
      return `${id}  ${name}  ${cameras.length} cameras${names === '' ? '' : `: ${names}`}`;
    }),
  );
}

/** Throws Failure `folder-taken` before anything is registered. */
async function add(
  call: Call,
  name: string | undefined,
  directory: string | undefined,
): Promise<void> {
  if (name === undefined || directory === undefined) {
    throw new Failure('usage', 'say its name and a new folder: beffroi recorder add NAME DIR');
  }
  const { ownerSocket } = await chosenCentre(call);
  const folder = resolve(directory);
  await mkdir(folder, { mode: 0o700 }).catch((thrown: NodeJS.ErrnoException) => {
    throw new Failure(
      'folder-taken',
      `${folder} can't be made (${thrown.code}); name a folder that isn't there yet, in one that is`,
      { cause: thrown },
    );
  });
  const made = await askCentre<MadeRecorder>(ownerSocket, '/recorder', { name });
  const { recorderId, secret, linkUrl, trustedFile } = made;
  if (trustedFile !== null) {
    await writeFile(join(folder, trustedName), await readFile(trustedFile));
  }
  const settings = {
    ...{ url: linkUrl, recorderId, secret },
    trustedFile: trustedFile === null ? null : trustedName,
    ...{ recordingsDirectory: 'recordings', stateDirectory: 'state' },
  };
  const text = JSON.stringify(settings, null, 2);
  await writeFile(join(folder, settingsName), text, { mode: 0o600 });
  call.print({ recorderId, folder, linkUrl }, [
    `${name} is ${recorderId}, and dials ${linkUrl}`,
    `Carry ${folder} to its machine (it holds a secret), and there: npx beffroi recorder run DIR`,
    `Then give it cameras: npx beffroi camera move CAMERA ${recorderId}`,
    ...(linkUrl.startsWith('wss:')
      ? []
      : ['This centre is on loopback: from another machine it is reached once it has a --host']),
  ]);
}

/** Until it is told to end; then its files are ended first. */
async function run(call: Call, directory: string | undefined): Promise<void> {
  if (directory === undefined) {
    throw new Failure('usage', 'say the folder that recorder add made: beffroi recorder run DIR');
  }
  const folder = resolve(directory);
  const settings = join(folder, settingsName);
  await readFile(settings).catch((thrown: NodeJS.ErrnoException) => {
    throw new Failure(
      'settings-missing',
      `${settings} can't be read (${thrown.code}); name the folder that recorder add made`,
      { cause: thrown },
    );
  });
  outliveReaders(process.stdout, process.stderr);
  const lock = await lockState(join(folder, 'lock'));
  const logPath = join(folder, 'recorder.log');
  const log = await open(logPath, 'a', 0o600);
  const ended = new Promise<void>((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => done());
    }
  });
  const child = supervise(
    {
      ...{ name: 'recorder', entry: recorderEntry, args: ['--settings', settings] },
      ...{ environment: {}, log: { fd: log.fd, path: logPath } },
      keepsTrying: true,
    },
    (sentence) => process.stderr.write(`beffroi: ${sentence}\n`),
  );
  try {
    if (await Promise.race([child.ready().then(() => true), ended.then(() => false)])) {
      call.print({ folder, pid: process.pid }, [
        `The recorder of ${folder} runs; its log is ${logPath}. Ctrl-C ends it.`,
      ]);
      await ended;
    }
  } finally {
    await child.stop();
    await log.close();
    await lock.release();
  }
}
