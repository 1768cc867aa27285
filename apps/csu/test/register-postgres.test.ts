/**
 * The whole way with the real PostgreSQL and a real centre: acts, receipts of the tree, a folder that
 * `apps/verify` accepts, one altered row that it names, and a centre that then opens read-only.
 */

import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@beffroi/store-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Centre, startCentre } from '../src/centre.ts';
import { readEnvironment } from '../src/environment.ts';
import { askOwner } from './owner-call.ts';
import { newFolder } from './register-world.ts';

const verifyProgram = join(import.meta.dirname, '../../verify/src/main.ts');

let folder: string;
let state: string;
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
beforeAll(async () => {
  folder = await newFolder();
  await chmod(folder, 0o755);
  state = join(folder, 'state');
  await mkdir(state, { mode: 0o711 });
  server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), log: () => {} });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function start(): Promise<Centre> {
  return startCentre(
    readEnvironment({
      BEFFROI_STATE: state,
      BEFFROI_CONSOLE: join(folder, 'no-console'),
      BEFFROI_PORT: '0',
      BEFFROI_LOG: 'error',
      BEFFROI_TOWN_NAME: 'Vermeil',
      DATABASE_URL: server.url,
    }),
  );
}

interface Exported {
  readonly logs: readonly { readonly entries: number }[];
  readonly keys: { readonly acts: string };
}

async function exportAndVerify(name: string): Promise<{ status: number; lines: string }> {
  const target = join(folder, name);
  const { keys } = await askOwner<Exported>(join(state, 'owner.sock'), '/register/export', {
    folder: target,
  });
  const args = [verifyProgram, join(target, 'acts'), '--key', keys.acts, '--lang', 'en'];
  return await new Promise((resolve, reject) => {
    const checker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let lines = '';
    for (const stream of [checker.stdout, checker.stderr]) {
      stream.on('data', (part: Buffer) => {
        lines += part.toString('utf8');
      });
    }
    checker.on('error', reject);
    checker.on('exit', (status) => resolve({ status: status ?? 2, lines }));
  });
}

/** As somebody who owns the database: past every trigger. */
async function asDatabaseOwner(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query("set session_replication_role = 'replica'");
  for (const statement of statements) {
    await client.query(statement);
  }
  await client.end();
}

test('REG-8 REG-14 an export verifies; an altered row is named; the next start is read-only', async () => {
  let centre = await start();
  for (const name of ['one', 'two', 'three']) {
    await centre.office.recorders.register(name);
  }
  await centre.office.register.noteExport('/nowhere');
  const good = await exportAndVerify('good');
  expect(good.lines).toMatch(/^YES/);
  expect(good.status).toBe(0);
  expect((await readFile(join(state, 'register/keys'), 'utf8')).split('\n')).toHaveLength(3);

  await asDatabaseOwner(
    'create table original as select * from register_entries',
    "update register_entries set record = replace(record, 'nowhere', 'elsewhere') where log = 'acts' and number = 4",
  );
  const record = await exportAndVerify('record');
  expect(record.status).toBe(1);
  expect(record.lines).toMatch(/text of entry no\. 4 was altered/);

  await asDatabaseOwner(
    "update register_entries set kind = 'viewing-opened' where log = 'acts' and number = 2",
  );
  const entry = await exportAndVerify('entry');
  expect(entry.status).toBe(1);
  expect(entry.lines).toMatch(/entry no\. 2\b/i);
  await centre.close();

  centre = await start();
  const health = await (await fetch(new URL('/healthz', centre.listening.url))).json();
  expect(health).toMatchObject({ status: 'read-only' });
  expect(JSON.stringify(health)).toContain('entry 2 ');
  const session = (await (await fetch(new URL('/api/session', centre.listening.url))).json()) as {
    readonly town: { readonly readOnly?: { readonly fr: string } };
  };
  expect(session.town.readOnly?.fr).toContain('l’écriture 2 ');
  await expect(centre.office.recorders.register('four')).rejects.toMatchObject({
    code: 'register-read-only',
  });
  await centre.close();
});

test('REG-14 a database put back to an older state opens read-only, and the newest heals it', async () => {
  await asDatabaseOwner(
    'update register_entries e set kind = o.kind, record = o.record from original o where (e.log, e.number) = (o.log, o.number)',
    'create table kept as select * from register_entries',
    "delete from register_entries where log = 'acts' and number > 2",
  );
  const rolledBack = await start();
  const health = await (await fetch(new URL('/healthz', rolledBack.listening.url))).json();
  expect(JSON.stringify(health)).toContain('an older database was put back');
  await rolledBack.close();

  await asDatabaseOwner(
    "insert into register_entries select * from kept where log = 'acts' and number > 2",
    'drop table kept',
  );
  const healed = await start();
  const again = await (await fetch(new URL('/healthz', healed.listening.url))).json();
  expect(again).toEqual({ status: 'ok' });
  await healed.close();
});
