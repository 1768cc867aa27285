/** Where a cluster's socket lies: a path of a unix socket is counted in bytes. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clusterOf } from './cluster.ts';

test('the socket of a folder with many accents lies where the system can open it', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'beffroi-pg-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const { sockets } = await clusterOf(join(parent, 'é'.repeat(45)), () => undefined);
  onTestFinished(() => rm(sockets, { recursive: true, force: true }));
  expect(Buffer.byteLength(join(sockets, '.s.PGSQL.5432'))).toBeLessThanOrEqual(107);
});
