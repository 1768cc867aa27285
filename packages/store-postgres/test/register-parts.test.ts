/** The register in parts: what is there when they come, what crosses from one to the next, what is erased. */

import { seedExampleTown } from '@beffroi/office/testing';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../src/index.ts';
import { up as townStep } from '../src/migrations/0001-town.ts';
import { up as registerStep } from '../src/migrations/0005-register.ts';
import { up as partsStep } from '../src/migrations/0010-register-parts.ts';
import { hasServer, noServer, startTownServer, type TownServer } from './town-server.ts';

const partEntries = 50_000;

/** So many entries as fast as the server makes them. */
const fill = (log: string, count: number) => `
  insert into register_entries
  select '${log}', n, 'ent_${log}' || n, 'tried', '2026-01-01'::timestamptz + n * interval '1 second',
         'per_' || n, '{"by":"per_' || n || '","note":"' || repeat('x', 300) || '"}',
         sha256(('salt' || n)::bytea), sha256(('leaf' || n)::bytea)
  from generate_series(1, ${count}) n`;

describe.skipIf(!hasServer)(
  `the register in parts${hasServer ? '' : ` (skipped: ${noServer})`}`,
  () => {
    let town: TownServer;
    beforeAll(async () => {
      town = await startTownServer();
    });
    afterAll(() => town.end());

    test('REG-17 a register from before the parts is whole in them, and guarded as it was', async () => {
      const connectionString = await town.freshUrl();
      const client = new pg.Client({ connectionString });
      await client.connect();
      const pool = new pg.Pool({ connectionString, max: 1 });
      const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
      await townStep(db);
      await registerStep(db);
      await client.query(fill('acts', 1000));
      await client.query(fill('recordings', partEntries + 1));
      const all = 'select * from register_entries order by log, number';
      const before = (await client.query(all)).rows;
      await partsStep(db);
      expect((await client.query(all)).rows).toEqual(before);
      for (const attack of [
        "update register_entries set kind = 'other'",
        'delete from register_entries',
        'truncate register_entries',
        'truncate register_parts.acts_0',
        'delete from register_parts.acts_0',
      ]) {
        await expect(client.query(attack), attack).rejects.toThrow(/append only|keeps history/);
      }
      await client.end();
      await db.destroy();
    });

    test('REG-17 entries go on into the next part, and only the parts with something erased are written anew', async () => {
      const url = await town.freshUrl();
      const facts = await connect({ url });
      await seedExampleTown(facts, 1_795_305_600_000);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query("set session_replication_role = 'replica'");
      await client.query('delete from register_entries');
      await client.query(fill('recordings', partEntries - 1));
      await client.query('analyze');
      const entry = {
        id: 'ent_next' as never,
        log: 'recordings',
        kind: 'tried',
        at: '2026-11-22T00:00:00.000Z' as never,
        personId: null,
        record: '{}',
        salt: Uint8Array.of(1),
        leaf: new Uint8Array(32),
      } as const;
      const numbers = [];
      for (let each = 0; each < 3; each++) {
        numbers.push(await facts.transact((work) => work.register.append(entry)));
      }
      expect(numbers).toEqual([partEntries, partEntries + 1, partEntries + 2]);
      const place = async (part: number): Promise<string> => {
        const { rows } = await client.query<{ place: string }>(
          `select pg_relation_filepath('register_parts.recordings_${part}') as place`,
        );
        return rows[0]?.place ?? '';
      };
      const before = [await place(0), await place(1)];
      const over = '2026-01-01T00:16:40.000Z' as never;
      const erase = () => facts.transact((work) => work.register.erase('recordings', over, 9999));
      expect([await erase(), await erase()]).toEqual([999, 0]);
      const startMs = performance.now();
      expect(await facts.expunge()).toEqual({ parts: 1, isLogCleared: true });
      console.log(
        `part of 50 000 entries written anew: ${Math.round(performance.now() - startMs)} ms`,
      );
      expect(await place(0)).not.toBe(before[0]);
      expect(await place(1)).toBe(before[1]);
      expect(await facts.expunge()).toEqual({ parts: 0, isLogCleared: true });
      const sampled = await client.query(
        "select attname from pg_stats where schemaname = 'register_parts' and attname in ('record', 'salt', 'person_id')",
      );
      expect(sampled.rows).toEqual([]);
      await client.end();
      await facts.close();
    });
  },
);
