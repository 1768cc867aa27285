/**
 * Masks being drawn: zones of points in picture coordinates (0..1), one point selected at most. Pure;
 * each act gives a new draft and keeps within the limits of the wire (32 zones, 64 points, 3 at least).
 */

import type { MaskPoint } from '@beffroi/town';

export type Zone = readonly MaskPoint[];

export interface MaskDraft {
  readonly zones: readonly Zone[];
  /** Points pressed so far of a zone not yet closed; empty when none is being drawn. */
  readonly open: Zone;
  readonly selected: { readonly zone: number; readonly point: number } | null;
}

export const zonesMax = 32;
export const pointsMax = 64;
const pointsMin = 3;
/** Finer than a pixel of a 4K picture; keeps the numbers short. */
const grain = 10_000;

export function draftFrom(zones: readonly Zone[]): MaskDraft {
  return { zones, open: [], selected: null };
}

function inside(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * grain) / grain;
}

function placed(point: MaskPoint): MaskPoint {
  return { x: inside(point.x), y: inside(point.y) };
}

/** A press on the picture: one more corner of the zone being drawn. */
export function pressPoint(draft: MaskDraft, point: MaskPoint): MaskDraft {
  if (draft.zones.length >= zonesMax || draft.open.length >= pointsMax) {
    return draft;
  }
  return { ...draft, selected: null, open: [...draft.open, placed(point)] };
}

/** Closes the zone being drawn; with fewer than three corners it is dropped. */
export function closeZone(draft: MaskDraft): MaskDraft {
  if (draft.open.length < pointsMin) {
    return { ...draft, open: [] };
  }
  return {
    zones: [...draft.zones, draft.open],
    open: [],
    selected: { zone: draft.zones.length, point: 0 },
  };
}

/** A rectangle in the middle, for those who draw by keyboard. */
export function addRectangle(draft: MaskDraft): MaskDraft {
  if (draft.zones.length >= zonesMax) {
    return draft;
  }
  const corners = [
    { x: 0.4, y: 0.4 },
    { x: 0.6, y: 0.4 },
    { x: 0.6, y: 0.6 },
    { x: 0.4, y: 0.6 },
  ];
  return {
    zones: [...draft.zones, corners],
    open: [],
    selected: { zone: draft.zones.length, point: 0 },
  };
}

/** Zones drawn elsewhere, beside those that are there; as they are where they don't all fit. */
export function keepZones(draft: MaskDraft, kept: readonly Zone[]): MaskDraft {
  const zones = [...draft.zones, ...kept];
  return zones.length > zonesMax ? draft : { ...draft, zones, selected: null };
}

export function movePoint(draft: MaskDraft, zone: number, point: number, to: MaskPoint): MaskDraft {
  const zones = draft.zones.map((points, z) =>
    z === zone ? points.map((one, p) => (p === point ? placed(to) : one)) : points,
  );
  return { ...draft, zones, selected: { zone, point } };
}

/** Moves a whole zone, no further than the picture's edge. */
export function moveZone(draft: MaskDraft, zone: number, by: MaskPoint): MaskDraft {
  const points = draft.zones[zone];
  if (points === undefined) {
    return draft;
  }
  const dx = clampShift(
    points.map(({ x }) => x),
    by.x,
  );
  const dy = clampShift(
    points.map(({ y }) => y),
    by.y,
  );
  const moved = points.map(({ x, y }) => placed({ x: x + dx, y: y + dy }));
  return { ...draft, zones: draft.zones.map((one, z) => (z === zone ? moved : one)) };
}

function clampShift(values: readonly number[], shift: number): number {
  return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), shift));
}

/** A new corner half way to the next one; it becomes the selected one. */
export function addPointAfter(draft: MaskDraft, zone: number, point: number): MaskDraft {
  const points = draft.zones[zone];
  const here = points?.[point];
  const next = points?.[(point + 1) % points.length];
  if (points === undefined || here === undefined || next === undefined) {
    return draft;
  }
  if (points.length >= pointsMax) {
    return draft;
  }
  const middle = placed({ x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 });
  const longer = [...points.slice(0, point + 1), middle, ...points.slice(point + 1)];
  return {
    ...draft,
    zones: draft.zones.map((one, z) => (z === zone ? longer : one)),
    selected: { zone, point: point + 1 },
  };
}

/** Takes a corner away; the last three go with their zone. */
export function removePoint(draft: MaskDraft, zone: number, point: number): MaskDraft {
  const points = draft.zones[zone];
  if (points === undefined || points.length <= pointsMin) {
    return removeZone(draft, zone);
  }
  const shorter = points.filter((_, p) => p !== point);
  return {
    ...draft,
    zones: draft.zones.map((one, z) => (z === zone ? shorter : one)),
    selected: { zone, point: Math.min(point, shorter.length - 1) },
  };
}

export function removeZone(draft: MaskDraft, zone: number): MaskDraft {
  return { ...draft, zones: draft.zones.filter((_, z) => z !== zone), selected: null };
}

/** Share of the picture that the zones cover, overlaps counted twice; 0 to 1. */
export function coveredShare(zones: readonly Zone[]): number {
  const sum = zones.reduce((total, zone) => total + Math.abs(signedArea(zone)), 0);
  return Math.min(1, sum);
}

function signedArea(zone: Zone): number {
  return zone.reduce((sum, { x, y }, index) => {
    const next = zone[(index + 1) % zone.length] ?? { x, y };
    return sum + (x * next.y - next.x * y) / 2;
  }, 0);
}
