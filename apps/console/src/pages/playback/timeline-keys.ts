/**
 * What a key on the timeline means, and which gap an instant falls into. Pure, so that the keyboard's
 * way through a recording is tested without a browser.
 */

import type { TimelineView as TimelineFacts } from '@beffroi/wire';
import { spanOf, type TimeView } from '../../media/timeline-scale.ts';

const smallestStepMs = 40;

/** Where the key leads, undefined when it is not a key of the slider. */
export function keyboardSeek(
  key: string,
  isLarge: boolean,
  positionMs: number,
  view: TimeView,
  bounds: TimeView,
): number | undefined {
  const stepMs = Math.max(smallestStepMs, spanOf(view) / (isLarge ? 10 : 100));
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: positionMs - stepMs,
    ArrowDown: positionMs - stepMs,
    ArrowRight: positionMs + stepMs,
    ArrowUp: positionMs + stepMs,
    PageDown: positionMs - spanOf(view) / 10,
    PageUp: positionMs + spanOf(view) / 10,
    Home: bounds.fromMs,
    End: bounds.toMs,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(Math.max(target, bounds.fromMs), bounds.toMs);
}

/** The gap of a camera at an instant; a gap without end lasts until now. */
export function gapAt(
  row: TimelineFacts,
  atMs: number,
  nowMs: number,
): TimelineFacts['gaps'][number] | undefined {
  return row.gaps.find((gap) => atMs >= gap.fromMs && atMs < (gap.toMs ?? nowMs));
}
