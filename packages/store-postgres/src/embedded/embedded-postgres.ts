/**
 * A PostgreSQL of our own for towns that have none: real binaries, on a unix socket only, under an
 * unprivileged user, watched and started again when it dies. It syncs what it acknowledges. Our own
 * process groups: a Ctrl-C in the terminal reaches us first, and we stop it in order.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, messageOf } from '@beffroi/kernel';
import pg from 'pg';
import { binariesFor } from './binaries.ts';
import { type Cluster, clusterOf, ensureCluster, owner } from './cluster.ts';
import { stopFormerServer } from './former-server.ts';

export interface EmbeddedPostgresOptions {
  /** Absolute; holds the data and outlives every restart. */
  readonly directory: string;
  /** One line for the operational log. */
  log(line: string): void;
  /** How long a stop waits before it asks more sharply; tests ask for less. */
  readonly stopLimits?: StopLimits;
}

/** Milliseconds from each way of asking to the next: fast, at once, killed. */
export interface StopLimits {
  readonly fastMs: number;
  readonly immediateMs: number;
}

export interface EmbeddedPostgres {
  /** For `connect`; stays the same over restarts. */
  readonly url: string;
  /** Process of the server now, for tests and health; null between two of them. */
  pid(): number | null;
  stop(): Promise<void>;
}

const database = 'beffroi';
const startMsMax = 60_000;
const lookMs = 50;
const usualStop: StopLimits = { fastMs: 20_000, immediateMs: 5000 };
const restartMsMin = 200;
const restartMsMax = 5000;

/** Starts the server and waits until it answers; throws Failure `server-refused` after 60 s. */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { directory, log } = options;
  const cluster = await clusterOf(directory, log);
  const binaries = await binariesFor(cluster.user, cluster.home, log);
  await ensureCluster(cluster, binaries, log);
  await stopFormerServer(cluster.data, log);
  const watch = new ServerWatch(cluster, binaries, options);
  watch.start();
  try {
    await watch.answers();
    await ensureDatabase(cluster);
  } catch (thrown) {
    await watch.stop();
    throw thrown;
  }
  return {
    url: `postgres://${owner}@/${database}?host=${encodeURIComponent(cluster.sockets)}`,
    pid: () => watch.pid(),
    stop: () => watch.stop(),
  };
}

class ServerWatch {
  readonly #cluster: Cluster;
  readonly #binaries: string;
  readonly #log: (line: string) => void;
  readonly #stopLimits: StopLimits;
  readonly #stopping = new AbortController();
  #child: ChildProcess | null = null;
  #restarts: Promise<void> = Promise.resolve();
  #restartMs = restartMsMin;
  #lastWords: string[] = [];

  constructor(cluster: Cluster, binaries: string, options: EmbeddedPostgresOptions) {
    this.#cluster = cluster;
    this.#binaries = binaries;
    this.#log = (line) => options.log(line);
    this.#stopLimits = options.stopLimits ?? usualStop;
  }

  start(): void {
    const { data, sockets, user } = this.#cluster;
    const child = spawn(
      join(this.#binaries, 'bin', 'postgres'),
      ['-D', data, ...settings({ unix_socket_directories: sockets })],
      { ...user, cwd: '/', env: {}, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    child.once('error', (error) => this.#hear(`FATAL: ${error.message}`));
    child.once('exit', (code, signal) => {
      this.#child = null;
      if (!this.#stopping.signal.aborted) {
        this.#log(`the database server ended (${signal ?? code}); starting it again`);
        this.#restarts = this.#restartLater();
      }
    });
  }

  pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Waits until the server answers a query. */
  async answers(): Promise<void> {
    for (let waitedMs = 0; waitedMs < startMsMax; waitedMs += lookMs) {
      if (await answersOnce(this.#cluster)) {
        this.#restartMs = restartMsMin;
        return;
      }
      await sleep(lookMs);
    }
    throw new Failure(
      'server-refused',
      `the database server did not start within ${startMsMax / 1000} s: ${this.#lastWords.join(' ')}`,
    );
  }

  /**
   * Fast shutdown: open units of work are rolled back, what was acknowledged stays. A server that doesn't
   * end, a frozen one, is killed in the end: it recovers from its log at the next start.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#restarts;
    const child = this.#child;
    if (child === null || child.exitCode !== null) {
      return;
    }
    const { fastMs, immediateMs } = this.#stopLimits;
    const hurry = new AbortController();
    const ended = once(child, 'exit').then(() => hurry.abort());
    const isOver = (ms: number) =>
      sleep(ms, false, { signal: hurry.signal }).catch(() => hurry.signal.aborted);
    child.kill('SIGINT');
    if (!(await isOver(fastMs))) {
      child.kill('SIGQUIT');
      if (!(await isOver(immediateMs))) {
        this.#log(`the database server (process ${child.pid}) does not end; it is killed`);
        child.kill('SIGKILL');
      }
    }
    await ended;
  }

  /**
   * After a SIGKILL the first start may fail until the old backends have left: it is tried again,
   * each time later, for as long as we run.
   */
  async #restartLater(): Promise<void> {
    const waitMs = this.#restartMs;
    this.#restartMs = Math.min(waitMs * 2, restartMsMax);
    const isOver = await sleep(waitMs, false, { signal: this.#stopping.signal }).catch(() => true);
    if (isOver) {
      return;
    }
    this.start();
    this.answers().catch((thrown: unknown) => this.#log(messageOf(thrown)));
  }

  #hear(text: string): void {
    for (const line of text.split('\n')) {
      if (/FATAL|PANIC|ERROR|WARNING/.test(line)) {
        this.#lastWords = [...this.#lastWords.slice(-4), line.trim()];
        if (/FATAL|PANIC/.test(line)) {
          this.#log(`database: ${line.trim()}`);
        }
      }
    }
  }
}

/** Server settings: no network, everything synced, modest memory for one machine. */
function settings(also: Readonly<{ [name: string]: string }>): string[] {
  const all = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // REG-17: an old piece of the write-ahead log is removed, not kept for use under another name.
    wal_recycle: 'off',
    max_connections: '50',
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...also,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function answersOnce({ sockets }: Cluster): Promise<boolean> {
  const client = clientOf(sockets, 'postgres');
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (thrown) {
    if (thrown instanceof Error) {
      return false;
    }
    throw thrown;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function clientOf(sockets: string, name: string): pg.Client {
  const client = new pg.Client({ host: sockets, user: owner, database: name });
  // A server that stops while we ask is told by the query itself.
  client.on('error', () => {});
  return client;
}

async function ensureDatabase({ sockets }: Cluster): Promise<void> {
  const client = clientOf(sockets, 'postgres');
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`create database ${database}`);
    }
  } finally {
    await client.end();
  }
}
