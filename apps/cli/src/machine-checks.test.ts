/** What the machine lacks is said with the place and the remedy, in both languages. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  databaseFinding,
  ffmpegFinding,
  portFinding,
  registerFinding,
  syncFinding,
} from './machine-checks.ts';
import { lockState } from './state-lock.ts';

let folder: string;
let server: Server;
let port: number;
const path = process.env['PATH'];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beffroi-doctor-'));
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as { readonly port: number }).port;
});
afterEach(async () => {
  process.env['PATH'] = path;
  server.close();
  await rm(folder, { recursive: true });
});

test('a folder that takes no file is a fault with its path and what to do', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const finding = await syncFinding(file);
  expect(finding.level).toBe('fault');
  expect(finding.found.en).toContain(file);
  expect(finding.found.fr).toContain(file);
  expect(finding.remedy?.fr).toMatch(/--directory/);
});

test('a port that another program holds is told apart from the centre’s', async () => {
  const ownerSocket = join(folder, 'owner.sock');
  expect(await portFinding(port, ownerSocket)).toMatchObject({
    level: 'advice',
    remedy: { en: expect.stringContaining(`:${port}`) },
  });
  const held = await lockState(ownerSocket);
  expect((await portFinding(port, ownerSocket)).level).toBe('good');
  await held.release();
  const free = port;
  await new Promise((closed) => server.close(closed));
  expect((await portFinding(free, ownerSocket)).level).toBe('good');
});

test('a database server that is away is a fault, and its password is not said', async () => {
  const url = (at: string) => `postgres://beffroi:geheim@${at}/town`;
  expect((await databaseFinding(undefined)).level).toBe('good');
  expect((await databaseFinding(url(`127.0.0.1:${port}`))).level).toBe('good');
  await new Promise((closed) => server.close(closed));
  const faults = [
    await databaseFinding(url(`127.0.0.1:${port}`)),
    await databaseFinding(`${url('')}?host=${folder}`),
    await databaseFinding('geheim'),
  ];
  for (const { level, found, remedy } of faults) {
    expect(level).toBe('fault');
    expect(`${found.fr} ${found.en}`).not.toContain('geheim');
    expect(remedy?.fr).toContain('DATABASE_URL');
  }
  expect(faults[1]?.found.en).toContain(`${folder}/.s.PGSQL.5432`);
});

test('without ffmpeg it says what can’t be done', async () => {
  process.env['PATH'] = folder;
  expect(await ffmpegFinding()).toMatchObject({
    level: 'advice',
    remedy: { fr: expect.stringContaining('apt install ffmpeg') },
  });
});

test('a register that was never begun says when its keys are made', async () => {
  const { level, found } = await registerFinding(join(folder, 'keys'));
  expect(level).toBe('advice');
  expect(found.en).not.toContain('ENOENT');
});
