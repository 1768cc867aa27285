/**
 * Where recordings lie: the centre's own folder, and that of each recorder on another machine, which
 * lists it over its link (RET-8). A recorder that can't be asked, or stops answering half way, is named;
 * its disk is never passed over in silence.
 */

import { Failure } from '@beffroi/kernel';
import type { House } from '../house.ts';
import type { UnlistedRecorder } from '../ports/erasure.ts';
import type { RecordingFolder } from '../ports/recordings.ts';

export interface RecordingPlace {
  /** Null for the centre's own machine. */
  readonly recorder: { readonly id: string; readonly name: string } | null;
  readonly folder: RecordingFolder;
}

/** What a link says when the other end doesn't answer. */
const silent: ReadonlySet<string> = new Set(['recorder-away', 'recorder-timeout', 'recorder-busy']);

/** Does something at each place; answers the recorders that it could not be done with. */
export async function atEachPlace(
  house: House,
  act: (place: RecordingPlace) => Promise<void>,
): Promise<readonly UnlistedRecorder[]> {
  const { facts, folder, recorderFolders } = house.parts;
  const unlisted: UnlistedRecorder[] = [];
  await act({ recorder: null, folder });
  const recorders = recorderFolders ? await facts.read((work) => work.recorders.all()) : [];
  for (const { id, name } of recorders) {
    const there = (await recorderFolders?.folderOf(id)) ?? null;
    const why = there === null ? 'it is not connected' : await tried(id, name, there, act);
    if (why !== null) {
      unlisted.push({ recorderId: id, name, why });
    }
  }
  return unlisted;
}

/** Null when it was done, or had been with the centre's own folder. */
async function tried(
  id: string,
  name: string,
  folder: RecordingFolder | 'here',
  act: (place: RecordingPlace) => Promise<void>,
): Promise<string | null> {
  if (folder === 'here') {
    return null;
  }
  try {
    await act({ recorder: { id, name }, folder });
    return null;
  } catch (thrown) {
    if (thrown instanceof Failure && silent.has(thrown.code)) {
      return thrown.message;
    }
    throw thrown;
  }
}
