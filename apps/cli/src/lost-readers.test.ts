import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** Says a word, waits for the reader to go, says another, and then closes its house. */
const program = (guard: string) => `
  import { outliveReaders } from ${JSON.stringify(new URL('lost-readers.ts', import.meta.url).href)};
  ${guard}
  process.stderr.write('up');
  process.once('message', () => {
    process.stderr.write('closing', () => setImmediate(() => process.exit(7)));
  });`;

test.each([
  ['outliveReaders(process.stdout, process.stderr);', 7],
  ['', 1],
] as const)(
  'whoever read our words is gone: with %j a house that closes ends with %i',
  async (guard, status) => {
    const house = spawn(
      process.execPath,
      ['--input-type=module-typescript', '-e', program(guard)],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      },
    );
    const words = house.stderr;
    if (words === null) {
      throw new Error('a pipe was asked for');
    }
    await once(words, 'data');
    words.destroy();
    await once(words, 'close');
    const ended = once(house, 'exit');
    house.send('close');
    expect((await ended)[0]).toBe(status);
  },
);
