/**
 * Which file to open for an instant. `containing` is the file that runs over the instant; `next` and
 * `previous` are its neighbours in time, never the same file: a reader asks them when the file at
 * hand has no further group of pictures. One index lookup each.
 */

import type { RecordingShelf, StoredRecording } from '../ports/facts.ts';
import type { GopChoice } from '../ports/recordings.ts';

/** Playback is of the main stream, which is the one recorded. */
const stream = 'main';

export async function fileNear(
  recordings: RecordingShelf,
  cameraId: string,
  atMs: number,
  choice: GopChoice,
): Promise<StoredRecording | null> {
  const here = await recordings.near(cameraId, stream, atMs, 'at-or-before');
  const isOver = here !== null && endMsOf(here) > atMs;
  switch (choice) {
    case 'containing':
      return isOver ? here : null;
    case 'next':
      return await recordings.near(cameraId, stream, atMs, 'after');
    case 'previous': {
      const before = isOver
        ? await recordings.near(cameraId, stream, here.recording.startMs - 1, 'at-or-before')
        : here;
      return before;
    }
  }
}

/** The end of a file; one that is still being written has none yet. */
function endMsOf(stored: StoredRecording): number {
  return stored.closed?.endMs ?? Number.POSITIVE_INFINITY;
}
