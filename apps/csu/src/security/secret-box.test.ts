import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openSecretBox } from './secret-box.ts';

const folders: string[] = [];
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'beffroi-box-'));
  folders.push(path);
  return path;
}
afterEach(async () => {
  await Promise.all(folders.splice(0).map((path) => rm(path, { recursive: true })));
});

const secret = new TextEncoder().encode('mot de passe');

describe('the secret box', () => {
  test('opens what it sealed, after a restart too', async () => {
    const state = await folder();
    const sealed = (await openSecretBox(state)).seal(secret, 'camera cam_a');
    expect((await openSecretBox(state)).open(sealed, 'camera cam_a')).toEqual(secret);
  });

  test('SEC-18 refuses another context, an altered byte and another installation', async () => {
    const box = await openSecretBox(await folder());
    const sealed = box.seal(secret, 'camera cam_a');
    expect(() => box.open(sealed, 'camera cam_b')).toThrow('does not open');
    const altered = sealed.map((byte, index) => (index === 20 ? byte ^ 1 : byte));
    expect(() => box.open(altered, 'camera cam_a')).toThrow('does not open');
    const other = await openSecretBox(await folder());
    expect(() => other.open(sealed, 'camera cam_a')).toThrow('does not open');
    expect(() => box.open(new Uint8Array(3), 'camera cam_a')).toThrow('does not open');
  });

  test('two starts at once make one key, readable by its owner only', async () => {
    const state = await folder();
    const [one, two] = await Promise.all([openSecretBox(state), openSecretBox(state)]);
    expect(two.open(one.seal(secret, 'x'), 'x')).toEqual(secret);
    expect(await readdir(state)).toEqual(['secret-box.key']);
    expect((await stat(join(state, 'secret-box.key'))).mode & 0o777).toBe(0o600);
  });
});
