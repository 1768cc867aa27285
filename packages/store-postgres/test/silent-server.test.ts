/** A server that is stopped, without a connection closed: what waits, what is kept, what is said. */

import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '@beffroi/office';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../src/index.ts';
import { hasServer, noServer, startTownServer, type TownServer } from './town-server.ts';

/** Wide enough for a slow machine: nothing below takes as long while the server runs. */
const limits = { suspectMs: 2000, probeMs: 2000, statementMs: 20_000 };

describe.skipIf(!hasServer)(
  `a silent PostgreSQL${hasServer ? '' : ` (skipped: ${noServer})`}`,
  () => {
    let town: TownServer;
    let facts: Facts;
    let url: string;
    beforeAll(async () => {
      town = await startTownServer();
    });
    afterAll(() => town.end());
    beforeEach(async () => {
      url = await town.freshUrl();
      facts = await connect({ url, limits });
    });
    afterEach(async () => {
      await signal('SIGCONT');
      await facts.close();
    });

    /** The server and every process of it, each stopped or sent on where it stands. */
    async function signal(name: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
      const server = town.server.pid();
      for (const pid of server === null ? [] : [server, ...(await childrenOf(server))]) {
        process.kill(pid, name);
      }
    }

    const append = (id: string, before: () => Promise<void> = async () => {}) =>
      facts.transact(async (work) => {
        const number = await work.register.append(entryOf(id));
        await before();
        return number;
      });
    const ids = async () =>
      (await facts.read((work) => work.register.after('acts', 0, 99))).map(lineOf);

    test('OPS-21 nobody waits for ever, nothing is half done, and it goes on by itself', async () => {
      const heard = Promise.withResolvers<void>();
      facts.onAnnounced(() => heard.resolve());
      expect(await append('ent_one')).toBe(1);
      const away = { code: 'database-away' };
      await Promise.all([
        // Stopped in the middle of a unit of work: its statement is never answered.
        expect(
          facts.transact(async (work) => {
            await work.register.append(entryOf('ent_half'));
            await signal('SIGSTOP');
            await work.register.append(entryOf('ent_never'));
          }),
        ).rejects.toMatchObject(away),
        expect(append('ent_behind')).rejects.toMatchObject(away),
      ]);
      await expect(ids()).rejects.toMatchObject(away);
      await expect(append('ent_refused')).rejects.toMatchObject(away);
      await signal('SIGCONT');
      await heard.promise;
      expect(await append('ent_two')).toBe(2);
      expect(await ids()).toEqual(['1 ent_one', '2 ent_two']);
    });

    test('OPS-22 a COMMIT that is never answered is told as unknown, and looked up once it can be', async () => {
      const heard = Promise.withResolvers<void>();
      facts.onAnnounced(() => heard.resolve());
      await expect(append('ent_one', () => signal('SIGSTOP'))).rejects.toMatchObject({
        code: 'outcome-unknown',
      });
      await signal('SIGCONT');
      await heard.promise;
      // Whether the stopped server had read the COMMIT is its own affair: the line stands or doesn't.
      const next = await append('ent_two');
      const lines = await ids();
      expect(lines.at(-1)).toBe(`${next} ent_two`);
      expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(lines.map((_, at) => at + 1));
    });

    test('OPS-22 a COMMIT that was cut is looked up before anything is said: undone it failed', async () => {
      const other = new pg.Client({ connectionString: url });
      await other.connect();
      await other.query(`create function slow() returns trigger language plpgsql as
        $$ begin perform pg_sleep(60); return null; end $$`);
      await other.query(`create constraint trigger slow after insert on communes
        deferrable initially deferred for each row execute function slow()`);
      const cut = expect(
        facts.transact(async (work) => {
          await work.communes.put({ id: 'com_a' as never, name: 'A', insee: '00001' } as never);
          return await work.register.append(entryOf('ent_cut'));
        }),
      ).rejects.toMatchObject({ code: 'database-away' });
      const committing = "query = 'commit' and state = 'active'";
      const terminate = `select pg_terminate_backend(pid) from pg_stat_activity where ${committing}`;
      for (let tries = 0; tries < 500 && (await other.query(terminate)).rowCount === 0; tries++) {
        await sleep(20);
      }
      await cut;
      expect(await ids()).toEqual([]);
      await other.end();
    });

    test('OPS-22 a COMMIT that was cut is looked up before anything is said: done it is done', async () => {
      const wire = await cutAtCommit(url);
      const remote = await connect({ url: wire.url, limits });
      const entry = entryOf('ent_kept');
      wire.arm();
      expect(await remote.transact((work) => work.register.append(entry))).toBe(1);
      expect(wire.cuts()).toBe(1);
      expect(await ids()).toEqual(['1 ent_kept']);
      await remote.close();
      wire.close();
    });

    test('OPS-21 a unit of work behind a lock of somebody else ends as busy, and nothing of it is kept', async () => {
      const other = new pg.Client({ connectionString: url });
      await other.connect();
      await other.query('begin');
      await other.query('lock table register_entries in access exclusive mode');
      await expect(append('ent_locked')).rejects.toMatchObject({ code: 'database-busy' });
      await other.query('rollback');
      await other.end();
      expect(await append('ent_one')).toBe(1);
    }, 60_000);
  },
);

const entryOf = (id: string) => ({
  id: id as never,
  log: 'acts' as const,
  kind: 'tried',
  at: '2026-11-22T00:00:00.000Z' as never,
  personId: null,
  record: '{}',
  salt: Uint8Array.of(1),
  leaf: new Uint8Array(32),
});

const lineOf = ({ number, id }: { readonly number: number; readonly id: string }) =>
  `${number} ${id}`;

async function childrenOf(parent: number): Promise<readonly number[]> {
  const children: number[] = [];
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name)
      ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
      : '';
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent) {
      children.push(Number(name));
    }
  }
  return children;
}

/** A wire to the server that breaks once, after a COMMIT has been done and before its answer arrives. */
async function cutAtCommit(url: string) {
  const { pathname, searchParams } = new URL(url.replace('@/', '@x/'));
  const host = searchParams.get('host') ?? '';
  let cuts = 0;
  let isArmed = false;
  const server = createServer((near) => {
    let isCommitting = false;
    const far = createConnection(join(host, '.s.PGSQL.5432'));
    near.on('data', (data) => {
      isCommitting = isArmed && data.includes('commit');
      far.write(data);
    });
    far.on('data', (data) => {
      if (isCommitting) {
        cuts += 1;
        isArmed = false;
        near.destroy();
        far.destroy();
      } else {
        near.write(data);
      }
    });
    for (const [each, peer] of [[near, far] as const, [far, near] as const]) {
      each.on('error', () => {});
      each.on('close', () => peer.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://beffroi@127.0.0.1:${port}${pathname}`,
    arm: () => {
      isArmed = true;
    },
    cuts: () => cuts,
    close: () => server.close(),
  };
}
