/**
 * A camera of the town as the law sees it: where it stands, what it is for (VP-01), by which
 * authorisation (VP-04, VP-05), in which state of its life (VP-09), and what hides private places
 * (VP-20). Plain data.
 */

import type { CivilDay, Id, Instant } from '@beffroi/kernel';

/** The eleven purposes of CSI L251-2, a closed list (VP-01). */
export const purposes = [
  'public-buildings',
  'national-defence',
  'traffic-flow',
  'traffic-offences',
  'prevention-of-attacks',
  'terrorism',
  'natural-and-technological-risks',
  'rescue-and-fire',
  'amusement-parks',
  'motor-insurance',
  'waste-dumping',
] as const;
export type Purpose = (typeof purposes)[number];

export const framings = ['narrow', 'wide'] as const;
/** `narrow` analyses persons or objects, `wide` watches an area (order of 3 August 2007, VP-66). */
export type Framing = (typeof framings)[number];

/** planned -> notified -> in-service -> withdrawn; a move goes back to notified (VP-09). */
export type CameraState =
  | { readonly kind: 'planned' }
  | { readonly kind: 'notified'; readonly noticeDay: CivilDay }
  | { readonly kind: 'in-service'; readonly noticeDay: CivilDay; readonly since: Instant }
  | { readonly kind: 'withdrawn'; readonly since: Instant; readonly reason: string };

/** The prefect's order that allows the camera (VP-04); `until` is its last day (5 years, VP-05). */
export interface Authorisation {
  readonly orderNumber: string;
  readonly from: CivilDay;
  readonly until: CivilDay;
  /** Longest retention that the order allows, in days; at most the legal profile's ceiling. */
  readonly retentionDaysMax: number;
}

export interface MaskPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * How private places are hidden. `server`: drawn by our engine, polygons in 0..1. `camera`: the
 * camera draws them, each key frame is checked. `none-needed`: a named person declared that nothing
 * private is in view. A camera without a decision shows and records nothing (MSK-1).
 */
export type MaskChoice =
  | {
      readonly mode: 'server';
      readonly style: 'solid' | 'pixelate';
      readonly polygons: readonly (readonly MaskPoint[])[];
    }
  | { readonly mode: 'camera'; readonly polygons: readonly (readonly MaskPoint[])[] }
  | { readonly mode: 'none-needed' };

/** One version of a camera's masks: who, when, why, and the picture they were judged on (VP-22). */
export interface MaskVersion {
  readonly id: Id<'maskVersion'>;
  readonly cameraId: Id<'camera'>;
  readonly choice: MaskChoice;
  readonly reason: string;
  readonly decidedBy: Id<'person'>;
  readonly decidedAt: Instant;
  /** SHA-256 (hex) of the masked reference still, null when no picture could be had. */
  readonly referenceSha256: string | null;
}

export interface StreamAddress {
  /** `rtsp://` or `rtsps://`, without user or password. */
  readonly url: string;
}

export interface CameraPosition {
  /** WGS 84 degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** Direction of view, degrees clockwise from north, and the opening angle. */
  readonly bearingDeg: number;
  readonly openingDeg: number;
  readonly rangeM: number;
}

export interface Camera {
  readonly id: Id<'camera'>;
  readonly communeId: Id<'commune'>;
  readonly name: string;
  /** Where it stands, in words: part of every recording's identity (VP-63). */
  readonly place: string;
  readonly position: CameraPosition | null;
  readonly state: CameraState;
  readonly purposes: readonly Purpose[];
  /** The camera's main objective in a sentence (VP-68). */
  readonly objective: string;
  readonly framing: Framing;
  /** Fast-moving people or vehicles: 12 pictures a second instead of 6 (VP-67). */
  readonly fastFlow: boolean;
  readonly authorisation: Authorisation | null;
  readonly retentionDays: number;
  readonly main: StreamAddress;
  readonly sub: StreamAddress | null;
  readonly mask: MaskVersion | null;
}
