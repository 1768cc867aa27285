/**
 * The database of a house that doesn't run: for the verbs that bring facts in or out without a centre.
 * The state is locked meanwhile, as a running house locks it, so that none starts in between.
 */

import { existsSync } from 'node:fs';
import { Failure } from '@beffroi/kernel';
import { startEmbeddedPostgres } from '@beffroi/store-postgres';
import { makeStateDirectory, type StateDirectory } from './state-directory.ts';
import { lockState } from './state-lock.ts';

/** A restore that failed leaves a state that is neither the old centre nor the new one. */
export function assertWhole(state: StateDirectory): void {
  if (existsSync(state.restoring)) {
    throw new Failure(
      'state-half-restored',
      `a restore into ${state.root} did not end: empty the folder (and the database of DATABASE_URL), and restore again`,
    );
  }
}

/** `begin` is done under the lock, before there is a database. Throws Failure `state-in-use`, and what the database's start throws. */
export async function withStoppedHouse<T>(
  state: StateDirectory,
  work: (databaseUrl: string) => Promise<T>,
  begin: () => Promise<void> = async () => {},
): Promise<T> {
  await makeStateDirectory(state);
  await using parts = new AsyncDisposableStack();
  const lock = await lockState(state.houseLock);
  parts.defer(() => lock.release());
  assertWhole(state);
  await begin();
  const given = process.env['DATABASE_URL'] ?? '';
  if (given !== '') {
    return await work(given);
  }
  const server = await startEmbeddedPostgres({
    directory: state.postgres,
    log: (line) => process.stderr.write(`beffroi: ${line}\n`),
  });
  parts.defer(() => server.stop());
  return await work(server.url);
}
