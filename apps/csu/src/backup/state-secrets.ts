/**
 * The secrets of a state folder that a restored centre can't do without: the key of the secret box, the
 * recorder's identity, the authority that posts have installed. Day keys are not among them, and the
 * key of the register neither: a restored centre has a register of its own (BAK-5).
 */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, utf8Bytes } from '@beffroi/kernel';

const single = ['secret-box.key', 'recorder.json'];
const folders = ['tls'];

type SecretFiles = Readonly<Record<string, string>>;

/** Path below the state folder to its bytes in Base64, as JSON. */
export async function gatherSecrets(stateDirectory: string): Promise<Uint8Array> {
  const files: Record<string, string> = {};
  const inside = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(stateDirectory, folder)).catch(none)).map((name) => join(folder, name)),
    ),
  );
  for (const path of [...single, ...inside.flat()]) {
    const bytes = await readFile(join(stateDirectory, path)).catch(none);
    if (Buffer.isBuffer(bytes)) {
      files[path] = bytes.toString('base64');
    }
  }
  return utf8Bytes(JSON.stringify(files));
}

export async function putSecrets(stateDirectory: string, gathered: Uint8Array): Promise<void> {
  const files = JSON.parse(Buffer.from(gathered).toString('utf8')) as SecretFiles;
  for (const [path, base64] of Object.entries(files)) {
    const known = single.includes(path) || folders.includes(dirname(path));
    if (!known || path.includes('..')) {
      throw new Failure('backup-altered', `${path} is no secret of a state folder`);
    }
    const whole = join(stateDirectory, path);
    await mkdir(dirname(whole), { recursive: true, mode: 0o700 });
    await writeFile(whole, Buffer.from(base64, 'base64'), { mode: 0o600, flag: 'wx' });
  }
}

function none(thrown: NodeJS.ErrnoException): never[] {
  if (thrown.code === 'ENOENT') {
    return [];
  }
  throw thrown;
}
