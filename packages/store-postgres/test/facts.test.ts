import { exampleRecording, factsContract, seedExampleTown } from '@beffroi/office/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../src/connect.ts';
import { connect } from '../src/index.ts';
import { migrateTo } from '../src/migrations/migrate.ts';
import { hasServer, noServer, startTownServer, type TownServer } from './town-server.ts';

const nowMs = 1_795_305_600_000;

describe.skipIf(!hasServer)(
  `facts in PostgreSQL${hasServer ? '' : ` (skipped: ${noServer})`}`,
  () => {
    let town: TownServer;
    beforeAll(async () => {
      town = await startTownServer();
    });
    afterAll(() => town.end());

    test.each(factsContract.map((each) => [each.title, each] as const))('%s', async (_, each) => {
      const facts = await connect({ url: await town.freshUrl() });
      try {
        await each.run(facts);
      } finally {
        await facts.close();
      }
    });

    test('OPS-10 the register can be neither rewritten nor emptied, but a record can be let go', async () => {
      const url = await town.freshUrl();
      const facts = await connect({ url });
      await facts.transact((work) =>
        work.register.append({
          id: 'ent_one' as never,
          log: 'acts',
          kind: 'tried',
          at: '2026-11-22T00:00:00.000Z' as never,
          personId: 'per_operator',
          record: '{}',
          salt: Uint8Array.of(1),
          leaf: new Uint8Array(32),
        }),
      );
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const refused = /append only|keeps history/;
      for (const attack of [
        "update register_entries set kind = 'other'",
        'update register_entries set record = \'{"forged":true}\'',
        "update register_entries set record = null, salt = null, person_id = null, leaf = '\\x00'",
        'delete from register_entries',
        'truncate register_entries',
      ]) {
        await expect(client.query(attack), attack).rejects.toThrow(refused);
      }
      await client.query(
        'update register_entries set record = null, salt = null, person_id = null',
      );
      await client.end();
      const [entry] = await facts.read((work) => work.register.page('acts', 9, 9));
      expect(entry).toMatchObject({ number: 1, kind: 'tried', record: '', personId: null });
      await facts.close();
    });

    test('MSK-53 RET-9 a mask decision can be neither changed nor removed, but its picture can go', async () => {
      const url = await town.freshUrl();
      const facts = await connect({ url });
      await seedExampleTown(facts, nowMs);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const picture = "reference_key_id = 'day-1', reference_key_day = '2026-12-06'";
      for (const attack of [
        'delete from mask_versions',
        "update mask_versions set version = '{}'",
        "update mask_versions set reference = null, version = '{}'",
        'update mask_versions set number = default',
        `update mask_versions set reference = '\\x00', ${picture}`,
      ]) {
        await expect(client.query(attack), attack).rejects.toThrow('keeps history');
      }
      await client.query('update mask_versions set reference = null, reference_key_id = null');
      await client.end();
      await facts.close();
    });

    test('RET-9 pictures of reference that lay in the open leave a database that has some', async () => {
      const url = await town.freshUrl();
      const { db } = openDatabase(url);
      await migrateTo(db, '0011-clearance-grounds');
      await db.destroy();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      // Its camera is of no matter here.
      await client.query('alter table mask_versions drop constraint mask_versions_camera_id_fkey');
      await client.query(
        `insert into mask_versions (id, camera_id, version, reference)
         values ('msk_open', 'cam_any', '{"id":"msk_open"}', '\\x89504e47')`,
      );
      const facts = await connect({ url });
      expect(await facts.read((work) => work.masks.withReference())).toEqual([]);
      expect((await facts.read((work) => work.masks.one('msk_open')))?.version.id).toBe('msk_open');
      const { rows } = await client.query('select reference from mask_versions');
      expect(rows).toEqual([{ reference: null }]);
      await client.end();
      await facts.close();
    });

    test('every table and column says its unit and its reason', async () => {
      const url = await town.freshUrl();
      await (await connect({ url })).close();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<{ column: string }>(`
      select c.relname || '.' || a.attname as column
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and c.relname not like 'kysely_%' and a.attnum > 0
        and col_description(c.oid, a.attnum) is null`);
      await client.end();
      expect(rows).toEqual([]);
    });

    test('a change announced by one process reaches the others and not itself', async () => {
      const url = await town.freshUrl();
      const [one, two] = [await connect({ url }), await connect({ url })];
      const heardByOne: unknown[] = [];
      one.onAnnounced((change) => heardByOne.push(change));
      const heard = new Promise((resolve) => two.onAnnounced(resolve));
      const change = { what: ['people'], rights: true };
      await one.announce(change);
      expect(await heard).toEqual(change);
      expect(heardByOne).toEqual([]);
      await one.close();
      await two.close();
    });

    test('a server that does not sync is refused', async () => {
      const url = await town.freshUrl();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`alter role beffroi set synchronous_commit = off`);
      try {
        await expect(connect({ url })).rejects.toMatchObject({ code: 'database-unsafe' });
      } finally {
        await client.query(`alter role beffroi reset synchronous_commit`);
        await client.end();
      }
    });

    test('a seek among 162 000 files takes an index and not a scan', async () => {
      const url = await town.freshUrl();
      const facts = await connect({ url });
      await facts.transact((work) =>
        work.recordings.put(exampleRecording('rec_first', 0, 600_000)),
      );
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`
      insert into recordings
      select 'rec_' || c || '_' || n, recorder_id, site, 'cam_' || c, stream, n * 600000.0,
             (n + 1) * 600000.0, fence, path, key_id, key_day, key_encapsulated, key_ciphertext,
             closing
      from recordings, generate_series(1, 75) c, generate_series(1, 2160) n`);
      await client.query('analyze recordings');
      await client.end();
      const before = await readsOf(url);
      const near = (index: number) => {
        const camera = `cam_${1 + ((index * 31) % 75)}`;
        const atMs = 600_000 * (1 + ((index * 997) % 2100)) + 1234;
        return facts.read((work) => work.recordings.near(camera, 'main', atMs, 'at-or-before'));
      };
      await near(0);
      const tookMs: number[] = [];
      for (let index = 0; index < 200; index++) {
        const began = performance.now();
        const found = await near(index);
        tookMs.push(performance.now() - began);
        expect(found?.recording.startMs).toBe(600_000 * (1 + ((index * 997) % 2100)));
      }
      const median = tookMs.toSorted((a, b) => a - b)[100] ?? Number.POSITIVE_INFINITY;
      console.log(`seek among 162 000 files: median ${median.toFixed(2)} ms`);
      await facts.close();
      // What the server counted, not how long this machine took: a session tells when it ends.
      await expect
        .poll(async () => (await readsOf(url)).byIndex - before.byIndex, { timeout: 30_000 })
        .toBeGreaterThanOrEqual(200);
      expect((await readsOf(url)).rowsScanned - before.rowsScanned).toBeLessThan(162_000);
    });

    /** Reads of the table of recordings: how many by an index, and how many rows without one. */
    async function readsOf(url: string) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query(
        `select idx_scan, seq_tup_read from pg_stat_user_tables where relname = 'recordings'`,
      );
      await client.end();
      return { byIndex: Number(rows[0]?.idx_scan), rowsScanned: Number(rows[0]?.seq_tup_read) };
    }
  },
);
