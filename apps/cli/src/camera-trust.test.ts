/** A camera's certificate is kept only under the fingerprint that somebody compared. */

import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const openssl = '/usr/bin/openssl';
const program = join(import.meta.dirname, 'main.ts');

test.skipIf(!existsSync(openssl))(
  'CAM-14 the certificate is shown first, and kept when the fingerprint agrees (needs openssl)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beffroi-trust-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=camera', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    execFileSync(openssl, ['req', '-x509', ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const pem = await readFile(cert, 'utf8');
    const camera = createServer({ key: await readFile(key, 'utf8'), cert: pem }, (socket) => {
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((listening) => camera.listen(0, '127.0.0.1', listening));
    const { port } = camera.address() as AddressInfo;
    const settings = { url: 'ws://127.0.0.1/link', recorderId: 'rec_1', secret: 's' };
    const places = { recordingsDirectory: 'recordings', stateDirectory: 'state' };
    await writeFile(join(folder, 'recorder.json'), JSON.stringify({ ...settings, ...places }), {
      mode: 0o600,
    });
    const trust = (...words: string[]) =>
      promisify(execFile)(process.execPath, [
        ...[program, 'camera', 'trust', `rtsps://127.0.0.1:${port}/stream1`],
        ...['--recorder', folder, '--json', ...words],
      ]).then(
        ({ stdout }) => JSON.parse(stdout) as { readonly [name: string]: string | null },
        (thrown: { readonly stderr: string }) => thrown.stderr,
      );
    const kept = join(folder, 'state', 'certificates', `127.0.0.1_${port}.pem`);
    const shown = await trust();
    expect(shown).toMatchObject({ subject: 'CN=camera', file: null });
    expect(await trust('--fingerprint', 'AA:BB')).toContain('certificate-other');
    expect(existsSync(kept)).toBe(false);
    const { fingerprint } = typeof shown === 'string' ? expect.fail(shown) : shown;
    const compared = (fingerprint ?? '').replaceAll(':', ' ').toLowerCase();
    expect(await trust('--fingerprint', compared)).toMatchObject({ file: kept });
    expect((await readFile(kept, 'utf8')).trim()).toBe(pem.trim());
    camera.close();
    await rm(folder, { recursive: true });
  },
);
