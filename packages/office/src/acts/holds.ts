/**
 * Placing, confirming and lifting what justice keeps (HLD-1 to HLD-3); lifting wants a proof (SEC-30). A hold is in the facts and in
 * the register before it is answered, and the eraser looks at the facts in the unit of work that
 * condemns: from the answer on nothing it covers is erased. The keys are re-wrapped right after.
 */

import {
  civilDayOf,
  err,
  type Id,
  instantFromMs,
  type Json,
  ok,
  type Result,
} from '@beffroi/kernel';
import { checkHold, type Hold, holdEnd, isHolding, type Refusal } from '@beffroi/town';
import type { HoldView, NewHoldBody } from '@beffroi/wire';
import { commitConfirmed } from '../confirmations/commit-confirmed.ts';
import { emergencyMark } from '../emergency/reach.ts';
import { rewrapHold } from '../erasure/holding.ts';
import type { House } from '../house.ts';
import type { Actor, Answer, Holds } from '../office.ts';
import type { FactsWork } from '../ports/facts.ts';
import type { StoredHold } from '../ports/holds.ts';
import type { ActRecord } from '../register-entry.ts';
import type { EntryKind } from '../words/entry-words.ts';
import { refusalToSeeHold } from './holds-reach.ts';

const change = { what: ['holds', 'recordings'], rights: false } as const;
const holdsShownMax = 500;

/** `soon`: something is to be erased, or tried again, before the eraser's next look. */
export function createHoldActs(house: House, soon: () => void): Holds {
  return {
    list: (actor) => list(house, actor),
    place: (actor, body) => place(house, soon, actor, body),
    confirm: (actor, holdId, reference) => confirm(house, actor, holdId, reference),
    lift: (actor, holdId, reason) => lift(house, soon, actor, holdId, reason),
  };
}

async function list(house: House, actor: Actor): Answer<readonly HoldView[]> {
  const denied = house.refusalOf(actor, null, { kind: 'read-holds' });
  if (denied !== null) {
    return err(denied);
  }
  const views = await house.parts.facts.read(async (facts) => {
    const stored = (await facts.holds.all())
      .filter(({ hold }) => refusalToSeeHold(house, actor, hold.cameraIds) === null)
      .toSorted((a, b) => b.hold.placedAt.localeCompare(a.hold.placedAt))
      .slice(0, holdsShownMax);
    return Promise.all(stored.map((one) => viewOf(house, facts, one)));
  });
  return ok(views);
}

async function place(
  house: House,
  soon: () => void,
  actor: Actor,
  body: NewHoldBody,
): Answer<HoldView> {
  for (const cameraId of body.cameraIds) {
    const denied = house.refusalOf(actor, cameraId, { kind: 'place-hold' });
    if (denied !== null) {
      return err(denied);
    }
  }
  const today = civilDayOf(house.now(), house.parts.settings.timeZone);
  const checked = checkHold(body, house.profile, today);
  if (!checked.ok) {
    return checked;
  }
  const hold: Hold = {
    ...body,
    id: house.newId('hold'),
    placedBy: actor.person.id,
    placedAt: house.now(),
    confirmed: null,
    ended: null,
  };
  const mark = emergencyMark(house, actor, body.cameraIds, { kind: 'place-hold' });
  await house.commit(change, async (facts, record) => {
    await facts.holds.put({ hold, keyDestroyedAt: null });
    await record({
      kind: 'hold-placed',
      by: actor.person.id,
      about: [hold.id, ...hold.cameraIds],
      motive: 'requisition-prepared',
      what: { ...body, ...mark },
    });
  });
  // Held by the facts already; what can't be re-wrapped now is tried again and is an alarm.
  if ((await rewrapHold(house, hold)).length > 0) {
    soon();
  }
  return oneView(house, hold.id);
}

async function confirm(
  house: House,
  actor: Actor,
  holdId: string,
  reference: string,
): Answer<HoldView> {
  const found = await holdToChange(house, actor, holdId);
  if (!found.ok) {
    return found;
  }
  const refused = await house.commit(change, (facts, record) =>
    changeHold(house, facts, holdId, async (stored) => {
      const { hold } = stored;
      if (hold.confirmed !== null || hold.channel === 'written') {
        return house.refused('hold-confirmed').error;
      }
      const confirmed = { at: house.now(), by: actor.person.id, reference };
      await facts.holds.put({ ...stored, hold: { ...hold, confirmed } });
      await record(holdRecord(actor, 'hold-confirmed', stored, { reference }));
      return null;
    }),
  );
  return refused === null ? oneView(house, holdId) : err(refused);
}

