/** The lock on a state directory. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockState } from './state-lock.ts';

describe('one house for one state', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beffroi-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('a second house is refused, and let in once the first is gone', async () => {
    const path = join(folder, 'house.sock');
    const first = await lockState(path);
    await expect(lockState(path)).rejects.toMatchObject({ code: 'state-in-use' });
    await first.release();
    await (await lockState(path)).release();
  });

  test('a house that was killed holds nothing', async () => {
    const path = join(folder, 'house.sock');
    const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
    const killed = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(killed.stdout, 'data');
    await expect(lockState(path)).rejects.toMatchObject({ code: 'state-in-use' });
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await (await lockState(path)).release();
  });
});
