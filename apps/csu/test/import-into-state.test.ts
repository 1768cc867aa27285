/**
 * An upgrade of PostgreSQL by the open form of the facts, with a real centre before and after: the
 * register goes on under its key, secrets open, and an export that came too early is named at the start.
 */

import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exportFacts, startEmbeddedPostgres } from '@beffroi/store-postgres';
import { noPostgres15, type Postgres15, startPostgres15 } from '@beffroi/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importIntoState } from '../src/backup/import-into-state.ts';
import { type Centre, startCentre } from '../src/centre.ts';
import { readEnvironment } from '../src/environment.ts';
import { systemChance as chance, systemClock as clock } from '../src/system-clock.ts';
import { askOwner } from './owner-call.ts';
import { newFolder } from './register-world.ts';

const madeAt = '2026-11-22T00:00:00.000Z';

describe.skipIf(noPostgres15 !== null)(`upgrade (${noPostgres15 ?? 'from PostgreSQL 15'})`, () => {
  let folder: string;
  let state: string;
  let former: Postgres15;
  let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  let databases = 0;
  beforeAll(async () => {
    folder = await newFolder();
    await chmod(folder, 0o755);
    state = join(folder, 'state');
    await mkdir(state, { mode: 0o711 });
    former = startPostgres15();
    server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), log: () => {} });
  });
  afterAll(async () => {
    former?.end();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function start(url: string, stateDirectory = state): Promise<Centre> {
    return startCentre(
      readEnvironment({
        BEFFROI_STATE: stateDirectory,
        BEFFROI_CONSOLE: join(folder, 'no-console'),
        BEFFROI_PORT: '0',
        BEFFROI_LOG: 'error',
        BEFFROI_TOWN_NAME: 'Vermeil',
        DATABASE_URL: url,
      }),
    );
  }
  async function freshUrl(): Promise<string> {
    databases += 1;
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`create database upgraded${databases}`);
    await client.end();
    return server.url.replace('/beffroi?', `/upgraded${databases}?`);
  }
  const ask = <T>(path: string, body: object, at = state) =>
    askOwner<T>(join(at, 'owner.sock'), path, body);
  const readOnly = async (centre: Centre) => {
    const answer = await fetch(new URL('/healthz', centre.listening.url));
    return (await answer.json()) as { readonly register?: unknown };
  };
  const keys = () => readFile(join(state, 'register', 'keys'), 'utf8');

  test('BAK-6 after the upgrade the same register goes on, and what was sealed opens', async () => {
    const before = await start(former.url);
    const { recorderId, secret } = await ask<{ recorderId: string; secret: string }>('/recorder', {
      name: 'one',
    });
    const early = join(folder, 'early');
    await ask('/export-facts', { folder: early, sealed: true });
    await ask('/recorder', { name: 'two' });
    await before.close();
    const lines = await keys();
    const whole = join(folder, 'whole');
    await exportFacts({ url: former.url, folder: whole, sealed: true, madeAt });

    const url = await freshUrl();
    await importIntoState({
      folder: whole,
      databaseUrl: url,
      stateDirectory: state,
      clock,
      chance,
    });
    const after = await start(url);
    expect(await after.office.recorders.secretOf(recorderId)).toBe(secret);
    await ask('/recorder', { name: 'three' });
    expect((await after.office.recorders.list()).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['one', 'two', 'three']),
    );
    expect(await keys()).toBe(lines);
    const sound = await readOnly(after);
    await after.close();

    // What was exported before the last acts is an older database: it is named, as any rollback.
    const older = await freshUrl();
    await importIntoState({
      folder: early,
      databaseUrl: older,
      stateDirectory: state,
      clock,
      chance,
    });
    const rolledBack = await start(older);
    expect(await readOnly(rolledBack)).not.toEqual(sound);
    await expect(ask('/recorder', { name: 'four' })).rejects.toThrow(/were signed/);
    await rolledBack.close();
  });

  test('BAK-6 on another machine secrets are made anew, and a file says which to carry', async () => {
    const here = join(folder, 'here');
    await mkdir(here, { mode: 0o711 });
    const before = await start(former.url, here);
    const { recorderId, secret } = await ask<{ recorderId: string; secret: string }>(
      '/recorder',
      { name: 'far' },
      here,
    );
    const open = join(folder, 'open');
    await ask('/export-facts', { folder: open, sealed: false }, here);
    await before.close();
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere, { mode: 0o711 });
    const url = await freshUrl();
    const { renewed } = await importIntoState({
      ...{ folder: open, databaseUrl: url, stateDirectory: elsewhere, clock, chance },
    });
    const file = renewed?.recorders.find(({ name }) => name === 'far')?.file ?? '';
    const carried = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    const after = await start(url, elsewhere);
    expect(carried['recorderId']).toBe(recorderId);
    expect(carried['secret']).not.toBe(secret);
    expect(await after.office.recorders.secretOf(recorderId)).toBe(carried['secret']);
    await after.close();
  });
});
