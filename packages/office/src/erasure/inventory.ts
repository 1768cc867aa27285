/**
 * Every byte that shows a picture, its age and its ground for still being there (RET-8). A recording
 * is there because it isn't due, because a hold keeps it, because it is being written, or because it
 * is condemned and its recorder hasn't unlinked it yet; a file that no recorder has told of is kept to
 * the day in its own header. What has none of these grounds is named.
 */

import { addDays, type CivilDay, civilDayOf, msFromInstant, startOfDay } from '@beffroi/kernel';
import { dueDayOf } from '@beffroi/town';
import type { House } from '../house.ts';
import type {
  Inventory,
  InventoryGround,
  InventoryLine,
  UnlistedRecorder,
} from '../ports/erasure.ts';
import type { FactsWork, StoredRecording } from '../ports/facts.ts';
import type { FoundFile, RecordingFolder, RecordingIdentity } from '../ports/recordings.ts';
import { entryOf } from '../register-entry.ts';
import { heldBy } from './holding.ts';
import { atEachPlace, type RecordingPlace } from './recording-places.ts';

/** A recorder tells of a file when it opens it; its facts are never that late by themselves. */
const toldWithinMs = 3_600_000;
const hourMs = 3_600_000;
const groundlessMax = 1000;
/** Days of a camera whose rows are read at once; one alone when they are more than a shelf answers. */
const daysAtOnce = 7;
const rowsAnsweredMax = 10_000;

interface Ground {
  readonly ground: InventoryGround;
  readonly cameraId: string | null;
  readonly until: CivilDay | null;
}

/** Looks at every folder and at the facts, and changes none of them. */
export async function takeInventory(house: House): Promise<Inventory> {
  const whole = new Tally();
  const unlisted = await atEachPlace(house, async (place) => {
    // Counted apart: half a listing says nothing.
    const tally = new Tally();
    const recorder = place.recorder?.name ?? null;
    for await (const found of grounded(house, place)) {
      tally.add(recorder, found);
    }
    whole.take(tally);
  });
  for (const { version, reference } of await house.parts.facts.read((facts) =>
    facts.masks.withReference(),
  )) {
    if (reference !== null) {
      const { cameraId, id: path, decidedAt } = version;
      const modifiedMs = msFromInstant(decidedAt);
      whole.add(null, {
        file: { path, sizeBytes: reference.ciphertext.length, growing: false, modifiedMs },
        ground: { ground: 'mask-reference', cameraId, until: reference.day },
        sinceMs: modifiedMs,
      });
    }
  }
  const { groundless, groundlessCount } = whole;
  return { at: house.now(), lines: whole.lines, groundless, groundlessCount, unlisted };
}

class Tally {
  readonly groundless: Inventory['groundless'][number][] = [];
  groundlessCount = 0;
  readonly #lines = new Map<string, InventoryLine>();

  get lines(): readonly InventoryLine[] {
    return [...this.#lines.values()];
  }

  add(recorder: string | null, { file, ground, sinceMs }: Omit<Grounded, 'untold'>): void {
    const { path, sizeBytes, modifiedMs } = file;
    if (ground !== null) {
      this.#addLine({ ...ground, recorder, files: 1, bytes: sizeBytes, sinceMs });
      return;
    }
    this.groundlessCount += 1;
    this.#addGroundless([{ recorder, path, sizeBytes, modifiedMs }]);
  }

  take(other: Tally): void {
    for (const line of other.lines) {
      this.#addLine(line);
    }
    this.groundlessCount += other.groundlessCount;
    this.#addGroundless(other.groundless);
  }

  #addGroundless(files: Inventory['groundless']): void {
    this.groundless.push(...files.slice(0, groundlessMax - this.groundless.length));
  }

  #addLine(line: InventoryLine): void {
    const key = `${line.ground} ${line.recorder} ${line.cameraId} ${line.until}`;
    const before = this.#lines.get(key);
    this.#lines.set(key, {
      ...line,
      files: line.files + (before?.files ?? 0),
      bytes: line.bytes + (before?.bytes ?? 0),
      sinceMs: Math.min(line.sinceMs, before?.sinceMs ?? line.sinceMs),
    });
  }
}

/**
 * Files that no recorder has told of (facts lost with a disk, an older database brought back) are
 * written down as their headers say, so that they are found, come due and are receipted like others.
 * Passes over what is `done` and adds to it; answers the recorders whose disks could not be looked at.
 */
export async function adoptUntold(
  house: House,
  done: Set<string | null>,
): Promise<readonly UnlistedRecorder[]> {
  return await atEachPlace(house, async (place) => {
    const id = place.recorder?.id ?? null;
    if (done.has(id)) {
      return;
    }
    for await (const { file, untold } of grounded(house, place)) {
      const identity = house.nowMs() - file.modifiedMs > toldWithinMs ? untold : null;
      const recorderId =
        identity && (id ?? house.memory.cameras.get(identity.cameraId)?.stored.recorderId ?? null);
      if (identity !== null && recorderId !== null) {
        await house.parts.facts.transact((facts) => adopt(house, facts, identity, recorderId));
      }
    }
    done.add(id);
  });
}

