/**
 * Brings a town file in (OPS-8): everything in one unit of work, with one entry in the register, or
 * nothing and every fault in words. Repeatable: what the file says as it said before is left alone,
 * whatever has been decided in the console since; what it no longer names stays.
 */

import { canonicalJson, Failure } from '@beffroi/kernel';
import { readTownFile, type TownFault, type TownFile } from '@beffroi/wire';
import type { House, Record } from '../house.ts';
import type { FactsWork } from '../ports/facts.ts';
import { bringCameras } from './bring-cameras.ts';
import { bringGroups } from './bring-groups.ts';
import { bringCommunes, bringPeople } from './bring-people.ts';
import { checkTownFile } from './check-town-file.ts';
import { ImportRun } from './import-run.ts';

/** Of what waits, so many are named. */
const namedMax = 20;

export interface TownImport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** A town file that was not brought in: every fault with its path and remedy. */
export class TownFileInvalid extends Failure<'town-file-invalid'> {
  readonly faults: readonly TownFault[];

  constructor(faults: readonly TownFault[]) {
    const lines = faults.map(({ path, what }) => `${path}: ${what}`);
    super(
      'town-file-invalid',
      `the town file was not brought in; nothing has changed:\n${lines.join('\n')}`,
    );
    this.faults = faults;
  }
}

const readOnlyCodes = ['register-read-only', 'clock-behind'];

/** A town file whose changes wait, because the register takes no entry (REG-14, RET-12): each of them is named. */
export class TownFileWaits extends Failure {
  constructor(touched: readonly string[], cause: Failure) {
    const named = touched.slice(0, namedMax).join(', ');
    const more = touched.length > namedMax ? ` and ${touched.length - namedMax} more` : '';
    super(
      cause.code,
      `the register takes no entry, so nothing of the town file was brought in; this waits for the next start after it is mended: ${named}${more}. ${cause.message}`,
      { cause },
    );
  }
}

/** Throws `TownFileInvalid`, `TownFileWaits`. */
export async function importTown(house: House, value: unknown): Promise<TownImport> {
  const read = readTownFile(value);
  if (!read.ok) {
    throw new TownFileInvalid(read.error);
  }
  const faults = checkTownFile(read.value, house.profile);
  if (faults.length > 0) {
    throw new TownFileInvalid(faults);
  }
  const change = { what: ['cameras', 'people'], rights: true } as const;
  return house.commit(change, async (facts, record) => {
    const run = await bringIn(house, facts, read.value);
    if (run.added.length + run.changed.length > 0) {
      await noteImport(run, read.value.town, record);
    }
    return {
      added: run.added.length,
      changed: run.changed.length,
      unchanged: run.unchangedCount,
    };
  });
}

async function noteImport(run: ImportRun, town: TownFile['town'], record: Record): Promise<void> {
  const { added, changed, touched, uncovered } = run;
  try {
    await record({
      kind: 'town-imported',
      by: 'machine-owner',
      about: [...added, ...changed],
      motive: 'system',
      // SEC-31: which acts want two persons is said each time, so that a change of it can be read.
      what: {
        town: town.name,
        fourEyes: town.fourEyes ?? null,
        added,
        changed,
        ...(uncovered.length === 0 ? {} : { uncovers: uncovered }),
      },
    });
  } catch (thrown) {
    throw thrown instanceof Failure && readOnlyCodes.includes(thrown.code)
      ? new TownFileWaits(touched, thrown)
      : thrown;
  }
}

async function bringIn(house: House, facts: FactsWork, file: TownFile): Promise<ImportRun> {
  const run = await ImportRun.open(house, facts);
  const before = await facts.town.one('town');
  const { name, fourEyes = null } = file.town;
  if (before?.name !== name || canonicalJson(before.fourEyes) !== canonicalJson(fourEyes)) {
    await facts.town.put({ key: 'town', name, fourEyes });
    run.touched.push('town');
    run.changed.push(...(before === null ? [] : ['town']));
  }
  const communes = await bringCommunes(run, file);
  // Cameras name people (who decided a mask), clearances name cameras and groups: these come last.
  const people = await bringPeople(run, file);
  const cameras = await bringCameras(run, file, { communes, people: people.ids });
  const groups = await bringGroups(run, file, { communes, cameras });
  await people.bringClearances({ communes, cameras, groups });
  return run;
}
