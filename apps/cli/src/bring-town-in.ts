/**
 * Hands a town to the running centre, which brings all of it in or nothing. Faults that the centre
 * finds are told with the line of the file they stand on.
 */

import type { Json } from '@beffroi/kernel';
import { askCentre, CentreRefusal } from './owner-client.ts';
import { faultsOfTown, type TownFault, type TownYaml } from './town-yaml.ts';

export interface ImportReport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** Throws Failure `town-file-invalid` for a file with faults, `centre-away`, `centre-refused`. */
export async function bringTownIn(ownerSocket: string, yaml: TownYaml): Promise<ImportReport> {
  try {
    return await bringIn(ownerSocket, yaml.town, yaml.file);
  } catch (thrown) {
    const faults = thrown instanceof CentreRefusal ? faultsIn(thrown.answer) : [];
    throw faults.length > 0 ? faultsOfTown(yaml, faults) : thrown;
  }
}

/** The same for a town that is no file: the demonstration. */
export function bringIn(ownerSocket: string, town: Json, file: string): Promise<ImportReport> {
  return askCentre<ImportReport>(ownerSocket, '/import', { town, file });
}

function faultsIn(answer: unknown): readonly TownFault[] {
  const faults =
    typeof answer === 'object' && answer !== null && 'faults' in answer ? answer.faults : [];
  return Array.isArray(faults) ? (faults as TownFault[]) : [];
}