async function lift(
  house: House,
  soon: () => void,
  actor: Actor,
  holdId: string,
  reason: string,
): Answer<HoldView> {
  const found = await holdToChange(house, actor, holdId);
  if (!found.ok) {
    return found;
  }
  const { reference, cameraIds } = found.value;
  const ask = {
    act: 'end-hold',
    targetIds: [holdId],
    body: { reason, reference, cameraIds },
  } as const;
  const lifted = await commitConfirmed(
    house,
    { actor, ask, change },
    async (facts, record, confirmation) => {
      const ended = { at: house.now(), by: actor.person.id, why: 'lifted', reason } as const;
      const refused = await changeHold(house, facts, holdId, async (stored) => {
        await facts.holds.put({ ...stored, hold: { ...stored.hold, ended } });
        await record(
          holdRecord(actor, 'hold-ended', stored, { why: 'lifted', reason, confirmation }),
        );
        return null;
      });
      return refused === null ? ok(null) : err(refused);
    },
  );
  if (!lifted.ok) {
    return lifted;
  }
  soon();
  return oneView(house, holdId);
}

/** A hold that lasts and that this person may end or confirm. */
async function holdToChange(
  house: House,
  actor: Actor,
  holdId: string,
): Promise<Result<Hold, Refusal>> {
  const known = await house.parts.facts.read((facts) => facts.holds.one(holdId));
  const denied =
    house.refusalOf(actor, null, { kind: 'end-hold' }) ??
    (known === null
      ? house.refused('unknown-thing').error
      : refusalToSeeHold(house, actor, known.hold.cameraIds));
  if (denied !== null || known === null) {
    return err(denied ?? house.refused('unknown-thing').error);
  }
  return lasts(house, known) ? ok(known.hold) : house.refused('hold-over');
}

function lasts(house: House, { hold }: StoredHold): boolean {
  const { timeZone } = house.parts.settings;
  return isHolding(hold, house.profile, timeZone, house.nowMs());
}

/** Read again and changed in one unit of work: two heads may act at once. */
async function changeHold(
  house: House,
  facts: FactsWork,
  holdId: string,
  work: (stored: StoredHold) => Promise<Refusal | null>,
): Promise<Refusal | null> {
  const stored = await facts.holds.one(holdId);
  return stored !== null && lasts(house, stored) ? work(stored) : house.refused('hold-over').error;
}

function holdRecord(actor: Actor, kind: EntryKind, { hold }: StoredHold, what: Json): ActRecord {
  return {
    kind,
    by: actor.person.id,
    about: [hold.id, ...hold.cameraIds],
    motive: 'requisition-prepared',
    what,
  };
}

async function oneView(house: House, holdId: Id<'hold'> | string): Answer<HoldView> {
  const view = await house.parts.facts.read(async (facts) => {
    const stored = await facts.holds.one(holdId);
    return stored === null ? null : viewOf(house, facts, stored);
  });
  return view === null ? house.refused('unknown-thing') : ok(view);
}

async function viewOf(house: House, facts: FactsWork, { hold }: StoredHold): Promise<HoldView> {
  const nameOf = (personId: string) => house.person(personId)?.displayName ?? personId;
  const { id, framework, reference, channel, requester, fromMs, toMs, placedAt, until } = hold;
  const end = holdEnd(hold, house.profile, house.parts.settings.timeZone);
  return {
    ...{ id, framework, reference, channel, requester, fromMs, toMs, placedAt, until },
    cameras: hold.cameraIds.map((cameraId) => ({
      id: cameraId,
      name: house.memory.cameras.get(cameraId)?.camera.name ?? cameraId,
    })),
    placedBy: nameOf(hold.placedBy),
    endsAt: hold.ended?.at ?? instantFromMs(end.atMs),
    toConfirm: hold.ended === null && hold.channel === 'phone' && hold.confirmed === null,
    confirmed: hold.confirmed && { ...hold.confirmed, by: nameOf(hold.confirmed.by) },
    ended: hold.ended && {
      ...hold.ended,
      by: hold.ended.by === null ? null : nameOf(hold.ended.by),
    },
    files: await facts.heldKeys.countOf(hold.id),
  };
}
