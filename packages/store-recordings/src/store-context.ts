/**
 * What the tracks of one store share: where and with what they write, whom they tell, and how much
 * they may hold. Numbers here are the limits of the README's table.
 */

import type { CivilDay } from '@beffroi/kernel';
import type { Chance, Clock, DataKeySealer, RecorderFact, StreamName } from '@beffroi/office';
import type { DataKeys } from './data-keys.ts';
import type { Disk } from './disk.ts';
import type { GapLedger } from './gap-ledger.ts';
import type { BlockPool } from './held-pictures.ts';
import type { SlabPool } from './slab-pool.ts';

/** `each-gop`: a sync per fragment. `two-seconds`: grouped, for slow disks. */
export type SyncPolicy = 'each-gop' | 'two-seconds';

/** What a person must know now; raised again each time it happens, ended by its owner. */
export interface StoreAlarm {
  readonly code: 'disk-floor' | 'disk-low' | 'disk-full' | 'disk-failed' | 'facts-not-kept';
  readonly level: 'warning' | 'alarm';
  readonly cameraId: string | null;
  readonly detail: string;
}

export interface CameraPlace {
  readonly name: string;
  readonly place: string;
}

export interface RecorderStoreOptions {
  readonly directory: string;
  readonly site: string;
  readonly sealer: DataKeySealer;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly syncPolicy: SyncPolicy;
  /** Share of the disk that must stay free, 0 to 1. */
  readonly diskFloor: number;
  readonly places: (cameraId: string) => CameraPlace;
  /** Keeps a fact durably before it returns (the spool); what it throws is retried. */
  readonly sink: (fact: RecorderFact) => void;
  /** Civil days of folders; `Europe/Paris` when absent. */
  readonly timeZone?: string;
  /**
   * The civil day whose key a recording of that camera is sealed to: that of its erasure. The day of
   * recording when absent, as for measurements, which nothing erases.
   */
  readonly erasureDay?: (cameraId: string, startMs: number) => CivilDay;
  /** HLD-4: what justice keeps of a camera is not removed at the disk's floor; none when absent. */
  readonly isHeld?: (cameraId: string, fromMs: number, toMs: number) => boolean;
  readonly alarm?: (alarm: StoreAlarm) => void;
  /** Told after each sync that made pictures safe. */
  readonly synced?: (recording: { readonly recordingId: string; readonly endMs: number }) => void;
  readonly disk?: Disk;
}

export interface StoreContext {
  readonly directory: string;
  readonly site: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly disk: Disk;
  readonly sealer: DataKeySealer;
  readonly dataKeys: DataKeys;
  readonly syncPolicy: SyncPolicy;
  readonly places: (cameraId: string) => CameraPlace;
  readonly erasureDay: (cameraId: string, startMs: number) => CivilDay;
  readonly gaps: GapLedger;
  readonly counters: StoreCounters;
  readonly slabs: SlabPool;
  readonly blocks: BlockPool;
  tell(fact: RecorderFact): void;
  alarm(alarm: StoreAlarm): void;
  synced(recording: { readonly recordingId: string; readonly endMs: number }): void;
  /** A file that couldn't be finished: closed as cut short when the disk allows. */
  leftOpen(path: string): void;
  syncFolder(path: string): Promise<void>;
}

export interface StoreCounters {
  bytesWritten: number;
  syncs: number;
  droppedPictures: number;
  /** Bytes of pictures held in memory by all tracks. */
  heldBytes: number;
}

export interface TrackName {
  readonly cameraId: string;
  readonly stream: StreamName;
  readonly fence: number;
}

export const storeLimits = {
  /** A file ends at the first key picture after each of these, by the wall clock. */
  fileMs: 600_000,
  /** Key pictures closer than this are written, and synced, together (REC-33). */
  groupMs: 400,
  /** A longer GOP is written in parts, so that a crash costs no more than this. */
  partMs: 4000,
  partBytes: 8 * 1024 * 1024,
  partPictures: 2000,
  /** Pictures of one track waiting for the disk; more are dropped to the next key picture. */
  trackQueueBytes: 16 * 1024 * 1024,
  /** The same for all tracks together. */
  storeQueueBytes: 512 * 1024 * 1024,
  /** Between two attempts to open a file after a failure. */
  retryMs: 5000,
  /** A file without pictures is closed this long after its end. */
  idleMs: 30_000,
  groupSyncMs: 2000,
  tickMs: 10_000,
  factsHeldMax: 10_000,
  /** All sets of a format: the head of a file is one chunk. */
  parameterSetBytes: 4096,
  placeLength: 200,
} as const;
