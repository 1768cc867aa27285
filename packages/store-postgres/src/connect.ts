/**
 * Facts in PostgreSQL. Connecting checks that the server keeps what it acknowledges (`fsync` and
 * `synchronous_commit` on; no emulation in WebAssembly, which was measured to lose every commit at a
 * power cut), brings the schema up to date, and answers the port of the office. Units of work run one
 * at a time, so the register has no holes; nothing waits for ever for a server that is silent.
 */

import { randomUUID } from 'node:crypto';
import { Failure } from '@beffroi/kernel';
import type { Facts, FactsWork } from '@beffroi/office';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Announcements } from './announcements.ts';
import { type AnswerLimits, AnswerWatch } from './answer-watch.ts';
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
import { UnitsOfWork } from './units-of-work.ts';
import { watchedPool } from './watched-pool.ts';

const connectionsMax = 8;
const connectMsMax = 10_000;
const statementMsMax = 30_000;
/** Waiting for what somebody else holds: a part of the register written anew takes a second. */
const lockMsMax = 10_000;
const usualLimits: AnswerLimits = { suspectMs: 5000, probeMs: 3000, statementMs: 40_000 };

export interface ConnectOptions {
  /** `postgres://...`; a socket folder as `postgres://user@/name?host=/folder`. */
  readonly url: string;
  /** How long a silent server is waited for. */
  readonly limits?: AnswerLimits;
}

/** A database whose schema and durability nobody has looked at yet. */
export interface OpenDatabase {
  readonly db: Database;
  readonly config: pg.PoolConfig;
}

/** Without limits on a statement: migrations, exports and imports take the time they need. */
export function openDatabase(url: string): OpenDatabase {
  const config: pg.PoolConfig = {
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectMsMax,
    application_name: 'beffroi',
    types,
  };
  const pool = poolOf(config);
  return { db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), config };
}

function poolOf(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // An idle connection that breaks is replaced by the pool; the next query tells if none can be had.
  pool.on('error', () => {});
  // One that breaks while in use tells its query; without a listener it would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return pool;
}

/** Throws Failure `database-away`, `database-unsafe` or `schema-refused`. */
export async function connect({ url, limits = usualLimits }: ConnectOptions): Promise<Facts> {
  const { db, config } = openDatabase(url);
  const announcements = new Announcements(config, randomUUID());
  try {
    await assertDurable(db);
    // However long a step of the schema takes, it is waited for.
    await migrate(db);
    await announcements.open();
  } catch (thrown) {
    await announcements.close();
    throw databaseFailure(thrown);
  } finally {
    await db.destroy();
  }
  return createFacts(config, announcements, limits);
}

function createFacts(
  config: pg.PoolConfig,
  announcements: Announcements,
  limits: AnswerLimits,
): Facts {
  const missed = () => announcements.tellEverything();
  const watch = new AnswerWatch(config, limits, missed);
  const limited = { ...config, lock_timeout: lockMsMax, statement_timeout: statementMsMax };
  const pool = watchedPool(poolOf(limited), watch);
  const db: Database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const heights: Heights = new Map();
  const units = new UnitsOfWork({
    db,
    workOn: (transaction) => workOn(transaction, heights),
    onLate: missed,
  });
  return {
    transact: (work) => guarded(() => units.run(work)),
    read: (work) => guarded(() => work(workOn(db, heights))),
    expunge: () => guarded(() => expunge(config)),
    async announce(change) {
      const { channel, payload } = announcements.message(change);
      await guarded(() => sql`select pg_notify(${channel}, ${payload})`.execute(db));
    },
    onAnnounced: (listener) => announcements.on(listener),
    async close() {
      units.close();
      watch.close();
      await announcements.close();
      await db.destroy();
    },
  };
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
    clock: town.clock(db),
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
