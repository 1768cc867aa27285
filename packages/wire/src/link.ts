/**
 * The recorder link: recorders dial the centre (`/link`, WebSocket) and both sides prove that they
 * hold the recorder's secret before anything else is said. Text frames are JSON; binary frames are
 * masked pictures of a subscription, behind the same 40-byte header as the live socket (`channel`
 * is the subscription). A recorder goes on recording with its last configuration when the link is
 * down.
 */

import type { MaskChoice } from '@beffroi/town';
import type { ProbeBody, ProbeReport, StreamHealth } from './http/cameras.ts';

/** Proof: HMAC-SHA-256(secret, `role|own nonce|their nonce`), hex; see link-proof.ts. */
export type HandshakeMessage =
  | {
      readonly type: 'hello';
      readonly recorderId: string;
      readonly nonce: string;
      readonly version: 1;
    }
  | { readonly type: 'challenge'; readonly nonce: string; readonly proof: string }
  | { readonly type: 'proof'; readonly proof: string };

export interface LinkCamera {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly fence: number;
  readonly retentionDays: number;
  /** False: withdrawn, not yet in service or without authorisation; `why` is the gap to write. */
  readonly record: boolean;
  readonly why: 'authorisation-missing' | 'mask-missing' | null;
  readonly main: LinkStream;
  readonly sub: LinkStream | null;
  readonly mask: { readonly versionId: string; readonly choice: MaskChoice } | null;
}

