/**
 * Reading the register as a person: only with the right to it (head, DPO, inspector, mayor), for a
 * purpose of the closed list that is itself an entry and good for four hours (REG-18, DP-06). The
 * entry is the opening: nothing else remembers it, so any process of the centre can check it. No
 * picture is behind any of this.
 */

import {
  addDays,
  err,
  type Instant,
  instantFromMs,
  msFromInstant,
  ok,
  startOfDay,
} from '@beffroi/kernel';
import type { Refusal } from '@beffroi/town';
import type {
  FateQuery,
  FatesView,
  OpenRegisterBody,
  PaperRegisterLine,
  PaperRegisterQuery,
  RegisterEntriesQuery,
  RegisterEntriesView,
  RegisterOpeningView,
} from '@beffroi/wire';
import type { House } from '../house.ts';
import type { Actor, Answer } from '../office.ts';
import type { NumberedEntry, RegisterEntry, RegisterQuery } from '../ports/register.ts';
import { entryOf } from '../register-entry.ts';
import { saidIn } from '../said-record.ts';
import { entryView } from '../views/entry-view.ts';
import { entryKinds, entryWords } from '../words/entry-words.ts';
import { isCivilDay, paperRegister } from './paper-register.ts';
import { fatesOf } from './picture-fate.ts';

const openingMs = 4 * 3_600_000;
const pageEntries = 50;
const fateSpanMsMax = 31 * 86_400_000;

/** How the paper register leaves the page. */
export type ExtractForm = 'csv' | 'pdf';

export interface RegisterReading {
  /** Opens the log for a purpose: an entry, and what can be filtered by. */
  open(actor: Actor, body: OpenRegisterBody): Answer<RegisterOpeningView>;
  entries(actor: Actor, query: RegisterEntriesQuery): Answer<RegisterEntriesView>;
  /** The registers of VP-34 as a view of the log; taken out in a form, it is an entry of its own. */
  paper(
    actor: Actor,
    query: PaperRegisterQuery,
    form: ExtractForm | null,
  ): Answer<readonly PaperRegisterLine[]>;
  /** What became of a camera's pictures (VP-58): answered from receipts, opening nothing. */
  fates(actor: Actor, query: FateQuery): Answer<FatesView>;
  /** One entry by its number, counted from 1, of a register that this person has opened. */
  entry(actor: Actor, log: RegisterEntry['log'], number: number): Answer<NumberedEntry>;
  /** Notes that the owner of the machine takes a copy of the whole register. */
  noteExport(folder: string): Promise<void>;
}

export function createRegisterReading(house: House): RegisterReading {
  return {
    open: (actor, body) => open(house, actor, body),
    entries: (actor, query) => entries(house, actor, query),
    paper: (actor, query, form) => paper(house, actor, query, form),
    fates: (actor, query) => fates(house, actor, query),
    entry: (actor, log, number) => entry(house, actor, log, number),
    noteExport: (folder) =>
      house.trace({
        kind: 'register-exported',
        by: 'machine-owner',
        about: [],
        motive: 'control',
        what: { folder },
      }),
  };
}

async function open(
  house: House,
  actor: Actor,
  { purpose, note }: OpenRegisterBody,
): Answer<RegisterOpeningView> {
  const denied = house.refusalOf(actor, null, { kind: 'read-register' });
  if (denied !== null) {
    return err(denied);
  }
  const written = entryOf(house.parts, {
    kind: 'register-opened',
    by: actor.person.id,
    about: [],
    motive: purpose,
    what: { note },
  });
  const opening = await house.parts.facts.transact((facts) => facts.register.append(written));
  const people = [...house.memory.people.values()].map(({ person }) => ({
    id: person.id,
    name: person.displayName,
  }));
  const cameras = [...house.memory.cameras.values()].map(({ stored }) => ({
    id: stored.camera.id,
    name: stored.camera.name,
  }));
  return ok({
    opening,
    until: instantFromMs(msFromInstant(written.at) + openingMs),
    kinds: entryKinds.map((kind) => ({ kind, words: entryWords(kind) })),
    people: people.toSorted((a, b) => a.name.localeCompare(b.name, 'fr')),
    cameras: cameras.toSorted((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true })),
  });
}

