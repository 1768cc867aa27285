/** A state that can't be kept where it was asked for: what the person is told. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeStateDirectory, stateDirectory } from './state-directory.ts';
import { lockState } from './state-lock.ts';

describe('a place that holds no state', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beffroi-state-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('a folder that can not be made is told with the place, the cause and the option that helps', async () => {
    await writeFile(join(folder, 'file'), '');
    const state = stateDirectory(join(folder, 'file', 'state'), 'any');
    await expect(makeStateDirectory(state)).rejects.toMatchObject({
      code: 'state-unwritable',
      message: `the state can't be kept in ${state.root} (ENOTDIR); choose another place with --state DIR`,
    });
  });

  test('a path too long for a unix socket is told before anything is begun, accents counted as they are', async () => {
    const long = join(folder, 'é'.repeat(40));
    expect(long.length).toBeLessThan(90);
    const state = stateDirectory(long, 'any');
    await makeStateDirectory(state);
    await expect(lockState(state.houseLock)).rejects.toMatchObject({ code: 'state-path-long' });
  });
});
