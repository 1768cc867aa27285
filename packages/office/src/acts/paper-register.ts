/**
 * The register that prefectures and towns kept on paper and still ask for (VP-34): for each camera and
 * civil day what was recorded, when it was destroyed, when pictures of it were taken out. It is a view
 * of the register of recordings and acts: nothing is kept for it, so it can't say anything else.
 */

import {
  addDays,
  civilDayOf,
  type Instant,
  instantFromMs,
  msFromInstant,
  ok,
  startOfDay,
} from '@beffroi/kernel';
import type { PaperRegisterLine } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { Answer } from '../office.ts';
import type { FactsWork } from '../ports/facts.ts';
import type { NumberedEntry, RegisterQuery } from '../ports/register.ts';
import { type SaidRecord, saidIn } from '../said-record.ts';

const daysMax = 31;
const dayMs = 86_400_000;
const entriesAtOnce = 5000;
/** Two hundred thousand files: 75 cameras with two streams over nine days. */
const readingsMax = 40;
/** Files follow each other within a picture or two. */
const seamMs = 2000;
/** Pictures leave the centre by these acts and no other. */
const handingOver: readonly string[] = ['still-saved'];

export interface PaperWish {
  readonly cameraId: string | null;
  /** Civil days of the town, both included. */
  readonly from: string;
  readonly to: string;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Line {
  readonly cameraId: string;
  readonly day: string;
  readonly files: Map<string, Span>;
  readonly destroyed: Map<string, Instant>;
  readonly handedOver: Instant[];
}

export async function paperRegister(
  house: House,
  wish: PaperWish,
): Answer<readonly PaperRegisterLine[]> {
  const { timeZone } = house.parts.settings;
  const areDays = isCivilDay(wish.from) && isCivilDay(wish.to) && wish.from <= wish.to;
  if (!areDays || addDays(wish.from, daysMax) <= wish.to) {
    return house.refused('period-invalid');
  }
  const from = startOfDay(wish.from, timeZone);
  const to = startOfDay(addDays(wish.to, 1), timeZone);
  const lines = new Map<string, Line>();
  const lineOf = (cameraId: string, atMs: number): Line | null => {
    const day = civilDayOf(instantFromMs(atMs), timeZone);
    if (day < wish.from || day > wish.to) {
      return null;
    }
    const key = `${day} ${cameraId}`;
    const line = lines.get(key) ?? {
      ...{ cameraId, day, files: new Map(), destroyed: new Map(), handedOver: [] },
    };
    lines.set(key, line);
    return line;
  };
  const ofFile = new Map<string, Line>();
  const about = wish.cameraId === null ? {} : { about: wish.cameraId };
  const unreadable = new Map<string, PaperRegisterLine>();
  const noteUnreadable = (entry: NumberedEntry) => {
    unreadable.set(entry.id, unreadableLine(entry, timeZone));
  };
  const isWhole = await house.parts.facts.read(async (base) => {
    const facts = { register: base.register, noteUnreadable };
    const recordings = { log: 'recordings', ...about, from } as const;
    // A file is told when it ends; its recorder may have been away for a day.
    const closed = { ...recordings, kinds: ['recording-closed'], to: later(to, 2) };
    return (
      (await eachOf(facts, closed, (one) => noteClosed(one, lineOf, ofFile))) &&
      (await eachOf(facts, { ...recordings, kinds: gone }, (one) => noteGone(one, ofFile))) &&
      (await eachOf(facts, { log: 'acts', ...about, from, kinds: handingOver }, (one) =>
        noteHandedOver(one, lineOf),
      ))
    );
  });
  return isWhole
    ? ok([
        ...[...lines.values()].toSorted(byDayAndCamera(house)).map((line) => viewOf(house, line)),
        ...[...unreadable.values()].toSorted((a, b) => (a.unreadable ?? 0) - (b.unreadable ?? 0)),
      ])
    : house.refused('paper-too-long');
}

const gone: readonly string[] = ['recordings-erased', 'recording-removed'];

type LineOf = (cameraId: string, atMs: number) => Line | null;

interface Said {
  readonly about: readonly string[];
  readonly what: {
    readonly startMs?: number;
    readonly endMs?: number;
    readonly momentMs?: number;
    readonly files?: readonly { readonly recordingId: string }[];
  };
}

/** A line that can't be read says so, with its number and the day of its entry, and keeps none from being read. */
function unreadableLine({ id, number, at }: NumberedEntry, timeZone: string): PaperRegisterLine {
  const day = civilDayOf(at, timeZone);
  const nothing = { spans: [], destroyedAt: null, handedOver: [] };
  return { camera: { id, name: '' }, day, ...nothing, unreadable: number };
}

interface Reading extends Pick<FactsWork, 'register'> {
  noteUnreadable(entry: NumberedEntry): void;
}

/** Every entry of a question; false when there are too many. */
async function eachOf(
  facts: Reading,
  query: RegisterQuery,
  note: (said: Said & Pick<NumberedEntry, 'at'>) => void,
): Promise<boolean> {
  let below = Number.MAX_SAFE_INTEGER;
  for (let readings = 0; readings < readingsMax; readings++) {
    const found = await facts.register.find({ ...query, below }, entriesAtOnce);
    for (const entry of found.filter(({ record }) => record !== '')) {
      const said = saidIn(entry.record);
      if (said !== null && isTold(said)) {
        note({ ...said, at: entry.at });
      } else {
        facts.noteUnreadable(entry);
      }
    }
    below = found.at(-1)?.number ?? 0;
    if (found.length < entriesAtOnce) {
      return true;
    }
  }
  return false;
}

/** Whether what a line says of times and files is such. */
function isTold(said: SaidRecord): said is SaidRecord & Said {
  const { startMs, endMs, momentMs, files } = said.what as Record<string, unknown>;
  const areTimes = [startMs, endMs, momentMs].every(
    (ms) => ms === undefined || Number.isSafeInteger(ms),
  );
  return areTimes && (files === undefined || Array.isArray(files));
}

function noteClosed({ about, what }: Said, lineOf: LineOf, ofFile: Map<string, Line>): void {
  const [recordingId = '', cameraId = ''] = about;
  const { startMs = 0, endMs = startMs } = what;
  const line = lineOf(cameraId, startMs);
  if (line !== null) {
    line.files.set(recordingId, { fromMs: startMs, toMs: endMs });
    ofFile.set(recordingId, line);
  }
}

/** Only what stands in a line is marked as gone: its own file says on which day it was made. */
function noteGone(
  { about, what, at }: Said & Pick<NumberedEntry, 'at'>,
  ofFile: ReadonlyMap<string, Line>,
): void {
  for (const id of what.files?.map(({ recordingId }) => recordingId) ?? [about[0] ?? '']) {
    ofFile.get(id)?.destroyed.set(id, at);
  }
}

function noteHandedOver({ about, what, at }: Said & Pick<NumberedEntry, 'at'>, lineOf: LineOf) {
  const cameraId = about.find((id) => id.startsWith('cam_'));
  if (cameraId !== undefined && what.momentMs !== undefined) {
    lineOf(cameraId, what.momentMs)?.handedOver.push(at);
  }
}

function viewOf(house: House, line: Line): PaperRegisterLine {
  const { cameraId, day, files, destroyed, handedOver } = line;
  const isGone = files.size > 0 && [...files.keys()].every((id) => destroyed.has(id));
  return {
    camera: { id: cameraId, name: nameOf(house, cameraId) },
    day,
    spans: joined([...files.values()]),
    destroyedAt: isGone ? ([...destroyed.values()].toSorted().at(-1) ?? null) : null,
    handedOver: handedOver.toSorted(),
  };
}

/** Spans in their order; those that touch are one. */
export function joined(spans: readonly Span[]): { fromMs: number; toMs: number }[] {
  const all: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = all.at(-1);
    if (last !== undefined && fromMs - last.toMs < seamMs) {
      last.toMs = Math.max(last.toMs, toMs);
    } else {
      all.push({ fromMs, toMs });
    }
  }
  return all;
}

function byDayAndCamera(house: House): (a: Line, b: Line) => number {
  return (a, b) =>
    a.day.localeCompare(b.day) ||
    nameOf(house, a.cameraId).localeCompare(nameOf(house, b.cameraId), 'fr', { numeric: true });
}

function nameOf(house: House, cameraId: string): string {
  return house.memory.cameras.get(cameraId)?.stored.camera.name ?? cameraId;
}

function later(at: Instant, days: number): Instant {
  return instantFromMs(msFromInstant(at) + days * dayMs);
}

/** Whether a text of the form of a day (2026-02-30) is one. */
export function isCivilDay(day: string): boolean {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1970 && dayOfMonth >= 1 && dayOfMonth <= (lengths[month - 1] ?? 0);
}
