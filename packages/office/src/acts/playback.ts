/**
 * Looking at recordings (VP-33): a motive opens a viewing, a viewing ends after 4 hours (LIV-6), each
 * question is decided again (LIV-3), each camera-hour that is really opened is written in the register
 * before its first picture leaves (LIV-10), and so is each still (LIV-5).
 */

import { civilDayOf, err, instantFromMs, msFromInstant, ok, type Result } from '@beffroi/kernel';
import { dueDayOf, isHolding, type Refusal, refusal } from '@beffroi/town';
import type { NewViewingBody, StillBody, ViewingView } from '@beffroi/wire';
import { emergencyMark } from '../emergency/reach.ts';
import type { House } from '../house.ts';
import type { Actor, Answer, Playback } from '../office.ts';
import { OnceTold } from '../once-told.ts';
import type { StoredRecording, StoredViewing } from '../ports/facts.ts';
import type { SealedDataKey } from '../ports/keys.ts';
import type { GopChoice, RecordingToOpen } from '../ports/recordings.ts';
import { refusalOfErased } from './erased-hole.ts';
import { fileNear } from './recording-search.ts';
import { timeline } from './timeline.ts';

const hourMs = 3_600_000;
const viewingsMax = 20_000;

export function createPlaybackActs(house: House): Playback {
  const consulted = new OnceTold();
  const viewings = new Map<string, StoredViewing>();
  return {
    open: (actor, body) => open(house, actor, body),
    timeline: (actor, cameraId, fromMs, toMs) => timeline(house, actor, cameraId, fromMs, toMs),
    async fileFor(actor, viewingId, cameraId, atMs, choice) {
      const viewing = await viewingOf(house, viewings, actor, viewingId, cameraId);
      return viewing.ok
        ? fileFor(house, consulted, actor, viewing.value, { cameraId, atMs, choice })
        : viewing;
    },
    async still(actor, viewingId, body) {
      const viewing = await viewingOf(house, viewings, actor, viewingId, body.cameraId);
      return viewing.ok ? still(house, actor, viewing.value, body) : viewing;
    },
  };
}

async function open(house: House, actor: Actor, body: NewViewingBody): Answer<ViewingView> {
  if (!(body.toMs > body.fromMs)) {
    return house.refused('period-invalid');
  }
  const { motive } = body;
  for (const cameraId of body.cameraIds) {
    const act = { kind: 'view-recordings', motive, momentMs: null } as const;
    const denied = house.refusalOf(actor, cameraId, act);
    if (denied !== null) {
      await traceRefusal(house, actor, cameraId, motive, denied);
      return err(denied);
    }
  }
  const mark = emergencyMark(house, actor, body.cameraIds, {
    ...{ kind: 'view-recordings', motive, momentMs: null },
  });
  const viewing: StoredViewing = {
    ...body,
    id: house.newId('viewing'),
    personId: actor.person.id,
    openedAt: house.now(),
    until: instantFromMs(house.nowMs() + house.profile.viewingMsMax),
  };
  await house.commit({ what: ['viewings'], rights: false }, async (facts, record) => {
    await facts.viewings.put(viewing);
    await record({
      kind: 'viewing-opened',
      by: actor.person.id,
      about: [viewing.id, ...body.cameraIds],
      motive,
      what: {
        note: body.note,
        fromMs: body.fromMs,
        toMs: body.toMs,
        until: viewing.until,
        ...mark,
      },
    });
  });
  return ok({ id: viewing.id, cameraIds: [...body.cameraIds], motive, until: viewing.until });
}

/** VP-33: who was refused recordings, when and why, is part of the log. */
async function traceRefusal(
  house: House,
  actor: Actor,
  cameraId: string,
  motive: string,
  denied: Refusal,
): Promise<void> {
  await house.trace({
    kind: 'viewing-refused',
    by: actor.person.id,
    about: [cameraId],
    motive,
    what: { rule: denied.rule, code: denied.code },
  });
}

/** The viewing if it is this person's, still open and about this camera. */
async function viewingOf(
  house: House,
  known: Map<string, StoredViewing>,
  actor: Actor,
  viewingId: string,
  cameraId: string,
): Promise<Result<StoredViewing, Refusal>> {
  const viewing =
    known.get(viewingId) ??
    (await house.parts.facts.read((facts) => facts.viewings.one(viewingId)));
  if (viewing === null || viewing.personId !== actor.person.id) {
    return house.refused('unknown-thing');
  }
  if (house.nowMs() >= msFromInstant(viewing.until)) {
    known.delete(viewingId);
    return house.refused('viewing-over');
  }
  remember(known, viewingId, viewing);
  return viewing.cameraIds.includes(cameraId) ? ok(viewing) : house.refused('viewing-elsewhere');
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > viewingsMax && !oldest.done) {
    map.delete(oldest.value);
  }
}

