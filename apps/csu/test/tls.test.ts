/** How the centre is served: plain on loopback only, an authority of its own elsewhere (SEC-40). */

import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createSeededChance, createSteeredClock } from '@beffroi/office/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInternalAuthority } from '../src/serving/internal-authority.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beffroi-tls-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('SEC-40 plain http is refused anywhere but on loopback', async () => {
  await expect(startTestCentre({ settings: { bind: '0.0.0.0' } })).rejects.toMatchObject({
    code: 'insecure-bind',
  });
});

test('SEC-40 the authority made at first start is trusted by a client that was given it', async () => {
  const centre = await startTestCentre({
    settings: { tls: { kind: 'internal', directory }, plainPort: 0, hostNames: ['csu.test'] },
    // The client below looks at the machine's own clock.
    startMs: Date.now(),
  });
  try {
    const { authorityUrl, trustedFile, authorityFingerprint, port } = centre.listening;
    const authority = await readFile(trustedFile ?? '', 'utf8');
    expect(new X509Certificate(authority).fingerprint256).toBe(authorityFingerprint);
    const status = await new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/healthz', ca: authority };
      request({ ...options, servername: 'csu.test' }, (answer) => {
        answer.resume();
        resolve([answer.statusCode, answer.headers['strict-transport-security']]);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toEqual([200, 'max-age=31536000']);
    const plain = (authorityUrl ?? '').replace('csu.test', '127.0.0.1');
    const page = await (await fetch(plain)).text();
    expect(page).toContain(authorityFingerprint);
    expect(page).toContain('lang="en"');
    const file = await (await fetch(plain.replace('/ca', '/ca.crt'))).text();
    expect(file).toBe(authority);
    const moved = await fetch(plain.replace('/ca', '/wall'), { redirect: 'manual' });
    expect(moved.headers.get('location')).toBe(`https://127.0.0.1:${port}/`);
    expect(await centre.cookieOf('per_operator')).toContain('__Host-beffroi');
  } finally {
    await centre.close();
  }
});

test('SEC-40 keys are for their owner only; a leaf is kept until its last month or new names', async () => {
  const clock = createSteeredClock();
  const open = (hostNames: readonly string[]) =>
    openInternalAuthority({
      directory,
      townName: 'Vermeil',
      hostNames,
      clock,
      chance: createSeededChance(),
    });
  const first = await open(['localhost', '127.0.0.1']);
  expect((await stat(join(directory, 'ca.key'))).mode & 0o077).toBe(0);
  expect((await stat(join(directory, 'server.key'))).mode & 0o077).toBe(0);
  const again = await open(['localhost', '127.0.0.1']);
  expect(again.certificatePem).toBe(first.certificatePem);
  const named = await open(['csu.test', 'localhost']);
  expect(named.certificatePem).not.toBe(first.certificatePem);
  expect(new X509Certificate(named.certificatePem).checkHost('csu.test')).toBe('csu.test');
  expect(named.fingerprint).toBe(first.fingerprint);
  clock.advance(370 * 86_400_000);
  const renewed = await open(['csu.test', 'localhost']);
  expect(renewed.certificatePem).not.toBe(named.certificatePem);
});

test('SEC-50 a leaf in its last month is made anew and served without a restart', async () => {
  const centre = await startTestCentre({ settings: { tls: { kind: 'internal', directory } } });
  try {
    const before = await servedBy(centre.listening.port);
    centre.clock.advance(370 * dayMs);
    await expect.poll(() => servedBy(centre.listening.port)).not.toBe(before);
    expect(await lasting(centre)).toEqual([]);
  } finally {
    await centre.close();
  }
});

test('SEC-50 a town’s own certificate that ends soon is an alarm, until a new one lies there', async () => {
  const clock = createSteeredClock();
  const chance = createSeededChance();
  const parts = { directory, townName: 'Vermeil', clock, chance };
  const [certificateFile, keyFile] = [join(directory, 'server.pem'), join(directory, 'server.key')];
  await openInternalAuthority({ ...parts, hostNames: ['localhost'] });
  const centre = await startTestCentre({
    settings: { tls: { kind: 'files', certificateFile, keyFile } },
  });
  try {
    expect(await lasting(centre)).toEqual([]);
    const before = await servedBy(centre.listening.port);
    centre.clock.advance(370 * dayMs);
    await expect.poll(() => lasting(centre)).toEqual(['certificate-ending']);
    clock.advance(370 * dayMs);
    await openInternalAuthority({ ...parts, hostNames: ['localhost'] });
    centre.clock.advance(dayMs);
    await expect.poll(() => lasting(centre)).toEqual([]);
    expect(await servedBy(centre.listening.port)).not.toBe(before);
  } finally {
    await centre.close();
  }
});

const dayMs = 86_400_000;

async function lasting(centre: TestCentre): Promise<readonly string[]> {
  const alarms = await centre.town.facts.read((work) => work.alarms.current());
  return alarms.filter(({ endedMs }) => endedMs === null).map(({ code }) => code);
}

/** Fingerprint of the certificate that a caller is shown now. */
function servedBy(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
