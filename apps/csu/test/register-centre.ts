/** A real centre on the real PostgreSQL, its register exported and checked by `apps/verify`. */

import { spawn } from 'node:child_process';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@beffroi/store-postgres';
import pg from 'pg';
import { type Centre, startCentre } from '../src/centre.ts';
import { readEnvironment } from '../src/environment.ts';
import { askOwner } from './owner-call.ts';
import { newFolder } from './register-world.ts';

const verifyProgram = join(import.meta.dirname, '../../verify/src/main.ts');

export interface Checked {
  readonly status: number;
  readonly lines: string;
}

export interface Exported {
  readonly folder: string;
  readonly keys: { readonly acts: string; readonly recordings: string };
}

export interface RegisterCentre {
  readonly folder: string;
  readonly state: string;
  start(more?: Readonly<Record<string, string>>): Promise<Centre>;
  /** Exports both logs into a folder of this name. */
  exportTo(name: string): Promise<Exported>;
  exportAndVerify(name: string): Promise<Checked>;
  /** As somebody who owns the database: past every trigger. */
  asDatabaseOwner(...statements: readonly string[]): Promise<void>;
  end(): Promise<void>;
}

export async function openRegisterCentre(): Promise<RegisterCentre> {
  const folder = await newFolder();
  await chmod(folder, 0o755);
  const state = join(folder, 'state');
  await mkdir(state, { mode: 0o711 });
  const server = await startEmbeddedPostgres({
    directory: join(folder, 'postgres'),
    log: () => {},
  });
  const exportTo = async (name: string): Promise<Exported> => {
    const target = join(folder, name);
    const socket = join(state, 'owner.sock');
    const wish = { folder: target };
    const { keys } = await askOwner<Omit<Exported, 'folder'>>(socket, '/register/export', wish);
    return { folder: target, keys };
  };
  return {
    folder,
    state,
    start: (more = {}) =>
      startCentre(
        readEnvironment({
          BEFFROI_STATE: state,
          BEFFROI_CONSOLE: join(folder, 'no-console'),
          BEFFROI_PORT: '0',
          BEFFROI_LOG: 'error',
          BEFFROI_TOWN_NAME: 'Vermeil',
          DATABASE_URL: server.url,
          ...more,
        }),
      ),
    exportTo,
    async exportAndVerify(name) {
      const exported = await exportTo(name);
      return await verified(join(exported.folder, 'acts'), '--key', exported.keys.acts);
    },
    async asDatabaseOwner(...statements) {
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query("set session_replication_role = 'replica'");
      for (const statement of statements) {
        await client.query(statement);
      }
      await client.end();
    },
    async end() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the checker says of a receipt or a folder, as a clerk would call it. */
export function verified(path: string, ...options: readonly string[]): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const args = [verifyProgram, path, ...options, '--lang', 'en'];
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
