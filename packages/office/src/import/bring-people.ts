/**
 * Communes, people and clearances of a town file. A person is found by login, a clearance by its
 * person, authority and first day. A suspension decided in the console outlives every import, and
 * so does somebody's leaving.
 */

import type { Id } from '@beffroi/kernel';
import type { ClearanceGround } from '@beffroi/town';
import type { TownFile, TownFileClearance, TownFileGround } from '@beffroi/wire';
import type { ImportRun } from './import-run.ts';

/** From stable key to id. */
export type Ids<Kind extends 'commune' | 'camera' | 'cameraGroup' | 'person'> = ReadonlyMap<
  string,
  Id<Kind>
>;

export async function bringCommunes(run: ImportRun, file: TownFile): Promise<Ids<'commune'>> {
  const there = new Map((await run.facts.communes.all()).map((each) => [each.insee, each.id]));
  const ids = new Map<string, Id<'commune'>>();
  for (const commune of file.communes) {
    const known = there.get(commune.insee);
    const id = known ?? run.house.newId('commune');
    ids.set(commune.insee, id);
    const lines = { key: `commune ${commune.insee}`, body: commune, password: null };
    await run.bring(lines, id, known !== undefined, () =>
      run.facts.communes.put({ id, ...commune }),
    );
  }
  return ids;
}

/** What clearances name. */
interface Named {
  readonly communes: Ids<'commune'>;
  readonly cameras: Ids<'camera'>;
  readonly groups: Ids<'cameraGroup'>;
}

export interface BroughtPeople {
  readonly ids: Ids<'person'>;
  bringClearances(ids: Named): Promise<void>;
}

export async function bringPeople(run: ImportRun, file: TownFile): Promise<BroughtPeople> {
  const there = new Map((await run.facts.people.all()).map((each) => [each.person.login, each]));
  const ids = new Map<string, Id<'person'>>();
  for (const { login, name, post, locale = 'fr' } of file.people ?? []) {
    const known = there.get(login);
    const id = known?.person.id ?? run.house.newId('person');
    ids.set(login, id);
    const fresh = { id, login, theme: 'dark', leftAt: null } as const;
    const person = { ...fresh, ...known?.person, displayName: name, post, locale };
    const lines = { key: `person ${login}`, body: { login, name, post, locale }, password: null };
    await run.bring(lines, id, known !== undefined, () =>
      run.facts.people.put({ person, selfTest: known?.selfTest ?? null }),
    );
  }
  return {
    ids,
    async bringClearances(others) {
      for (const { login, clearances = [] } of file.people ?? []) {
        for (const clearance of clearances) {
          await bringClearance(run, login, clearance, { ...others, people: ids });
        }
      }
    },
  };
}

async function bringClearance(
  run: ImportRun,
  login: string,
  clearance: TownFileClearance,
  ids: Named & { readonly people: Ids<'person'> },
): Promise<void> {
  const key = `clearance ${login} ${clearance.from} ${clearance.authority}`;
  const knownId = run.idOf(key);
  const known = knownId === null ? null : await run.facts.clearances.one(knownId);
  const id = known?.id ?? run.house.newId('clearance');
  await run.bring({ key, body: { ...clearance }, password: null }, id, known !== null, () =>
    run.facts.clearances.put({
      id,
      personId: ids.people.get(login) as Id<'person'>,
      authority: clearance.authority,
      ground: groundOf(clearance.ground),
      communeIds: clearance.communes.flatMap((insee) => ids.communes.get(insee) ?? []),
      cameraIds: clearance.cameras?.flatMap((each) => ids.cameras.get(each) ?? []) ?? null,
      groupIds: clearance.groups?.flatMap((each) => ids.groups.get(each) ?? []) ?? [],
      rights: clearance.rights,
      from: clearance.from,
      until: clearance.until,
      suspended: known?.suspended ?? null,
    }),
  );
}

/** A ground as the law reads it: what the file leaves out is null. */
export function groundOf(said: TownFileGround | undefined): ClearanceGround | null {
  return said === undefined
    ? null
    : {
        kind: said.kind,
        prefectApproval: said.prefectApproval ?? null,
        prosecutorApproval: said.prosecutorApproval ?? null,
        oath: said.oath ?? null,
      };
}
