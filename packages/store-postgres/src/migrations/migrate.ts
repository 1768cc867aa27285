/**
 * Brings a database to the schema of this version, step by step, each step once and in a transaction.
 * A step that has been released is never changed; a new one is added.
 */

import { Failure } from '@beffroi/kernel';
import type { Kysely } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import * as town from './0001-town.ts';
import * as signIn from './0002-sign-in.ts';
import * as desk from './0003-desk.ts';
import * as recordings from './0004-recordings.ts';
import * as register from './0005-register.ts';
import * as passkeyDates from './0006-passkey-dates.ts';
import * as alarmRecorders from './0007-alarm-recorders.ts';
import * as erasure from './0008-erasure.ts';
import * as holds from './0009-holds.ts';
import * as registerParts from './0010-register-parts.ts';
import * as clearanceGrounds from './0011-clearance-grounds.ts';
import * as sealedReferences from './0014-sealed-references.ts';
import * as confirmations from './0015-confirmations.ts';
import * as identities from './0016-identities.ts';
import * as cameraGroups from './0017-camera-groups.ts';
import * as emergencies from './0018-emergencies.ts';
import * as goneForGood from './0019-gone-for-good.ts';
import * as toldEnds from './0020-told-ends.ts';
import * as believedClock from './0021-believed-clock.ts';
import * as countedAlarms from './0022-counted-alarms.ts';

const steps: Readonly<{ [name: string]: Migration }> = {
  '0001-town': town,
  '0002-sign-in': signIn,
  '0003-desk': desk,
  '0004-recordings': recordings,
  '0005-register': register,
  '0006-passkey-dates': passkeyDates,
  '0007-alarm-recorders': alarmRecorders,
  '0008-erasure': erasure,
  '0009-holds': holds,
  '0010-register-parts': registerParts,
  '0011-clearance-grounds': clearanceGrounds,
  '0014-sealed-references': sealedReferences,
  '0015-confirmations': confirmations,
  '0016-identities': identities,
  '0017-camera-groups': cameraGroups,
  '0018-emergencies': emergencies,
  '0019-gone-for-good': goneForGood,
  '0020-told-ends': toldEnds,
  '0021-believed-clock': believedClock,
  '0022-counted-alarms': countedAlarms,
};

/** Throws Failure `schema-refused` and leaves the database as it was. */
export async function migrate<DB>(db: Kysely<DB>): Promise<void> {
  assertDone(await migratorOf(db).migrateToLatest());
}

/** Brings an empty database to a step and no further; throws Failure `facts-newer`, `facts-not-empty`. */
export async function migrateTo<DB>(db: Kysely<DB>, step: string): Promise<void> {
  if (!Object.hasOwn(steps, step)) {
    throw new Failure(
      'facts-newer',
      `this version knows no step ${step} of the schema: use the version of Beffroi that wrote these facts, or a later one`,
    );
  }
  const migrator = migratorOf(db);
  const done = (await migrator.getMigrations()).filter(
    ({ executedAt }) => executedAt !== undefined,
  );
  if (done.some(({ name }) => name > step)) {
    throw new Failure(
      'facts-not-empty',
      `the database was already brought past ${step}: import these facts into a fresh one`,
    );
  }
  assertDone(await migrator.migrateTo(step));
}

function migratorOf<DB>(db: Kysely<DB>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...steps }) } });
}

function assertDone({ error, results }: MigrationResultSet): void {
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new Failure(
      'schema-refused',
      `the database can't be brought to this version's schema (step ${failed ?? 'unknown'}); it was left as it was. If a newer version has run on it, use that version`,
      { cause: error },
    );
  }
}