async function adopt(
  house: House,
  facts: FactsWork,
  identity: RecordingIdentity,
  recorderId: string,
): Promise<void> {
  const { recordingId, cameraId, startMs, path, sealedKey } = identity;
  // Its recorder may have told of it since the folder was looked at.
  const isTold =
    (await facts.recordings.one(recordingId)) !== null ||
    (await facts.erasures.one(recordingId)) !== null;
  if (isTold) {
    return;
  }
  await facts.recordings.put({ recording: identity, recorderId, closed: null });
  await facts.register.append(
    entryOf(house.parts, {
      kind: 'recording-adopted',
      about: [cameraId, recordingId],
      what: { path, startMs, keyDay: sealedKey.day, recorder: recorderId },
      log: 'recordings',
      by: null,
      motive: 'system',
    }),
  );
}

interface Grounded {
  readonly file: FoundFile;
  /** Null for none. */
  readonly ground: Ground | null;
  /** When its first picture was taken, as far as anybody knows. */
  readonly sinceMs: number;
  /** What the file says of itself, when the facts know nothing of it. */
  readonly untold: RecordingIdentity | null;
}

/** Facts are read some folders of a camera at once. */
async function* grounded(house: House, place: RecordingPlace): AsyncGenerator<Grounded> {
  const { folder, recorder } = place;
  // Elsewhere only what that very recorder has told of counts: a camera may have moved.
  const isOfPlace = (row: { readonly recorderId: string }) =>
    recorder === null || row.recorderId === recorder.id;
  let known = nothingKnown;
  const erasures = await house.parts.facts.read((facts) => facts.erasures.all());
  const condemned = new Map(erasures.filter(isOfPlace).map((one) => [one.path, one]));
  const isHeld = await house.parts.facts.read((facts) => heldBy(house, facts));
  for await (const file of folder.files()) {
    const [cameraId = '', day = ''] = file.path.split('/');
    if (!isKnown(known, cameraId, day)) {
      known = await house.parts.facts.read((facts) => rowsOf(house, facts, cameraId, day));
    }
    const found = known.rows.get(file.path);
    const row = found !== undefined && isOfPlace(found) ? found : undefined;
    const erasure = condemned.get(file.path);
    if (row !== undefined) {
      const ground = groundOf(house, row, file.growing, isHeld(row));
      yield { file, ground, sinceMs: row.recording.startMs, untold: null };
    } else if (erasure !== undefined) {
      const { cameraId, keyDay, startMs } = erasure;
      const ground = { ground: 'condemned', cameraId, until: keyDay } as const;
      yield { file, ground, sinceMs: startMs, untold: null };
    } else {
      const untold = await untoldIdentity(folder, file);
      const sinceMs = untold?.startMs ?? file.modifiedMs;
      yield { file, ground: untold && ownGround(house, untold), sinceMs, untold };
    }
  }
}

/** Null when it is due, condemned by nobody and held by nothing. */
function groundOf(
  house: House,
  { recording }: StoredRecording,
  growing: boolean,
  isHeld: boolean,
): Ground | null {
  const { timeZone } = house.parts.settings;
  const { cameraId, startMs, sealedKey } = recording;
  const days = house.memory.cameras.get(cameraId)?.camera.retentionDays ?? 0;
  const until = dueDayOf({ startMs, keyDay: sealedKey.day }, days, timeZone);
  if (isHeld) {
    return { ground: 'held', cameraId, until: null };
  }
  if (until <= civilDayOf(house.now(), timeZone)) {
    return null;
  }
  return { ground: growing ? 'being-written' : 'kept', cameraId, until };
}

/** Null for a file that isn't the recording its place says. */
async function untoldIdentity(
  folder: RecordingFolder,
  { path }: FoundFile,
): Promise<RecordingIdentity | null> {
  const identity = path.endsWith('.bfr') ? await folder.identityOf(path) : null;
  return identity?.path === path ? identity : null;
}

/** Good until the day that it was sealed for. */
function ownGround(house: House, { cameraId, sealedKey }: RecordingIdentity): Ground | null {
  const today = civilDayOf(house.now(), house.parts.settings.timeZone);
  return sealedKey.day > today ? { ground: 'untold', cameraId, until: sealedKey.day } : null;
}

/** Rows of a camera, both streams, by path, of the civil days from `from` to before `to`. */
interface KnownRows {
  readonly cameraId: string;
  readonly from: CivilDay;
  readonly to: CivilDay;
  readonly rows: ReadonlyMap<string, StoredRecording>;
}

const nothingKnown: KnownRows = { cameraId: '', from: '', to: '', rows: new Map() };

function isKnown({ cameraId, from, to }: KnownRows, wanted: string, day: string): boolean {
  return cameraId === wanted && day >= from && day < to;
}

/** Rows of a folder `cam_x/2026-11-22` and of the days after it. */
async function rowsOf(
  house: House,
  facts: FactsWork,
  cameraId: string,
  day: string,
  days = daysAtOnce,
): Promise<KnownRows> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    return nothingKnown;
  }
  const { timeZone } = house.parts.settings;
  const to = addDays(day, days);
  const fromMs = msFromInstant(startOfDay(day, timeZone)) - hourMs;
  const toMs = msFromInstant(startOfDay(to, timeZone)) + hourMs;
  const main = await facts.recordings.between(cameraId, 'main', fromMs, toMs);
  const sub = await facts.recordings.between(cameraId, 'sub', fromMs, toMs);
  if (days > 1 && Math.max(main.length, sub.length) >= rowsAnsweredMax) {
    return rowsOf(house, facts, cameraId, day, 1);
  }
  const rows = new Map([...main, ...sub].map((row) => [row.recording.path, row]));
  return { cameraId, from: day, to, rows };
}
