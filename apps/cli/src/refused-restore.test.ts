/** A restore that can't be begun leaves nothing to clear away: the next one takes the same folder. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'main.ts');

test('BAK-3 what is no backup, or has no identity, is refused before there is a state', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'beffroi-restore-'));
  const state = join(folder, 'state');
  const restore = (...words: string[]) =>
    promisify(execFile)(process.execPath, [
      ...[program, 'restore', folder, '--state', state, '--reason', 'the machine burned', '--json'],
      ...words,
    ]).then(
      () => null,
      (thrown: { readonly stderr: string }) => JSON.parse(thrown.stderr) as unknown,
    );
  expect(await restore('--identity', join(folder, 'none'))).toMatchObject({
    error: { code: 'identity-invalid' },
  });
  await writeFile(join(folder, 'backup.json'), '{"files":[]}');
  expect(await restore()).toMatchObject({ error: { code: 'backup-unreadable' } });
  expect(existsSync(state)).toBe(false);
  await rm(folder, { recursive: true });
}, 180_000);
