/**
 * How things move so that a loop has no seam. A journey either crosses the picture a whole number
 * of times in a loop, or goes there and back with a rest at each end, or stays. Speeds follow from
 * the length of the loop (`loopSeconds`).
 */

import type { Place } from '../drawing/view.ts';
import type { Footing } from './block.ts';

export const loopSeconds = 12;

export interface Journey {
  readonly kind: 'across' | 'there-and-back' | 'stay';
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  /** Share of the loop that has already passed at its start, 0 to 1. */
  readonly phase: number;
  /** Crossings in one loop. */
  readonly passes: number;
}

export interface Whereabouts {
  readonly place: Place;
  readonly footing: Footing;
  readonly moving: boolean;
}

export function across(
  from: Journey['from'],
  to: Journey['to'],
  phase: number,
  passes = 1,
): Journey {
  return { kind: 'across', from, to, phase, passes };
}

export function thereAndBack(from: Journey['from'], to: Journey['to'], phase: number): Journey {
  return { kind: 'there-and-back', from, to, phase, passes: 1 };
}

export function staying(at: Journey['from'], facing: Journey['to'] = [at[0], at[1] - 1]): Journey {
  return { kind: 'stay', from: at, to: facing, phase: 0, passes: 1 };
}

/** Where a journey has come to at a moment of the loop. */
export function placeAlong(journey: Journey, turn: number): Whereabouts {
  const { from, to } = journey;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const clock = (turn * journey.passes + journey.phase) % 1;
  let share = 0;
  let sign = 1;
  let moving = true;
  if (journey.kind === 'across') {
    share = clock;
  } else if (journey.kind === 'there-and-back') {
    const leg = clock < 0.5 ? clock * 2 : (clock - 0.5) * 2;
    const eased = Math.max(0, Math.min(1, (leg - 0.08) / 0.84));
    sign = clock < 0.5 ? 1 : -1;
    share = clock < 0.5 ? eased : 1 - eased;
    moving = eased > 0 && eased < 1;
  } else {
    moving = false;
  }
  const x = from[0] + (to[0] - from[0]) * share;
  const y = from[1] + (to[1] - from[1]) * share;
  const aheadX = (sign * (to[0] - from[0])) / length;
  const aheadY = (sign * (to[1] - from[1])) / length;
  return { place: [x, y, 0], footing: { x, y, aheadX, aheadY }, moving };
}

/** Strides in one loop, a whole number: about one a second, more for a quicker walk. */
export function steps(journey: Journey): number {
  const length = Math.hypot(journey.to[0] - journey.from[0], journey.to[1] - journey.from[1]);
  const walked = journey.kind === 'there-and-back' ? length * 2 : length * journey.passes;
  return Math.max(8, Math.min(18, Math.round(walked / 1.35)));
}
