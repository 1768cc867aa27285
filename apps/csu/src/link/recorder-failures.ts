/**
 * How a question to a recorder fails, in sentences for whoever reads the log: it isn't there, or it
 * doesn't hand over what is asked. The codes are those that `SealedFiles` and the HTTP routes know.
 */

import { Failure } from '@beffroi/kernel';
import type { RecorderToCentre } from '@beffroi/wire';

type Unread = Extract<RecorderToCentre, { type: 'file-unread' }>['why'];

/** Why no piece of a recording came. */
export function unread(why: Unread): Failure {
  switch (why) {
    case 'missing':
      return new Failure(
        'recording-missing',
        'the recorder does not find the recording on its disk: it was erased or moved',
      );
    case 'refused':
      return new Failure('recording-refused', 'the recorder does not take this for a recording');
    case 'busy':
      return new Failure('recorder-busy', 'the recorder hands over as much as it can; retry later');
    case 'failed':
      return new Failure(
        'recording-unread',
        'the recorder could not read the recording from its disk; look at its log and its disk',
      );
  }
}

/** No recorder is there to ask. */
export function recorderAway(): Failure {
  return new Failure(
    'recorder-away',
    'no recorder is connected for this; check that the recorder process runs and reaches the centre',
  );
}