export interface LinkStream {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

export interface LinkDayKey {
  readonly keyId: string;
  readonly day: string;
  /** Base64url of the X25519 public key. */
  readonly publicKey: string;
}

/** The whole wish of the centre; replaces the one before. Kept by the recorder (mode 0600). */
/** What justice keeps of a camera: spared at the disk's floor (HLD-4). */
export interface LinkHold {
  readonly cameraId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RecorderConfiguration {
  readonly site: string;
  readonly timeZone: string;
  readonly cameras: readonly LinkCamera[];
  readonly dayKeys: readonly LinkDayKey[];
  /** Holds in force; absent from a centre that knows none. */
  readonly holds?: readonly LinkHold[];
  readonly syncPolicy: 'each-gop' | 'two-seconds';
  /** Share of the disk that must stay free, 0 to 1. */
  readonly diskFloor: number;
  /** Cores that masking may use on this machine. */
  readonly maskCoresMax: number;
}

/** A recording to unlink, by its id and its path below the folder of recordings. */
export interface LinkErasure {
  readonly recordingId: string;
  readonly path: string;
}

/** A file below the folder of recordings, as its recorder finds it. */
export interface LinkFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** It is being written. */
  readonly growing: boolean;
}

/** Why a recorder doesn't hand over a piece of a recording. */
export const fileUnreadCauses = ['missing', 'refused', 'busy', 'failed'] as const;

/** Files in one page of a listing. */
export const linkFilesMax = 500;

export type CentreToRecorder =
  | { readonly type: 'configuration'; readonly configuration: RecorderConfiguration }
  | {
      readonly type: 'subscribe';
      readonly subscription: number;
      readonly cameraId: string;
      readonly stream: 'main' | 'sub';
    }
  | { readonly type: 'unsubscribe'; readonly subscription: number }
  | { readonly type: 'probe'; readonly request: number; readonly probe: ProbeBody }
  /** The key picture of the current GOP, for stills and thumbnails. */
  | { readonly type: 'still'; readonly request: number; readonly cameraId: string }
  /** Files to unlink at their term; each is answered by a fact, and ordered again until then. */
  | { readonly type: 'erase'; readonly orders: readonly LinkErasure[] }
  /** The next files below its folder (RET-8); `first` begins that listing and ends any other. */
  | {
      readonly type: 'list-files';
      readonly request: number;
      readonly listing: number;
      readonly first: boolean;
    }
  /** What a file says of itself in its header. */
  | { readonly type: 'identify-file'; readonly request: number; readonly path: string }
  /** Sealed bytes of a recording, at most `linkPieceBytesMax`; answered by a piece (link-piece.ts). */
  | {
      readonly type: 'read-file';
      readonly request: number;
      readonly path: string;
      readonly position: number;
      readonly lengthBytes: number;
    }
  | { readonly type: 'facts-received'; readonly upTo: number }
  | { readonly type: 'alarms-received'; readonly sequence: number };

/** `maskVersion` of a still behind the veil, of a camera whose masks nobody has drawn (MSK-14). */
export const veilVersion = 'veil';

/** How often a recorder says how it is; its link's keep-alive (LNK-14). */
export const linkStatusEveryMs = 2000;

/** Troubles that only the recorder itself knows; those of cameras are read from its status. */
export const recorderAlarmCodes = [
  'disk-floor',
  'disk-full',
  'disk-failed',
  'facts-not-kept',
] as const;
export type RecorderAlarmCode = (typeof recorderAlarmCodes)[number];

export interface RecorderAlarm {
  readonly code: RecorderAlarmCode;
  readonly level: 'warning' | 'alarm';
  /** The camera whose recording is concerned, null for the whole recorder. */
  readonly cameraId: string | null;
  /** One sentence for the technician, without credentials. */
  readonly detail: string;
  readonly sinceMs: number;
  /** Null while it lasts. */
  readonly endedMs: number | null;
}

/** Alarms in one report, lasting ones and those that ended since the last acknowledged report. */
export const recorderAlarmsMax = 200;

export interface RecorderStatus {
  readonly cpuCores: number;
  readonly memoryBytes: number;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly daysLeft: number | null;
  readonly bytesPerSecond: number;
  readonly spooledFacts: number;
  readonly droppedPictures: number;
  readonly maskCoresUsed: number;
  readonly maskCoresMax: number;
  readonly cameras: Readonly<
    Record<
      string,
      {
        readonly recording: boolean;
        readonly main: StreamHealth | null;
        readonly sub: StreamHealth | null;
        readonly maskCores: number | null;
        readonly restarts: number;
        /** Of the gap that lasts now, in a sentence for the technician; null without one. */
        readonly detail?: string | null;
      }
    >
  >;
}

export type RecorderToCentre =
  | { readonly type: 'status'; readonly status: RecorderStatus }
  | {
      readonly type: 'format';
      readonly subscription: number;
      readonly codec: string;
      readonly width: number;
      readonly height: number;
      /**
       * The decision of masks under which all pictures until the next `format` are drawn (MSK-19).
       * Recorders of before leave it out; their live pictures are shown to nobody.
       */
      readonly maskVersion?: string;
    }
  /** `state`: no picture will come until the next `format`; cause from the closed list of gaps. */
  | { readonly type: 'stopped'; readonly subscription: number; readonly cause: string }
  /** Spooled facts in order; `sequence` counts up for the life of the recorder. */
  | { readonly type: 'fact'; readonly sequence: number; readonly fact: unknown }
  /**
   * All alarms of the recorder that last now, and those that ended since the last acknowledged
   * report: whatever the centre still holds of this recorder and isn't here has ended.
   */
  | {
      readonly type: 'alarms';
      readonly sequence: number;
      readonly alarms: readonly RecorderAlarm[];
    }
  | { readonly type: 'probed'; readonly request: number; readonly report: ProbeReport }
  | {
      readonly type: 'still';
      readonly request: number;
      /** PNG of the masked picture, base64; null when the camera has none now. */
      readonly png: string | null;
      readonly atMs: number;
      readonly maskVersion: string | null;
    }
  | {
      readonly type: 'files';
      readonly request: number;
      /** At most `linkFilesMax`; null when that listing is no longer known. */
      readonly files: readonly LinkFile[] | null;
      readonly isLast: boolean;
    }
  /** The header of a file in the form of a fact `recording-opened`; null when it has none. */
  | { readonly type: 'file-identity'; readonly request: number; readonly opened: unknown }
  /** No piece comes: there is no such file, it is no recording, too much is asked, the disk failed. */
  | {
      readonly type: 'file-unread';
      readonly request: number;
      readonly why: (typeof fileUnreadCauses)[number];
    };
