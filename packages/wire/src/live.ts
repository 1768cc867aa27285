/**
 * The live socket (`/api/live`), between a browser (or any client) and the centre. Documented for
 * other implementers in docs/wire.md. Text frames are JSON control messages; binary frames are
 * pictures behind a fixed 40-byte header. One socket carries all tiles and all playback of a page.
 */

import type { Words } from '@beffroi/town';

/** Why a tile shows no picture; every code has words on the tile. */
export type TileState =
  | 'live'
  | 'connecting'
  | 'camera-lost'
  | 'mask-missing'
  | 'mask-failed'
  | 'not-in-service'
  | 'no-right'
  | 'outside-hours'
  | 'overloaded'
  | 'recorder-away';

/** Where the cause of a gap (`StreamHealth.gapCause`, docs/wire.md) leads; any other is a lost camera. */
const stateOfCause: Readonly<Record<string, Exclude<TileState, 'live'>>> = {
  connecting: 'connecting',
  'mask-missing': 'mask-missing',
  'mask-geometry-invalid': 'mask-failed',
  'mask-check-failed': 'mask-failed',
  'mask-engine-failed': 'mask-failed',
  'mask-engine-overloaded': 'overloaded',
  'authorisation-missing': 'not-in-service',
  'masks-changed': 'connecting',
  'masks-unsaid': 'mask-failed',
  'recorder-away': 'recorder-away',
  'recorder-stopped': 'recorder-away',
  'recorder-crashed': 'recorder-away',
};

/** What a tile, a list or a map says of a camera without a picture (LIV-25): the same everywhere. */
export function tileStateOfCause(cause: string): Exclude<TileState, 'live'> {
  return (Object.hasOwn(stateOfCause, cause) ? stateOfCause[cause] : undefined) ?? 'camera-lost';
}

export type ClientMessage =
  | {
      readonly type: 'open';
      /** Chosen by the client, 0 to 255, free at the time. */
      readonly channel: number;
      readonly cameraId: string;
      readonly stream: 'main' | 'sub';
    }
  | { readonly type: 'close'; readonly channel: number }
  /** Highest sequence handed to the decoder, per channel. The window is 400 ms of pictures. */
  | {
      readonly type: 'ack';
      readonly acks: readonly (readonly [channel: number, sequence: number])[];
    }
  /** Playback is pulled: one GOP a request, at most 4 requests in flight a socket. */
  | {
      readonly type: 'gop';
      readonly channel: number;
      readonly request: number;
      readonly viewingId: string;
      readonly cameraId: string;
      readonly atMs: number;
      readonly choice: 'containing' | 'next' | 'previous';
      readonly keyOnly: boolean;
      /** This client can't decode what was recorded: an H.264 copy for display is sent instead. */
      readonly recode?: boolean;
    };

export type ServerMessage =
  | { readonly type: 'hello'; readonly serverMs: number; readonly version: 1 }
  | {
      readonly type: 'opened';
      readonly channel: number;
      readonly lease: number;
      readonly until: string;
    }
  | {
      readonly type: 'format';
      readonly channel: number;
      readonly codec: string;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly type: 'state';
      readonly channel: number;
      readonly state: TileState;
      readonly sinceMs: number;
      readonly words: Words | null;
      readonly recording: boolean;
      readonly mask: 'server' | 'camera' | 'none-needed' | null;
    }
  | {
      readonly type: 'watchers';
      readonly channel: number;
      readonly names: readonly string[];
      /** Of these, who watches on an emergency access (OPS-20); left out: nobody. */
      readonly emergency?: readonly string[];
    }
  | { readonly type: 'dropped'; readonly channel: number; readonly pictures: number }
  /** The right ended: the page wipes the tile at once. */
  | { readonly type: 'cut'; readonly channel: number; readonly rule: string; readonly words: Words }
  | {
      readonly type: 'gop';
      readonly channel: number;
      readonly request: number;
      /** Null when there is none in that direction; the binary pictures follow otherwise. */
      readonly gop: {
        readonly startMs: number;
        readonly endMs: number;
        readonly codec: string;
        readonly width: number;
        readonly height: number;
        readonly pictures: number;
        /** Official recorded time of each picture, ms since the epoch, in the order they follow in. */
        readonly timesMs: readonly number[];
        /** True when these are not the recorded pictures but a copy made for display. */
        readonly recoded?: boolean;
      } | null;
      readonly refusal: { readonly rule: string; readonly words: Words } | null;
    }
  /** Something changed: refetch these (`cameras`, `people`, `alarms`, `layouts`, `health`...). */
  | { readonly type: 'changed'; readonly what: readonly string[] }
  | { readonly type: 'error'; readonly code: string; readonly words: Words };

/** Header of a binary frame; big-endian. */
export interface PictureHeader {
  readonly kind: 'live' | 'playback';
  readonly key: boolean;
  readonly channel: number;
  /** Live: counts up per channel. Playback: the request number. */
  readonly sequence: number;
  /** Camera's clock at capture, ms since the epoch; NaN when unknown. */
  readonly cameraMs: number;
  /** Our clock: arrival (live) or official recorded time (playback), ms since the epoch. */
  readonly serverMs: number;
  /** Presentation time for the decoder, microseconds. */
  readonly mediaUs: number;
  readonly lease: number;
}

export const pictureHeaderBytes = 40;
const liveKind = 1;
const playbackKind = 2;
const keyFlag = 1;

/** Header plus Annex B access unit as one frame. */
export function encodePicture(header: PictureHeader, annexB: Uint8Array): Uint8Array {
  const frame = new Uint8Array(pictureHeaderBytes + annexB.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, header.kind === 'live' ? liveKind : playbackKind);
  view.setUint8(1, header.key ? keyFlag : 0);
  view.setUint16(2, header.channel);
  view.setUint32(4, header.sequence);
  view.setFloat64(8, header.cameraMs);
  view.setFloat64(16, header.serverMs);
  view.setFloat64(24, header.mediaUs);
  view.setUint32(32, header.lease);
  frame.set(annexB, pictureHeaderBytes);
  return frame;
}

/** The header of a frame, or undefined when it is too short or of a kind we don't know. */
export function decodePictureHeader(frame: Uint8Array): PictureHeader | undefined {
  if (frame.length < pictureHeaderBytes) {
    return undefined;
  }
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const kind = view.getUint8(0);
  if (kind !== liveKind && kind !== playbackKind) {
    return undefined;
  }
  return {
    kind: kind === liveKind ? 'live' : 'playback',
    key: (view.getUint8(1) & keyFlag) !== 0,
    channel: view.getUint16(2),
    sequence: view.getUint32(4),
    cameraMs: view.getFloat64(8),
    serverMs: view.getFloat64(16),
    mediaUs: view.getFloat64(24),
    lease: view.getUint32(32),
  };
}
