/** A server of our own in a fresh folder, for one test file; null when no binaries are installed. */

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { packagedBinaries } from '../src/embedded/binaries.ts';
import { type EmbeddedPostgres, type StopLimits, startEmbeddedPostgres } from '../src/index.ts';

export const hasServer = packagedBinaries() !== null;
export const noServer = 'no embedded PostgreSQL for this platform is installed';

export interface TownServer {
  readonly server: EmbeddedPostgres;
  readonly directory: string;
  readonly lines: string[];
  /** A database of its own for a test. */
  freshUrl(): Promise<string>;
  end(): Promise<void>;
}

export async function startTownServer(stopLimits?: StopLimits): Promise<TownServer> {
  const directory = await mkdtemp(join(tmpdir(), 'beffroi-pg-'));
  await chmod(directory, 0o755);
  const lines: string[] = [];
  const server = await startEmbeddedPostgres({
    directory,
    log: (line) => lines.push(line),
    ...(stopLimits && { stopLimits }),
  });
  let count = 0;
  return {
    server,
    directory,
    lines,
    async freshUrl() {
      count += 1;
      const name = `town${count}`;
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return server.url.replace('/beffroi?', `/${name}?`);
    },
    async end() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
