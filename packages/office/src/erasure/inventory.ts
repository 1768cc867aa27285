/**
 * Every byte that shows a picture, its age and its ground for still being there (RET-8). A recording
 * is there because it isn't due, because a hold keeps it, because it is being written, or because it
 * is condemned and its recorder hasn't unlinked it yet; a file that no recorder has told of is kept to
 * the day in its own header. What has none of these grounds is named.
 */

import { addDays, type CivilDay, civilDayOf, msFromInstant, startOfDay } from '@beffroi/kernel';
import { dueDayOf } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Inventory, InventoryGround, InventoryLine } from '../ports/erasure.ts';
import type { FactsWork, StoredRecording } from '../ports/facts.ts';
import type { FoundFile, RecordingFolder, RecordingIdentity } from '../ports/recordings.ts';
import { entryOf } from '../register-entry.ts';
import { heldBy } from './holding.ts';

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

/** Looks at the folder and at the facts, and changes neither. */
export async function takeInventory(house: House, folder: RecordingFolder): Promise<Inventory> {
  const lines = new Map<string, InventoryLine>();
  const groundless: FoundFile[] = [];
  let groundlessCount = 0;
  const add = ({ ground, cameraId, until }: Ground, bytes: number, sinceMs: number) => {
    const key = `${ground} ${cameraId} ${until}`;
    const before = lines.get(key) ?? { ground, cameraId, until, files: 0, bytes: 0, sinceMs };
    lines.set(key, {
      ...before,
      files: before.files + 1,
      bytes: before.bytes + bytes,
      sinceMs: Math.min(before.sinceMs, sinceMs),
    });
  };
  for await (const { file, ground } of grounded(house, folder)) {
    if (ground === null) {
      groundlessCount += 1;
      groundless.push(...(groundless.length < groundlessMax ? [file] : []));
    } else {
      add(ground, file.sizeBytes, file.modifiedMs);
    }
  }
  for (const { version, reference } of await house.parts.facts.read((facts) =>
    facts.masks.withReference(),
  )) {
    if (reference !== null) {
      const ground = { ground: 'mask-reference', cameraId: version.cameraId, until: reference.day };
      add(ground as Ground, reference.ciphertext.length, msFromInstant(version.decidedAt));
    }
  }
  return { at: house.now(), lines: [...lines.values()], groundless, groundlessCount };
}

/**
 * Files that no recorder has told of (facts lost with a disk, an older database brought back) are
 * written down as their headers say, so that they are found, come due and are receipted like others.
 */
export async function adoptUntold(house: House, folder: RecordingFolder): Promise<number> {
  let adopted = 0;
  for await (const { file, untold } of grounded(house, folder)) {
    const identity = house.nowMs() - file.modifiedMs > toldWithinMs ? untold : null;
    const recorderId =
      identity && (house.memory.cameras.get(identity.cameraId)?.stored.recorderId ?? null);
    if (identity !== null && recorderId !== null) {
      await house.parts.facts.transact(async (facts) => {
        await facts.recordings.put({ recording: identity, recorderId, closed: null });
        const { recordingId, cameraId, startMs, path, sealedKey } = identity;
        await facts.register.append(
          entryOf(house.parts, {
            kind: 'recording-adopted',
            about: [cameraId, recordingId],
            what: { path, startMs, keyDay: sealedKey.day },
            log: 'recordings',
            by: null,
            motive: 'system',
          }),
        );
      });
      adopted += 1;
    }
  }
  return adopted;
}

interface Grounded {
  readonly file: FoundFile;
  /** Null for none. */
  readonly ground: Ground | null;
  /** What the file says of itself, when the facts know nothing of it. */
  readonly untold: RecordingIdentity | null;
}

/** Facts are read some folders of a camera at once. */
async function* grounded(house: House, folder: RecordingFolder): AsyncGenerator<Grounded> {
  let known = nothingKnown;
  const condemned = new Map(
    (await house.parts.facts.read((facts) => facts.erasures.all())).map((one) => [one.path, one]),
  );
  const isHeld = await house.parts.facts.read((facts) => heldBy(house, facts));
  for await (const file of folder.files()) {
    const [cameraId = '', day = ''] = file.path.split('/');
    if (!isKnown(known, cameraId, day)) {
      known = await house.parts.facts.read((facts) => rowsOf(house, facts, cameraId, day));
    }
    const row = known.rows.get(file.path);
    const erasure = condemned.get(file.path);
    if (row !== undefined) {
      yield { file, ground: groundOf(house, row, file.growing, isHeld(row)), untold: null };
    } else if (erasure !== undefined) {
      const { cameraId, keyDay } = erasure;
      yield { file, ground: { ground: 'condemned', cameraId, until: keyDay }, untold: null };
    } else {
      const untold = await untoldIdentity(folder, file);
      yield { file, ground: untold && ownGround(house, untold), untold };
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