/** Null when this person has opened the register, less than four hours ago. */
async function refusalOfOpening(
  house: House,
  actor: Actor,
  opening: number,
): Promise<Refusal | null> {
  const denied = house.refusalOf(actor, null, { kind: 'read-register' });
  if (denied !== null) {
    return denied;
  }
  const [entry] = await house.parts.facts.read((facts) =>
    facts.register.page('acts', opening + 1, 1),
  );
  const isOpen =
    entry?.number === opening &&
    entry.kind === 'register-opened' &&
    entry.personId === actor.person.id &&
    house.nowMs() < msFromInstant(entry.at) + openingMs;
  return isOpen ? null : house.refused('register-not-opened').error;
}

async function entries(
  house: House,
  actor: Actor,
  query: RegisterEntriesQuery,
): Answer<RegisterEntriesView> {
  const denied = await refusalOfOpening(house, actor, query.opening);
  if (denied !== null) {
    return err(denied);
  }
  if (![query.from, query.to].every((day) => day === undefined || isCivilDay(day))) {
    return house.refused('period-invalid');
  }
  const wanted: RegisterQuery = {
    log: query.log,
    ...(query.below === undefined ? {} : { below: query.below }),
    ...(query.kind === undefined ? {} : { kinds: [query.kind] }),
    ...(query.person === undefined ? {} : { personId: query.person }),
    ...(query.camera === undefined ? {} : { about: query.camera }),
    ...(query.from === undefined ? {} : { from: firstOf(house, query.from) }),
    ...(query.to === undefined ? {} : { to: firstOf(house, addDays(query.to, 1)) }),
  };
  const found = await house.parts.facts.read((facts) =>
    facts.register.find(wanted, pageEntries + 1),
  );
  return ok({
    entries: found.slice(0, pageEntries).map((one) => entryView(house, one)),
    more: found.length > pageEntries,
  });
}

async function paper(
  house: House,
  actor: Actor,
  query: PaperRegisterQuery,
  form: ExtractForm | null,
): Answer<readonly PaperRegisterLine[]> {
  const denied = await refusalOfOpening(house, actor, query.opening);
  if (denied !== null) {
    return err(denied);
  }
  const { camera = null, from, to } = query;
  const lines = await paperRegister(house, { cameraId: camera, from, to });
  if (lines.ok && form !== null) {
    await house.trace({
      kind: 'register-extract-made',
      by: actor.person.id,
      about: camera === null ? [] : [camera],
      motive: 'control',
      what: { opening: query.opening, form, from, to },
    });
  }
  return lines;
}

async function fates(house: House, actor: Actor, query: FateQuery): Answer<FatesView> {
  const denied = house.refusalOf(actor, null, { kind: 'read-register' });
  if (denied !== null) {
    return err(denied);
  }
  const { camera, fromMs, toMs } = query;
  const isSpan = toMs > fromMs && toMs - fromMs <= fateSpanMsMax && fromMs < house.nowMs();
  if (!isSpan || !house.memory.cameras.has(camera)) {
    return house.refused(isSpan ? 'unknown-camera' : 'period-invalid');
  }
  await house.trace({
    kind: 'picture-fate-asked',
    by: actor.person.id,
    about: [camera],
    motive: 'right-of-access',
    what: { fromMs, toMs },
  });
  return ok({ fates: await fatesOf(house, camera, fromMs, Math.min(toMs, house.nowMs())) });
}

async function entry(
  house: House,
  actor: Actor,
  log: RegisterEntry['log'],
  number: number,
): Answer<NumberedEntry> {
  const denied = house.refusalOf(actor, null, { kind: 'read-register' });
  if (denied !== null) {
    return err(denied);
  }
  const from = instantFromMs(house.nowMs() - openingMs);
  const [opening] = await house.parts.facts.read((facts) =>
    facts.register.find(
      { log: 'acts', kinds: ['register-opened'], personId: actor.person.id, from },
      1,
    ),
  );
  if (opening === undefined) {
    return house.refused('register-not-opened');
  }
  const [found] = await house.parts.facts.read((facts) => facts.register.page(log, number + 1, 1));
  if (found?.number !== number) {
    return house.refused('unknown-thing');
  }
  await house.trace({
    kind: 'register-entry-read',
    by: actor.person.id,
    about: [found.id],
    motive: saidIn(opening.record)?.motive ?? 'system',
    what: { log, number },
  });
  return ok(found);
}

function firstOf(house: House, day: string): Instant {
  return startOfDay(day, house.parts.settings.timeZone);
}
