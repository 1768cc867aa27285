/**
 * The whole way with the real PostgreSQL and a real centre: acts, receipts of the tree, a folder that
 * `apps/verify` accepts, one altered row that it names, and a centre that then opens read-only.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegisterCentre, type RegisterCentre } from './register-centre.ts';

let world: RegisterCentre;
beforeAll(async () => {
  world = await openRegisterCentre();
});
afterAll(() => world.end());

test('REG-8 REG-14 an export verifies; an altered row is named; the next start is read-only', async () => {
  let centre = await world.start();
  for (const name of ['one', 'two', 'three']) {
    await centre.office.recorders.register(name);
  }
  await centre.office.register.noteExport('/nowhere');
  const good = await world.exportAndVerify('good');
  expect(good.lines).toMatch(/^YES/);
  expect(good.status).toBe(0);
  expect((await readFile(join(world.state, 'register/keys'), 'utf8')).split('\n')).toHaveLength(3);

  await world.asDatabaseOwner(
    'create table original as select * from register_entries',
    "update register_entries set record = replace(record, 'nowhere', 'elsewhere') where log = 'acts' and number = 4",
  );
  const record = await world.exportAndVerify('record');
  expect(record.status).toBe(1);
  expect(record.lines).toMatch(/text of entry no\. 4 was altered/);

  await world.asDatabaseOwner(
    "update register_entries set kind = 'viewing-opened' where log = 'acts' and number = 2",
  );
  const entry = await world.exportAndVerify('entry');
  expect(entry.status).toBe(1);
  expect(entry.lines).toMatch(/entry no\. 2\b/i);
  await centre.close();

  centre = await world.start();
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
  await world.asDatabaseOwner(
    'update register_entries e set kind = o.kind, record = o.record from original o where (e.log, e.number) = (o.log, o.number)',
    'create table kept as select * from register_entries',
    "delete from register_entries where log = 'acts' and number > 2",
  );
  const rolledBack = await world.start();
  const health = await (await fetch(new URL('/healthz', rolledBack.listening.url))).json();
  expect(JSON.stringify(health)).toContain('an older database was put back');
  await rolledBack.close();

  await world.asDatabaseOwner(
    "insert into register_entries select * from kept where log = 'acts' and number > 2",
    'drop table kept',
  );
  const healed = await world.start();
  const again = await (await fetch(new URL('/healthz', healed.listening.url))).json();
  expect(again).toEqual({ status: 'ok' });
  await healed.close();
});
