/**
 * What a tile shows and why: the words between the worker that decodes and the page that writes
 * them beside the picture. A tile without a picture always has a state that says why. Plain data.
 */

import type { Words } from '@beffroi/town';
import type { TileState } from '@beffroi/wire';

/**
 * The server's states, and those that only the page can know: `offline` (the centre does not
 * answer), `cut` (the right ended), `undecodable` (this browser can't decode the stream),
 * `too-many` (no channel is left on the socket).
 */
export type TileCondition = TileState | 'offline' | 'cut' | 'undecodable' | 'too-many';

export interface TileStatus {
  readonly state: TileCondition;
  /** Ms since the epoch, local clock. */
  readonly sinceMs: number;
  readonly words: Words | null;
  /** The rule that ended it, when a rule did. */
  readonly rule: string | null;
  /** From capture to now, ms; null without a picture. Grows while no picture comes. */
  readonly ageMs: number | null;
  /** When the picture on the tile was taken, ms since the epoch on the centre's clock. */
  readonly pictureAtMs: number | null;
  /** Pictures shown a second, over the last two seconds. */
  readonly fps: number;
  readonly recording: boolean;
  readonly mask: 'server' | 'camera' | 'none-needed' | null;
  readonly watchers: readonly string[];
  /** Of these, who watches on an emergency access. */
  readonly emergencyWatchers: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly codec: string | null;
  /** Pictures not shown since the tile was opened: by the server and here. */
  readonly droppedPictures: number;
}

export function connectingStatus(nowMs: number): TileStatus {
  return {
    state: 'connecting',
    sinceMs: nowMs,
    words: null,
    rule: null,
    ageMs: null,
    pictureAtMs: null,
    fps: 0,
    recording: false,
    mask: null,
    watchers: [],
    emergencyWatchers: [],
    width: 0,
    height: 0,
    codec: null,
    droppedPictures: 0,
  };
}
