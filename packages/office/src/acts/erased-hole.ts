/**
 * The hole that erasure makes in a camera's recordings, told as what it is (RET-7): from the day on
 * which a recording is erased to N x 24 h nothing is found any more although the moment is younger
 * than its retention, and a hole without a reason would look like a camera that failed.
 */

import { erasedUntilMs, type Refusal, refusal, type Words } from '@beffroi/town';
import type { TimelineView } from '@beffroi/wire';
import type { House } from '../house.ts';

/** What began before this instant is erased, by the retention of the camera now. */
export function erasedBeforeMs(house: House, cameraId: string): number {
  return erasedUntilMs(daysOf(house, cameraId), house.nowMs(), house.parts.settings.timeZone);
}

/** The refusal of a moment at which erasure left nothing; null when it is not the reason. */
export function refusalOfErased(house: House, cameraId: string, atMs: number): Refusal | null {
  return atMs < erasedBeforeMs(house, cameraId) ? retentionOver(house, cameraId) : null;
}

/** Where nothing is left between two instants because its term has come; what is held stays out. */
export function erasedGaps(
  house: House,
  cameraId: string,
  spans: TimelineView['spans'],
  period: { readonly fromMs: number; readonly toMs: number },
): TimelineView['gaps'] {
  const untilMs = Math.min(erasedBeforeMs(house, cameraId), period.toMs);
  const { words } = retentionOver(house, cameraId);
  const gaps: TimelineView['gaps'] = [];
  let fromMs = period.fromMs;
  for (const span of [...spans, { fromMs: untilMs, toMs: untilMs }]) {
    const toMs = Math.min(span.fromMs, untilMs);
    if (toMs > fromMs) {
      gaps.push(gapOf(fromMs, toMs, words));
    }
    fromMs = Math.max(fromMs, span.toMs);
  }
  return gaps;
}

function gapOf(fromMs: number, toMs: number, words: Words): TimelineView['gaps'][number] {
  return { fromMs, toMs, cause: 'retention-over', words, detail: '' };
}

function retentionOver(house: House, cameraId: string): Refusal {
  return refusal('retention-over', { days: String(daysOf(house, cameraId)) });
}

function daysOf(house: House, cameraId: string): number {
  const days = house.memory.cameras.get(cameraId)?.camera.retentionDays ?? 0;
  return Math.min(days, house.profile.retentionDaysMax);
}
