/**
 * Facts in PostgreSQL. Connecting checks that the server keeps what it acknowledges (`fsync` and
 * `synchronous_commit` on; no emulation in WebAssembly, which was measured to lose every commit at a
 * power cut), brings the schema up to date, and answers the port of the office. Units of work take
 * one lock, so they run one at a time and the register has no holes.
 */

import { randomUUID } from 'node:crypto';
import { Failure } from '@beffroi/kernel';
import type { Facts, FactsWork } from '@beffroi/office';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Announcements } from './announcements.ts';
import { databaseFailure } from './database-failure.ts';
import { expunge } from './expunge.ts';
import { migrate } from './migrations/migrate.ts';
import type { Database, Tables } from './shelf.ts';
import { confirmations } from './shelves/confirmation-shelf.ts';
import * as desk from './shelves/desk-shelves.ts';
import { emergencies } from './shelves/emergency-shelf.ts';
import { erasures, keyErasures } from './shelves/erasure-shelves.ts';
import { heldKeys, holds } from './shelves/hold-shelves.ts';
import * as recording from './shelves/recording-shelves.ts';
import { type Heights, register } from './shelves/register.ts';
import * as signIn from './shelves/sign-in-shelves.ts';
import * as town from './shelves/town-shelves.ts';

const connectionsMax = 8;
const connectMsMax = 10_000;
const statementMsMax = 30_000;
/** Any number, the same in every process: the one lock of units of work. */
const workLock = 7_303_113;

export interface ConnectOptions {
  /** `postgres://...`; a socket folder as `postgres://user@/name?host=/folder`. */
  readonly url: string;
}

/** A database whose schema and durability nobody has looked at yet. */
export interface OpenDatabase {
  readonly db: Database;
  readonly pool: pg.Pool;
  readonly config: pg.PoolConfig;
}

export function openDatabase(url: string): OpenDatabase {
  const config: pg.PoolConfig = {
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectMsMax,
    statement_timeout: statementMsMax,
    application_name: 'beffroi',
    types,
  };
  const pool = new pg.Pool(config);
  // An idle connection that breaks is replaced by the pool; the next query tells if none can be had.
  pool.on('error', () => {});
  // One that breaks while in use tells its query; without a listener it would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return { db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), pool, config };
}

/** Throws Failure `database-away`, `database-unsafe` or `schema-refused`. */
export async function connect({ url }: ConnectOptions): Promise<Facts> {
  const { db, pool, config } = openDatabase(url);
  const announcements = new Announcements(config, randomUUID());
  try {
    await assertDurable(db);
    await migrate(db);
    await announcements.open();
  } catch (thrown) {
    await announcements.close();
    await db.destroy();
    throw databaseFailure(thrown);
  }
  return createFacts(db, pool, announcements);
}

function createFacts(db: Database, pool: pg.Pool, announcements: Announcements): Facts {
  const heights: Heights = new Map();
  return {
    transact: (work) =>
      guarded(() =>
        db.transaction().execute(async (transaction) => {
          await takeWorkLock(transaction);
          return work(workOn(transaction, heights));
        }),
      ),
    read: (work) => guarded(() => work(workOn(db, heights))),
    expunge: () => guarded(() => expunge(pool)),
    async announce(change) {
      const { text, values } = announcements.message(change);
      await guarded(() => pool.query(text, [...values]));
    },
    onAnnounced: (listener) => announcements.on(listener),
    async close() {
      await announcements.close();
      await db.destroy();
    },
  };
}

/** Units of work run one at a time: held to the end of the transaction. */
export async function takeWorkLock(transaction: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(${workLock})`.execute(transaction);
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw databaseFailure(thrown);
  }
}

export function workOn(db: Database, heights: Heights = new Map()): FactsWork {
  return {
    town: town.town(db),
    imports: town.imports(db),
    communes: town.communes(db),
    cameras: town.cameras(db),
    masks: town.masks(db),
    people: town.people(db),
    clearances: town.clearances(db),
    cameraGroups: town.cameraGroups(db),
    emergencies: emergencies(db),
    sessions: signIn.sessions(db),
    passkeys: signIn.passkeys(db),
    identities: signIn.identities(db),
    passwords: signIn.passwords(db),
    enrolments: signIn.enrolments(db),
    confirmations: confirmations(db),
    failures: signIn.failures(db),
    viewings: desk.viewings(db),
    bookmarks: desk.bookmarks(db),
    layouts: desk.layouts(db),
    alarms: desk.alarms(db),
    recorders: recording.recorders(db),
    recordings: recording.recordings(db),
    erasures: erasures(db),
    keyErasures: keyErasures(db),
    holds: holds(db),
    heldKeys: heldKeys(db),
    gaps: recording.gaps(db),
    register: register(db, heights),
  };
}

/** What is acknowledged is on the disk (DESIGN 6), or we don't start. */
async function assertDurable(db: Database): Promise<void> {
  const { rows } = await sql<{ version: string; fsync: string; synchronous_commit: string }>`
    select version(), current_setting('fsync') as fsync,
           current_setting('synchronous_commit') as synchronous_commit`.execute(db);
  const server = rows[0];
  if (server === undefined || /emcc|emscripten|wasm|pglite/i.test(server.version)) {
    throw unsafe('this is not a real PostgreSQL server: it never syncs, so a power cut loses all');
  }
  if (server.fsync !== 'on') {
    throw unsafe('fsync is off: set fsync = on in postgresql.conf and restart the server');
  }
  if (!['on', 'remote_apply'].includes(server.synchronous_commit)) {
    throw unsafe(
      `synchronous_commit is ${server.synchronous_commit}: set it to on in postgresql.conf`,
    );
  }
}

function unsafe(what: string): Failure {
  return new Failure('database-unsafe', what);
}

/** Instants and days as texts, whole numbers as numbers: facts are plain data. */
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString()],
  [pg.types.builtins.DATE, (text) => text],
  [pg.types.builtins.INT8, (text) => Number(text)],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number) =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid)) as typeof pg.types.getTypeParser,
};
