/**
 * Facts in their open form become those of a stopped centre: of this machine after its database was
 * made anew, or of another one. The register goes on where its folder says so, and is compared at the
 * next start like any other (REG-14). Secrets that stayed behind are made anew.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chance, Clock } from '@beffroi/office';
import { connect, type FactsManifest, importFacts } from '@beffroi/store-postgres';
import { openSecretBox } from '../security/secret-box.ts';
import { noteOwnersAct } from './owners-act.ts';
import { type RenewedSecrets, renewSecrets } from './renewed-secrets.ts';

export interface ImportIntoWish {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly stateDirectory: string;
  readonly clock: Clock;
  readonly chance: Chance;
}

export interface ImportedFacts {
  readonly manifest: FactsManifest;
  /** Null when the sealed secrets came along, for the machine that sealed them. */
  readonly renewed: RenewedSecrets | null;
}

/** Throws what `importFacts` throws. */
export async function importIntoState(wish: ImportIntoWish): Promise<ImportedFacts> {
  const { folder, databaseUrl, stateDirectory, clock, chance } = wish;
  const manifest = await importFacts({ url: databaseUrl, folder });
  const facts = await connect({ url: databaseUrl });
  try {
    const secretBox = await openSecretBox(stateDirectory);
    const recorders = await facts.read((work) => work.recorders.all());
    const known = await localRecorderIdOf(stateDirectory);
    const [only, ...more] = recorders;
    const localRecorderId = known ?? (more.length === 0 ? (only?.id ?? null) : null);
    const renewed = manifest.sealed
      ? null
      : await renewSecrets({ facts, chance, secretBox, stateDirectory, localRecorderId });
    const { madeAt, schema, sealed } = manifest;
    await noteOwnersAct({ facts, clock, chance }, 'facts-imported', { madeAt, schema, sealed });
    return { manifest, renewed };
  } finally {
    await facts.close();
  }
}

/** Whose identity lies in the state folder; null when none does. */
export async function localRecorderIdOf(stateDirectory: string): Promise<string | null> {
  try {
    const text = await readFile(join(stateDirectory, 'recorder.json'), 'utf8');
    const { recorderId } = JSON.parse(text) as { readonly recorderId?: string };
    return recorderId ?? null;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw thrown;
  }
}
