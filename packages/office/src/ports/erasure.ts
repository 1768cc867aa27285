/**
 * What is being erased. A condemned recording leaves the shelf of recordings for this one in the unit
 * of work that writes its condemnation in the register: from then on nobody finds or opens it. Its
 * sealed key isn't kept. It leaves this shelf with its receipt.
 */

import type { CivilDay, Instant } from '@beffroi/kernel';
import type { StreamName } from './masking.ts';

/** A file that is condemned: named, to be unlinked by its recorder. */
export interface StoredErasure {
  readonly recordingId: string;
  readonly recorderId: string;
  readonly cameraId: string;
  readonly stream: StreamName;
  /** Below the folder of recordings. */
  readonly path: string;
  readonly startMs: number;
  /** Null when its recorder never said that it was closed. */
  readonly endMs: number | null;
  /** Of the whole file, hex; null as above. */
  readonly sha256: string | null;
  readonly keyId: string;
  readonly keyDay: CivilDay;
  readonly condemnedAt: Instant;
  /** When its recorder said that the file is gone; null before. */
  readonly unlinkedAt: Instant | null;
  /** False when the recorder no longer had it; null before it has answered. */
  readonly wasThere: boolean | null;
}

/** A day key that is condemned; the row stays, so that every later receipt can name the instant. */
export interface StoredKeyErasure {
  readonly keyId: string;
  readonly day: CivilDay;
  readonly condemnedAt: Instant;
  /** Null between the condemnation and the ring's answer. */
  readonly destroyedAt: Instant | null;
}

/** One file that a recorder is to unlink. */
export interface ErasureOrder {
  readonly recordingId: string;
  readonly path: string;
}

/** How far erasure has come. */
export interface ErasureReport {
  readonly condemnedRecordings: number;
  /** Ids of the day keys destroyed by this run. */
  readonly destroyedKeys: readonly string[];
  /** Receipts written by this run: one for each camera and key. */
  readonly receipts: number;
  /** Condemned files that no recorder has unlinked yet. */
  readonly waitingFiles: number;
}

/** Why a picture is still there (RET-8). `untold`: by its own header, no recorder has told of it. */
export type InventoryGround =
  | 'kept'
  | 'held'
  | 'being-written'
  | 'condemned'
  | 'untold'
  | 'mask-reference';

/** What is there on the same ground, of one camera, until the same day. */
export interface InventoryLine {
  readonly ground: InventoryGround;
  /** Name of the recorder on whose machine it lies; null on the centre's own. */
  readonly recorder: string | null;
  readonly cameraId: string | null;
  /** The civil day at whose first instant it goes; null under a hold. */
  readonly until: CivilDay | null;
  readonly files: number;
  readonly bytes: number;
  /** Of the oldest of them, ms since 1970. */
  readonly sinceMs: number;
}

/** A recorder elsewhere whose disk could not be listed: nothing is known of what lies there. */
export interface UnlistedRecorder {
  readonly recorderId: string;
  readonly name: string;
  readonly why: string;
}

/** Every byte that shows a picture in the folders of recordings and in the facts. */
export interface Inventory {
  readonly at: Instant;
  readonly lines: readonly InventoryLine[];
  /** What has no ground to be there, at most 1000 of them. */
  readonly groundless: readonly {
    readonly recorder: string | null;
    readonly path: string;
    readonly sizeBytes: number;
    readonly modifiedMs: number;
  }[];
  readonly groundlessCount: number;
  readonly unlisted: readonly UnlistedRecorder[];
}
