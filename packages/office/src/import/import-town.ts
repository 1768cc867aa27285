/** Placeholder type until the town file is read. */
import type { House } from '../house.ts';
export interface TownImport {
  readonly communes: number;
}
export async function importTown(_house: House, _file: unknown): Promise<TownImport> {
  return { communes: 0 };
}
