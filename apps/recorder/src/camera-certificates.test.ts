/** What somebody of this machine vouched for, and who is told of it. */

import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LinkCamera } from '@beffroi/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CameraCertificates, certificateFile } from './camera-certificates.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beffroi-certificates-'));
});
afterEach(() => rm(folder, { recursive: true }));

const stream = (url: string) => ({ url, username: null, password: null });
const camera = {
  main: stream('rtsps://[2001:DB8::7]/main'),
  sub: stream('rtsp://192.0.2.7/sub'),
} as LinkCamera;

async function keep(url: string, pem: string): Promise<void> {
  const path = certificateFile(folder, url) ?? expect.fail('an address with TLS');
  await writeFile(`${path}.new`, pem);
  await rename(`${path}.new`, path);
}

test('CAM-14 a certificate is for one host and one port, and for TLS alone', async () => {
  const certificates = await CameraCertificates.open(folder);
  expect(certificates.held(camera).main.trustedPem).toBeNull();
  await keep('rtsps://[2001:db8::7]:322/another', 'of the camera');
  expect(certificates.held(camera).main.trustedPem).toBe('of the camera');
  expect(certificates.held(camera).sub?.trustedPem).toBeNull();
  expect(certificates.of('rtsps://[2001:db8::7]:323/main')).toBeNull();
  expect(certificates.of('rtsps://[2001:db8::8]/main')).toBeNull();
  expect(certificateFile(folder, 'rtsps://../../x/y')).toBe(
    join(folder, 'certificates', '.._322.pem'),
  );
});

test('CAM-14 one that comes is told at once', async () => {
  const certificates = await CameraCertificates.open(folder);
  const seen: (string | null)[] = [];
  const stop = certificates.watch(
    () => seen.push(certificates.of('rtsps://192.0.2.7/main')),
    (why) => expect.unreachable(String(why)),
  );
  await keep('rtsps://192.0.2.7/main', 'of the camera');
  await expect.poll(() => seen).toContain('of the camera');
  stop();
});

test('CAM-14 a folder that cannot be watched is told, and what lies in it is trusted all the same', async () => {
  const certificates = await CameraCertificates.open(folder);
  await rm(join(folder, 'certificates'), { recursive: true });
  const failed: unknown[] = [];
  const stop = certificates.watch(
    () => undefined,
    (why) => failed.push(why),
  );
  expect(failed).toEqual([expect.objectContaining({ code: 'ENOENT' })]);
  stop();
  await mkdir(join(folder, 'certificates'));
  await keep('rtsps://192.0.2.7/main', 'of the camera');
  expect(certificates.of('rtsps://192.0.2.7/main')).toBe('of the camera');
});
