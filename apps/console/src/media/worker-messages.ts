/**
 * What the page and its worker say to each other. The worker owns the socket, the decoders and
 * every picture; the page owns the elements and hands over where to draw. Plain data and
 * transferables only; pictures never come back to the page, except the still that was asked for.
 */

import type { Words } from '@beffroi/town';
import type { PlayRange } from './player-clock.ts';
import type { TileStatus } from './tile-status.ts';

/** Where a tile's pictures go: a track behind a `<video>` where the browser has one, or a canvas. */
export type SinkOffer =
  | { readonly kind: 'track'; readonly writable: WritableStream<VideoFrame> }
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas };

export type PlayCommand =
  | { readonly kind: 'play'; readonly speed: number }
  /** Plays on, or stays paused, at another speed. */
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'seek'; readonly atMs: number }
  /** One picture of the leading camera, forwards or backwards; pauses. */
  | { readonly kind: 'step'; readonly by: 1 | -1; readonly cameraId: string };

export type PageMessage =
  | { readonly type: 'start'; readonly url: string }
  | {
      readonly type: 'settings';
      /** Wall tick in Hz on which all sub-streams are shown together; null: each at its time. */
      readonly alignHz: number | null;
      readonly preferSoftware: boolean;
    }
  | {
      readonly type: 'attach';
      readonly tile: number;
      readonly cameraId: string;
      readonly stream: 'main' | 'sub';
      readonly sink: SinkOffer;
    }
  /** A new surface in place of one that was wiped. */
  | { readonly type: 'sink'; readonly tile: number; readonly sink: SinkOffer }
  | { readonly type: 'reopen'; readonly tile: number }
  | { readonly type: 'detach'; readonly tile: number }
  | { readonly type: 'statistics'; readonly request: number }
  | {
      readonly type: 'playback-open';
      readonly player: number;
      readonly viewingId: string;
      readonly cameras: readonly {
        readonly cameraId: string;
        readonly canvas: OffscreenCanvas;
      }[];
      readonly range: PlayRange;
      readonly positionMs: number;
      readonly skipToRecorded: boolean;
    }
  | { readonly type: 'playback-command'; readonly player: number; readonly command: PlayCommand }
  | {
      readonly type: 'playback-grab';
      readonly player: number;
      readonly request: number;
      readonly cameraId: string;
    }
  | { readonly type: 'playback-close'; readonly player: number };

export interface ViewerStatistics {
  /** Pictures decoded and not yet closed, everywhere; more than a few dozen is a leak. */
  readonly openFrames: number;
  readonly receivedPictures: number;
  readonly shownPictures: number;
  readonly droppedPictures: number;
  readonly reconnections: number;
  /** Age of each live picture when it was handed to its surface, ms; the last 4096. */
  readonly agesMs: readonly number[];
}

/**
 * `picture`: on screen; `hole`: nothing was recorded here; `refused`: the rule says no; `busy`: the
 * centre recodes for others, it is asked again by itself.
 */
export type TrackCondition =
  | 'picture'
  | 'loading'
  | 'hole'
  | 'refused'
  | 'undecodable'
  | 'busy'
  | 'offline';

export interface TrackStatus {
  readonly cameraId: string;
  readonly condition: TrackCondition;
  /** Exact time of the picture on screen, null without one. */
  readonly shownAtMs: number | null;
  readonly words: Words | null;
  readonly width: number;
  readonly height: number;
  /** The picture on screen is a copy made for display; the recording is unchanged. */
  readonly recoded: boolean;
}

export interface PlayerStatus {
  readonly positionMs: number;
  readonly speed: number;
  readonly playing: boolean;
  /** The clock waits for footage. */
  readonly waiting: boolean;
  readonly tracks: readonly TrackStatus[];
  /** The stretch that was just skipped because no camera recorded it. */
  readonly skipped: PlayRange | null;
  /** From the last seek to the exact picture on every camera, ms; null while it lasts. */
  readonly lastSeekMs: number | null;
}

export interface GrabbedPicture {
  readonly bitmap: ImageBitmap;
  readonly atMs: number;
  /** Of a copy that the centre made for display (LIV-30). */
  readonly recoded: boolean;
}

export type WorkerMessage =
  | { readonly type: 'connection'; readonly connected: boolean }
  | { readonly type: 'tiles'; readonly statuses: readonly (readonly [number, TileStatus])[] }
  /** The surface must be black now, whatever it still holds. */
  | { readonly type: 'wiped'; readonly tile: number }
  | { readonly type: 'statistics'; readonly request: number; readonly statistics: ViewerStatistics }
  | { readonly type: 'player'; readonly player: number; readonly status: PlayerStatus }
  | {
      readonly type: 'grabbed';
      readonly player: number;
      readonly request: number;
      readonly picture: GrabbedPicture | null;
    };
