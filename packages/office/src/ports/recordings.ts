/**
 * Ports of the recording store. One append-only sealed file per camera, stream and 10 minutes;
 * the recorder writes with public keys only, the centre reads with the key ring.
 */

import type { MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import type { ErasureOrder } from './erasure.ts';
import type { GapCause } from './gap.ts';
import type { SealedDataKey } from './keys.ts';
import type { StreamName } from './masking.ts';

/** Where and when a file begins; written in clear in its header and bound to its key. */
export interface RecordingIdentity {
  readonly recordingId: string;
  readonly site: string;
  readonly cameraId: string;
  readonly stream: StreamName;
  readonly startMs: number;
  /** Fencing number of the recorder's lease on the camera. */
  readonly fence: number;
  /** Path below the recordings directory, `cam_x/2026-11-22/main-00-52-17.bfr`. */
  readonly path: string;
  readonly sealedKey: SealedDataKey;
}

/** A file to open: past its term, its data key under the key of a hold (HLD-5). */
export interface RecordingToOpen extends RecordingIdentity {
  readonly heldKey?: SealedDataKey;
  /** Who told of it, and so whose disk it lies on; absent where there is one disk only. */
  readonly recorderId?: string;
}

/** The bytes of one recording as they were sealed, by range, whatever machine they lie on. */
export interface SealedBytes {
  /** Fills as much of `into` as there is from `position`; returns how much. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** As it is now: a file that is being written grows. */
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface SealedFiles {
  /**
   * Throws Failure `recording-missing`, `recording-refused` for what is no path of a recording; and
   * when it lies on another machine (LNK-12), here and at each read, `recorder-away`,
   * `recorder-busy`, `recorder-timeout` or `recording-unread`.
   */
  open(file: Pick<RecordingToOpen, 'path' | 'recorderId'>): Promise<SealedBytes>;
}

/** What is known of a file once it is closed; one row in the database. */
export interface ClosedRecording extends RecordingIdentity {
  readonly endMs: number;
  readonly sizeBytes: number;
  /** SHA-256 of the whole file as it lies on disk, hex. */
  readonly sha256: string;
  readonly pictures: number;
  readonly gops: number;
  readonly maskVersions: readonly string[];
  readonly timeSource: 'camera' | 'arrival';
  /** `complete` has its index; `cut-short` was recovered by scanning after a crash. */
  readonly closing: 'complete' | 'cut-short';
}

export interface RecordedGap {
  readonly gapId: string;
  readonly cameraId: string;
  readonly stream: StreamName;
  readonly cause: GapCause;
  readonly detail: string;
  readonly fromMs: number;
  /** Null while it lasts. */
  readonly toMs: number | null;
}

/** What a recorder tells the centre; spooled on its own disk until acknowledged, sent in order. */
export type RecorderFact =
  | { readonly kind: 'recording-opened'; readonly recording: RecordingIdentity }
  | { readonly kind: 'recording-closed'; readonly recording: ClosedRecording }
  | { readonly kind: 'recording-removed'; readonly recordingId: string; readonly why: 'disk-floor' }
  /** Unlinked on the centre's order; `wasThere` is false when the file was gone before. */
  | {
      readonly kind: 'recording-removed';
      readonly recordingId: string;
      readonly why: 'term';
      readonly wasThere: boolean;
    }
  | { readonly kind: 'gap'; readonly gap: RecordedGap };

/** A file in the folder of recordings, as it lies there. */
export interface FoundFile {
  /** Below the folder. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** A recorder has it open for writing. */
  readonly growing: boolean;
}

/** The folder of recordings, for whoever accounts for every byte in it. */
export interface RecordingFolder {
  /** Every file below it but the store's own notes, folder by folder. */
  files(): AsyncIterable<FoundFile>;
  /** What a file's header says; null when it has none. */
  identityOf(path: string): Promise<RecordingIdentity | null>;
}

/** Folders of recorders on other machines, as they list them themselves. */
export interface RecorderFolders {
  /** `here`: it writes into this machine's own; null while it can't be asked. */
  folderOf(recorderId: string): Promise<RecordingFolder | 'here' | null>;
}

/** Of a house that has no recordings on this machine. */
export const noFolder: RecordingFolder = {
  async *files() {},
  identityOf: async () => null,
};

/** One camera stream being recorded. Appends are queued; a full queue drops to the next key. */
export interface RecordingTrack {
  format(format: StreamFormat): void;
  /** Copies the bytes: the caller may free them when this returns. */
  append(unit: MaskedAccessUnit): void;
  gap(cause: GapCause, detail: string, atMs: number): void;
  close(cause: GapCause): Promise<void>;
}

/** The recorder's half of an erasure. */
export interface RecordingEraser {
  /** Unlinks these files and no other, each told as a fact; one being written stays for later. */
  erase(orders: readonly ErasureOrder[]): Promise<void>;
}

export interface RecorderStore {
  track(cameraId: string, stream: StreamName, fence: number): RecordingTrack;
  readonly figures: {
    readonly bytesWritten: number;
    readonly syncs: number;
    readonly droppedPictures: number;
    readonly freeBytes: number;
    readonly totalBytes: number;
    /** Days of recording left at the present rate; null until a rate is known. */
    readonly daysLeft: number | null;
  };
  close(): Promise<void>;
}

/** A GOP as it was recorded. `startMs`/`endMs`: official time (our clock, smoothed). */
export interface StoredGop {
  readonly recordingId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly format: StreamFormat;
  readonly pictures: readonly StoredPicture[];
}

export interface StoredPicture {
  readonly key: boolean;
  /** Length-prefixed NAL units, as in `AccessUnit.data`. */
  readonly data: Uint8Array;
  readonly atMs: number;
  readonly cameraMs: number | null;
  readonly maskVersion: string;
}

export type GopChoice = 'containing' | 'next' | 'previous';

export interface RecordingReader {
  /**
   * The GOP that contains an instant of one file, or the first after / last before it, or null.
   * `keyOnly` returns its key picture alone. Works on files still being written.
   */
  gop(
    file: RecordingToOpen,
    atMs: number,
    choice: GopChoice,
    keyOnly: boolean,
  ): Promise<StoredGop | null>;
  close(): Promise<void>;
}
