/** What a supervised process tells, and when it is started again. */

import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { supervise } from './supervise.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beffroi-supervise-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the program under supervision for as long as `watch` looks at it. */
async function supervised(
  program: string,
  watch: (child: ReturnType<typeof supervise>, said: readonly string[]) => Promise<void>,
): Promise<void> {
  const entry = join(folder, 'program.mjs');
  await writeFile(entry, program);
  const path = join(folder, 'program.log');
  const log = await open(path, 'a');
  const said: string[] = [];
  const plan = { name: 'bell', entry, args: [], environment: {}, log: { fd: log.fd, path } };
  const child = supervise(plan, (sentence) => said.push(sentence));
  try {
    await watch(child, said);
  } finally {
    await child.stop();
    await log.close();
  }
}

describe('a process that ends by itself', () => {
  test('is started again, and its last words are found in the log that is named', async () => {
    await supervised(`console.error('no rope'); process.exit(3);`, async (child, said) => {
      await expect.poll(() => child.restarts).toBeGreaterThan(1);
      const path = join(folder, 'program.log');
      expect(said[0]).toBe(`bell ended (code 3; its last words are in ${path}); it starts again`);
      expect(await readFile(path, 'utf8')).toContain('no rope');
      const stopped = expect(child.ready()).rejects.toMatchObject({ code: 'stopped' });
      await child.stop();
      await stopped;
    });
  });

  test('is not started again when its first start fails and it says why', async () => {
    const program = `process.send({ failed: 'the tower has no bell' }, () => process.exit(1));`;
    await supervised(program, async (child, said) => {
      await expect(child.ready()).rejects.toThrow('the tower has no bell');
      expect(child.restarts).toBe(0);
      expect(said).toEqual([]);
    });
  });
});
