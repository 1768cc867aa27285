/**
 * Groups of cameras of a town file (OPS-15), after the cameras and before the clearances that name
 * them. A group is found by the key it had when it was last brought in; one of the same name that was
 * made in the console is taken over, so that a commune never has two of one name.
 */

import type { Id } from '@beffroi/kernel';
import type { TownFile } from '@beffroi/wire';
import type { Ids } from './bring-people.ts';
import type { ImportRun } from './import-run.ts';

export async function bringGroups(
  run: ImportRun,
  file: TownFile,
  of: { readonly communes: Ids<'commune'>; readonly cameras: Ids<'camera'> },
): Promise<Ids<'cameraGroup'>> {
  const there = await run.facts.cameraGroups.all();
  const ids = new Map<string, Id<'cameraGroup'>>();
  for (const { key, commune, name, cameras } of file.groups ?? []) {
    const communeId = of.communes.get(commune) as Id<'commune'>;
    const knownId = run.idOf(`group ${key}`);
    const known =
      there.find(({ id }) => id === knownId) ??
      there.find((group) => group.communeId === communeId && group.name === name);
    const id = known?.id ?? run.house.newId('cameraGroup');
    ids.set(key, id);
    const lines = {
      key: `group ${key}`,
      body: { key, commune, name, cameras },
      password: null,
    };
    const cameraIds = cameras.flatMap((each) => of.cameras.get(each) ?? []);
    await run.bring(lines, id, known !== undefined, () =>
      run.facts.cameraGroups.put({ id, communeId, name, cameraIds }),
    );
  }
  return ids;
}
