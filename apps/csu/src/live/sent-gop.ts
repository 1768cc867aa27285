/**
 * A GOP in the form in which it leaves for a viewer: as it was recorded, or as a copy made for a
 * screen that can't decode the recording. The copy bears the times of the recorded pictures and says
 * what it is (LIV-30); it is sent and never kept.
 */

import type { RecodedGop } from '@beffroi/mask-engine';
import type { StoredGop } from '@beffroi/office';
import { lengthPrefixedToAnnexB } from '@beffroi/picture';
import type { ServerMessage } from '@beffroi/wire';

type GopHead = NonNullable<Extract<ServerMessage, { readonly type: 'gop' }>['gop']>;

export interface SentGop {
  readonly head: Omit<GopHead, 'pictures' | 'timesMs'>;
  readonly pictures: readonly SentPicture[];
}

interface SentPicture {
  readonly key: boolean;
  readonly atMs: number;
  readonly cameraMs: number | null;
  /** Made when it is sent: a whole GOP is not held twice. */
  readonly annexB: () => Uint8Array;
}

export function asRecorded({ startMs, endMs, format, pictures }: StoredGop): SentGop {
  const { codecString: codec, width, height } = format;
  return {
    head: { startMs, endMs, codec, width, height },
    pictures: pictures.map(({ key, atMs, cameraMs, data }) => ({
      key,
      atMs,
      cameraMs,
      annexB: () => lengthPrefixedToAnnexB(data),
    })),
  };
}

export function recodedForDisplay(
  { startMs, endMs, pictures }: StoredGop,
  copy: RecodedGop,
): SentGop {
  const { codecString: codec, width, height } = copy;
  return {
    head: { startMs, endMs, codec, width, height, recoded: true },
    pictures: copy.pictures.flatMap(({ place, key, annexB }): SentPicture[] => {
      const recorded = pictures[place];
      return recorded === undefined
        ? []
        : [{ key, atMs: recorded.atMs, cameraMs: recorded.cameraMs, annexB: () => annexB }];
    }),
  };
}
