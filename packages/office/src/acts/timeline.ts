/**
 * The timeline of a camera: what is recorded, what is missing and why, and the bookmarks. Pure
 * merging over three reads; nothing older than the retention is shown (RET-2), even before it has
 * been erased, and the hole that erasure made says so (RET-7).
 */

import { err, ok } from '@beffroi/kernel';
import { keptSinceMs } from '@beffroi/town';
import type { TimelineView } from '@beffroi/wire';
import { heldBy } from '../erasure/holding.ts';
import type { House } from '../house.ts';
import type { Actor, Answer } from '../office.ts';
import type { FactsWork, StoredRecording } from '../ports/facts.ts';
import { gapSentence } from '../words/gap-words.ts';
import { erasedGaps } from './erased-hole.ts';

const periodMsMax = 31 * 86_400_000;
/** Files follow each other within a picture or two; a longer hole is a gap with its cause. */
const seamMs = 2000;

export async function timeline(
  house: House,
  actor: Actor,
  cameraId: string,
  fromMs: number,
  toMs: number,
): Answer<TimelineView> {
  if (!(toMs > fromMs) || toMs - fromMs > periodMsMax) {
    return house.refused('period-invalid');
  }
  // The page of spans shows no picture: the right is asked, the motive is not yet.
  const looking = { kind: 'view-recordings', motive: 'technical-check', momentMs: null } as const;
  const denied = house.refusalOf(actor, cameraId, looking);
  if (denied !== null) {
    return err(denied);
  }
  const days = house.memory.cameras.get(cameraId)?.camera.retentionDays ?? 0;
  const sinceMs = Math.max(fromMs, keptSinceMs(days, house.nowMs()));
  const untilMs = Math.min(toMs, house.nowMs());
  return ok(
    await house.parts.facts.read(async (facts) => {
      const recordings = await facts.recordings.between(cameraId, 'main', sinceMs, untilMs);
      const held = await heldBefore(house, actor, facts, cameraId, { fromMs, toMs: sinceMs });
      const spans = [
        ...mergeSpans(held, fromMs, sinceMs),
        ...mergeSpans(recordings, sinceMs, untilMs),
      ];
      const erased = erasedGaps(house, cameraId, spans, { fromMs, toMs: untilMs });
      return {
        cameraId,
        spans,
        gaps: [...erased, ...(await gapsSince(facts, cameraId, lastOf(erased, sinceMs), untilMs))],
        bookmarks: (await facts.bookmarks.between(cameraId, sinceMs, toMs)).map((mark) => ({
          id: mark.id,
          atMs: mark.atMs,
          title: mark.title,
          by: house.person(mark.personId)?.displayName ?? mark.personId,
        })),
      };
    }),
  );
}

/** HLD-5: past its term what is held, for those who may know what justice keeps. */
async function heldBefore(
  house: House,
  actor: Actor,
  facts: FactsWork,
  cameraId: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly StoredRecording[]> {
  const mayKnow = house.refusalOf(actor, cameraId, { kind: 'place-hold' }) === null;
  if (!mayKnow || fromMs >= toMs) {
    return [];
  }
  const rows = await facts.recordings.between(cameraId, 'main', fromMs, toMs);
  return rows.length === 0 ? [] : rows.filter(await heldBy(house, facts));
}

/** RET-7: why a camera had no picture is no matter any more where erasure left none. */
function lastOf(erased: TimelineView['gaps'], sinceMs: number): number {
  return Math.max(sinceMs, erased.at(-1)?.toMs ?? sinceMs);
}

async function gapsSince(
  facts: FactsWork,
  cameraId: string,
  sinceMs: number,
  untilMs: number,
): Promise<TimelineView['gaps']> {
  const gaps =
    sinceMs < untilMs ? await facts.gaps.between(cameraId, 'main', sinceMs, untilMs) : [];
  return gaps.map((gap) => ({
    fromMs: Math.max(gap.fromMs, sinceMs),
    toMs: gap.toMs,
    cause: gap.cause,
    words: gapSentence(gap.cause),
    detail: gap.detail,
  }));
}

/** Files of the same masks that follow each other as one span, cut to the period. */
export function mergeSpans(
  recordings: readonly StoredRecording[],
  fromMs: number,
  toMs: number,
): TimelineView['spans'] {
  const spans: TimelineView['spans'] = [];
  for (const [index, stored] of recordings.entries()) {
    const startMs = Math.max(stored.recording.startMs, fromMs);
    // A file left open by a crash ends where the next one begins, until its recorder closes it.
    const nextMs = recordings[index + 1]?.recording.startMs ?? toMs;
    const endMs = Math.min(stored.closed?.endMs ?? nextMs, toMs);
    const maskVersions = [...(stored.closed?.maskVersions ?? [])];
    const last = spans.at(-1);
    if (endMs <= startMs) {
      continue;
    }
    if (
      last !== undefined &&
      startMs - last.toMs < seamMs &&
      isSame(last.maskVersions, maskVersions)
    ) {
      last.toMs = Math.max(last.toMs, endMs);
    } else {
      spans.push({ fromMs: startMs, toMs: endMs, maskVersions });
    }
  }
  return spans;
}

/** A file still being written doesn't know its masks yet: it goes with the one before. */
function isSame(before: readonly string[], after: readonly string[]): boolean {
  return (
    after.length === 0 ||
    (before.length === after.length && before.every((id, i) => id === after[i]))
  );
}
