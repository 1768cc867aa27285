/**
 * What of a change of masks is a lift (MSK-54): a choice by which something is hidden less than by the
 * choice in force. Replacing a window's zone by a small one lifts a mask as surely as declaring that
 * none is needed, so it is the same act and waits for the same persons (SEC-31). What only adds cover,
 * or keeps it, is a change.
 */

import type { MaskChoice } from './camera.ts';
import { uncoveredZones } from './mask-places.ts';

/**
 * `none-needed`: nothing is hidden any more. `by-camera`: left to the camera, of which only key pictures
 * are looked at. `mosaic`: in blocks instead of one colour, or instead of a camera's own. `zones`: some
 * place of the picture is in no zone any more.
 */
export type MaskLiftReason = 'none-needed' | 'by-camera' | 'mosaic' | 'zones';

export interface MaskLift {
  readonly why: MaskLiftReason;
  /** Zones of the choice in force of which something is hidden less; positions from 0. */
  readonly zones: readonly number[];
}

/** How `after` hides less than `before`, the choice in force (null: none was decided); null: it doesn't. */
export function maskLiftOf(before: MaskChoice | null, after: MaskChoice): MaskLift | null {
  if (after.mode === 'none-needed') {
    // Before the first decision nothing at all is shown (MSK-1).
    return before?.mode === 'none-needed' ? null : { why: 'none-needed', zones: allOf(before) };
  }
  if (before === null || before.mode === 'none-needed') {
    return null;
  }
  const why = weakerWay(before, after);
  if (why !== null) {
    return { why, zones: allOf(before) };
  }
  const zones = uncoveredZones(before.polygons, after.polygons);
  return zones.length === 0 ? null : { why: 'zones', zones };
}

type Hiding = Exclude<MaskChoice, { readonly mode: 'none-needed' }>;

function weakerWay(before: Hiding, after: Hiding): MaskLiftReason | null {
  if (after.mode === 'camera') {
    return before.mode === 'server' ? 'by-camera' : null;
  }
  const wasMosaic = before.mode === 'server' && before.style === 'pixelate';
  return after.style === 'pixelate' && !wasMosaic ? 'mosaic' : null;
}

function allOf(before: MaskChoice | null): readonly number[] {
  return before === null || before.mode === 'none-needed' ? [] : [...before.polygons.keys()];
}
