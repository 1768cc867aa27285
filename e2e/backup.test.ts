/**
 * The whole house backed up while it records, and made again elsewhere from its verbs: with the day
 * keys what was recorded opens, without them it opens nowhere, and nothing half done ever starts.
 */

import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type RunningHouse, startHouse } from '@beffroi/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../apps/cli/src/main.ts');
/** A pair of age for this test alone. */
const identity = 'AGE-SECRET-KEY-1G45WF02SL2G60Q0Z7PQP869UGHMFTRLMATR0MPPFSTWR7ADPNXVQ2CNZN7';
const recipient = 'age1t7ffkp4ahnqpv3l5f59q0vglfy847qwhymlx9l5vfwark0qqqu7suwcz6r';
/** The first time, the streets have to be drawn. */
const recordedMsMax = 200_000;

let folder: string;
let former: RunningHouse;
let camera: string;

const verb = (...words: readonly string[]) => run(process.execPath, [cli, ...words, '--json']);
const failure = (...words: readonly string[]) =>
  verb(...words).then(
    () => 'done',
    ({ stderr }: { readonly stderr: string }) =>
      (JSON.parse(stderr.trim().split('\n').at(-1) ?? '{}') as { error: { code: string } }).error
        .code,
  );

interface Checked {
  readonly pictures: number;
  readonly clearPixels: number;
}

async function pictures(house: RunningHouse): Promise<number> {
  const checked = await house.verb<readonly Checked[]>('read-back', camera).catch(() => []);
  return checked.reduce((sum, one) => sum + one.pictures, 0);
}

beforeAll(async () => {
  // Below /var/tmp: the database's own user must be able to cross every folder above its own.
  folder = await mkdtemp('/var/tmp/beffroi-backup-');
  await chmod(folder, 0o711);
  former = await startHouse({ townFile: null, state: join(folder, 'former') });
  const cameras = await former.verb<{ id: string; mask: string }[]>('camera', 'list');
  camera = cameras.find(({ mask }) => mask === 'server')?.id ?? '';
  const untilMs = performance.now() + recordedMsMax;
  while ((await pictures(former)) < 20 && performance.now() < untilMs) {
    // Reading back takes long enough between two looks.
  }
  await writeFile(join(folder, 'identity'), identity, { mode: 0o600 });
  await former.verb('backup', join(folder, 'open'));
  await former.verb('backup', join(folder, 'whole'), '--to', recipient, '--with-keys');
}, 300_000);
afterAll(async () => {
  await former?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('BAK-4 with its day keys a restored house opens what was recorded, under its own register', async () => {
  await former.stop();
  const keys = await run(process.execPath, [cli, 'doctor', '--state', former.state, '--json']);
  const state = join(folder, 'whole-again');
  const words = ['--identity', join(folder, 'identity'), '--reason', 'the machine burned'];
  const { stdout } = await verb('restore', join(folder, 'whole'), '--state', state, ...words);
  const report = JSON.parse(stdout) as {
    readonly renewed: unknown;
    readonly recordings: { readonly openable: number; readonly lost: number };
  };
  expect(report.renewed).toBeNull();
  expect(report.recordings).toMatchObject({ lost: 0 });
  expect(report.recordings.openable).toBeGreaterThan(0);
  await cp(join(former.state, 'recordings'), join(state, 'recordings'), { recursive: true });
  const house = await startHouse({ townFile: null, state });
  try {
    expect(await pictures(house)).toBeGreaterThan(20);
    const register = join(folder, 'exported');
    const exported = await house.verb<{ keys: { acts: string }; readOnly: unknown }>(
      'register',
      'export',
      register,
    );
    expect(exported.readOnly).toBeNull();
    expect(keys.stdout).not.toContain(exported.keys.acts);
    await verb('verify', join(register, 'acts'), '--key', exported.keys.acts);
  } finally {
    await house.stop();
  }
});

test('BAK-4 without them nothing opens, and a restore that did not end never starts', async () => {
  const state = join(folder, 'open-again');
  const reason = ['--reason', 'essai'];
  expect(await failure('restore', join(folder, 'open'), '--state', state)).toBe('usage');
  await verb('restore', join(folder, 'open'), '--state', state, ...reason);
  expect(await failure('restore', join(folder, 'open'), '--state', state, ...reason)).toBe(
    'state-not-empty',
  );
  await cp(join(former.state, 'recordings'), join(state, 'recordings'), { recursive: true });
  const house = await startHouse({ townFile: null, state });
  try {
    const asked = house.verb('read-back', camera);
    await expect(asked).rejects.toThrow(/no longer exists|opened by anybody/);
    expect(house.log()).not.toContain('read-only');
  } finally {
    await house.stop();
  }
  await writeFile(join(state, 'restoring'), '');
  expect(await failure('up', '--state', state, '--port', '1')).toBe('state-half-restored');
});