interface FileQuestion {
  readonly cameraId: string;
  readonly atMs: number;
  readonly choice: GopChoice;
}

async function fileFor(
  house: House,
  consulted: OnceTold,
  actor: Actor,
  viewing: StoredViewing,
  { cameraId, atMs, choice }: FileQuestion,
): Answer<RecordingToOpen | null> {
  const ask = (momentMs: number, held?: true) =>
    house.refusalOf(actor, cameraId, {
      kind: 'view-recordings',
      motive: viewing.motive,
      momentMs,
      ...(held && { held }),
    });
  const denied = ask(atMs);
  if (denied !== null && denied.code !== 'retention-over') {
    return err(denied);
  }
  const found = await house.parts.facts.read((facts) =>
    fileNear(facts.recordings, cameraId, atMs, choice),
  );
  if (found === null) {
    const over = denied ?? refusalOfErased(house, cameraId, atMs);
    return over === null ? ok(null) : err(over);
  }
  const { startMs } = found.recording;
  // RET-2: a neighbour may be past its term where the instant asked for isn't. What is written has no end yet.
  const lastMs = (found.closed?.endMs ?? house.nowMs()) - 1;
  const momentMs = Math.max(startMs, Math.min(atMs, lastMs));
  const past = denied ?? ask(momentMs) ?? refusalOfDue(house, found);
  const heldKey = past === null ? null : await heldKeyOf(house, found);
  // Asked as of the oldest instant there is: only a hold and its motive can allow that.
  if (past !== null && (heldKey === null || ask(0, true) !== null)) {
    return err(past);
  }
  await traceHour(house, consulted, actor, viewing, cameraId, momentMs);
  const { recording, recorderId } = found;
  return ok({ ...recording, recorderId, ...(heldKey !== null && { heldKey }) });
}

/** RET-4: from the first instant of its day of erasure on nobody opens it by the key of that day. */
function refusalOfDue(house: House, { recording }: StoredRecording): Refusal | null {
  const { timeZone } = house.parts.settings;
  const days = house.memory.cameras.get(recording.cameraId)?.camera.retentionDays ?? 0;
  const { startMs, sealedKey } = recording;
  const due = dueDayOf({ startMs, keyDay: sealedKey.day }, days, timeZone);
  return due <= civilDayOf(house.now(), timeZone)
    ? refusal('retention-over', { days: String(days) })
    : null;
}

/** HLD-5: the data key of a recording under a hold that is in force. */
async function heldKeyOf(
  house: House,
  { recording }: StoredRecording,
): Promise<SealedDataKey | null> {
  const { timeZone } = house.parts.settings;
  return await house.parts.facts.read(async (facts) => {
    for (const { holdId, sealedKey } of await facts.heldKeys.ofRecording(recording.recordingId)) {
      const stored = await facts.holds.one(holdId);
      if (stored !== null && isHolding(stored.hold, house.profile, timeZone, house.nowMs())) {
        return sealedKey;
      }
    }
    return null;
  });
}

/** LIV-10: once for each camera and hour of a viewing; the hour of what is opened, not of what was asked for. */
async function traceHour(
  house: House,
  consulted: OnceTold,
  actor: Actor,
  viewing: StoredViewing,
  cameraId: string,
  momentMs: number,
): Promise<void> {
  const hour = instantFromMs(Math.floor(momentMs / hourMs) * hourMs);
  const mark = emergencyMark(house, actor, [cameraId], {
    ...{ kind: 'view-recordings', motive: viewing.motive, momentMs: null },
  });
  const key = `${viewing.id} ${cameraId} ${hour} ${mark.emergency ?? ''}`;
  await consulted.tell(key, house.nowMs(), Number.POSITIVE_INFINITY, () =>
    house.trace({
      kind: 'recording-consulted',
      by: actor.person.id,
      about: [viewing.id, cameraId],
      motive: viewing.motive,
      what: { hour, ...mark },
    }),
  );
}

async function still(
  house: House,
  actor: Actor,
  viewing: StoredViewing,
  { cameraId, atMs, recoded = false }: StillBody,
): Answer<{ readonly markId: string }> {
  const denied = house.refusalOf(actor, cameraId, { kind: 'save-still', momentMs: atMs });
  if (denied !== null) {
    return err(denied);
  }
  const mark = emergencyMark(house, actor, [cameraId], { kind: 'save-still', momentMs: atMs });
  const markId = await house.commit({ what: [], rights: false }, (_, record) =>
    record({
      kind: 'still-saved',
      by: actor.person.id,
      about: [viewing.id, cameraId],
      motive: viewing.motive,
      what: { momentMs: atMs, recoded, ...mark },
    }),
  );
  return ok({ markId });
}
