/**
 * Named persons and what entitles them to look (VP-40): no shared login, no picture without a
 * clearance in force.
 */

import type { CivilDay, Id, Instant } from '@beffroi/kernel';

/** Posts of section 2 of the design; a post is a word, the clearance is the right. */
export const posts = [
  'operator',
  'csu-head',
  'police-chief',
  'technician',
  'dpo',
  'inspector',
  'mayor',
] as const;
export type Post = (typeof posts)[number];

export const rights = [
  'watch-live',
  'view-recordings',
  'save-stills',
  'bookmark',
  'manage-cameras',
  'change-masks',
  'manage-people',
  'read-register',
  'read-health',
  'share-layouts',
  'place-holds',
  'end-holds',
] as const;
export type Right = (typeof rights)[number];

/** What a clearance rests on (OP-01 to OP-03); a post without pictures rests on no approval. */
export const clearanceKinds = ['police-officer', 'approved-agent', 'without-pictures'] as const;
export type ClearanceKind = (typeof clearanceKinds)[number];

/** The papers behind a clearance: the days on which each was given, null where there is none. */
export interface ClearanceGround {
  readonly kind: ClearanceKind;
  /** OP-01, OP-02: examined again every five years (OP-03). */
  readonly prefectApproval: CivilDay | null;
  readonly prosecutorApproval: CivilDay | null;
  readonly oath: CivilDay | null;
}

/**
 * A personal clearance (habilitation): by whom, over what, from when to when (VP-40).
 * `cameraIds` null and no group means every camera of the communes named; else those cameras and
 * those of the groups, of these communes (SEC-4, OPS-15).
 */
export interface Clearance {
  readonly id: Id<'clearance'>;
  readonly personId: Id<'person'>;
  readonly authority: string;
  /** Null when it was written before this was asked, or by a town file that doesn't say. */
  readonly ground: ClearanceGround | null;
  readonly communeIds: readonly Id<'commune'>[];
  readonly cameraIds: readonly Id<'camera'>[] | null;
  readonly groupIds: readonly Id<'cameraGroup'>[];
  readonly rights: readonly Right[];
  readonly from: CivilDay;
  /** Last day included. */
  readonly until: CivilDay;
  readonly suspended: { readonly at: Instant; readonly reason: string } | null;
}

export interface Person {
  readonly id: Id<'person'>;
  readonly displayName: string;
  /** Name typed at sign-in, lower case, unique. */
  readonly login: string;
  readonly post: Post;
  readonly locale: 'fr' | 'en';
  readonly theme: 'dark' | 'light';
  /** A person who has left keeps their id for the register and can't sign in. */
  readonly leftAt: Instant | null;
}

/** Motives for looking at recordings, a closed list (VP-33, M18). */
export const viewingMotives = [
  'requisition-prepared',
  'incident-followed-up',
  'offence-in-the-act',
  'rescue',
  'right-of-access',
  'technical-check',
  'quality-check',
] as const;
export type ViewingMotive = (typeof viewingMotives)[number];
