/**
 * Facts in memory, for tests and for starting the centre without PostgreSQL in tests. It keeps the
 * contract suite that PostgreSQL keeps: units of work one at a time, all or nothing. It keeps nothing
 * across a restart, so no app may use it for a real town.
 */

import type { SignInFailures } from '@beffroi/town';
import type { OfficeChange } from '../office.ts';
import type { StoredConfirmation } from '../ports/confirmations.ts';
import type { StoredErasure } from '../ports/erasure.ts';
import type {
  AlarmShelf,
  BookmarkShelf,
  ConfirmationShelf,
  ErasureShelf,
  Facts,
  FactsWork,
  GapShelf,
  HeldKeyShelf,
  HoldShelf,
  MaskShelf,
  RecordingShelf,
  Shelf,
  StoredRecording,
  StoredViewing,
  ViewingShelf,
} from '../ports/facts.ts';
import type { StoredHeldKey, StoredHold } from '../ports/holds.ts';
import type { NumberedEntry, Register } from '../ports/register.ts';
import { emergencyShelf } from './fake-emergencies.ts';
import { ofPerson, sessionShelf, withTerm } from './fake-sign-in.ts';

const rowsMax = 10_000;
const alarmsMax = 200;

/** Every shelf as a map from key to plain value; copied at the start of a unit of work. */
type Store = Map<string, Map<string, unknown>>;

export interface FakeFacts extends Facts {
  /** The register as it stands, oldest first. */
  readonly entries: readonly NumberedEntry[];
  /** From now on units of work and reads fail as if the database were away, until given null. */
  breakWith(failure: Error | null): void;
}

export function createFakeFacts(): FakeFacts {
  let store: Store = new Map();
  let queue: Promise<unknown> = Promise.resolve();
  let broken: Error | null = null;
  const transact = <T>(work: (facts: FactsWork) => Promise<T>): Promise<T> => {
    const run = async () => {
      failIf(broken);
      const draft: Store = new Map([...store].map(([name, rows]) => [name, new Map(rows)]));
      const value = await work(workOn(draft));
      failIf(broken);
      store = draft;
      return value;
    };
    const turn = queue.then(run, run);
    queue = turn;
    return turn;
  };
  return {
    transact,
    async read(work) {
      failIf(broken);
      return work(workOn(new Map([...store].map(([name, rows]) => [name, new Map(rows)]))));
    },
    expunge: async () => ({ parts: 0, isLogCleared: true }),
    announce: async (_: OfficeChange) => {},
    onAnnounced: () => () => {},
    close: async () => {},
    get entries() {
      return rowsOf<NumberedEntry>(store, 'register').toSorted((a, b) => a.number - b.number);
    },
    breakWith(failure) {
      broken = failure;
    },
  };
}

function failIf(broken: Error | null): void {
  if (broken !== null) {
    throw broken;
  }
}

function rowsOf<V>(store: Store, name: string): V[] {
  return [...(store.get(name)?.values() ?? [])] as V[];
}

function workOn(store: Store): FactsWork {
  return {
    town: shelf(store, 'town', (value) => value.key),
    imports: shelf(store, 'imports', (value) => value.key),
    communes: shelf(store, 'communes', (value) => value.id),
    cameras: shelf(store, 'cameras', (value) => value.camera.id),
    masks: maskShelf(store),
    people: shelf(store, 'people', (value) => value.person.id),
    clearances: shelf(store, 'clearances', (value) => value.id),
    cameraGroups: shelf(store, 'cameraGroups', (value) => value.id),
    emergencies: emergencyShelf(shelf(store, 'emergencies', (value) => value.id)),
    sessions: sessionShelf(shelf(store, 'sessions', (value) => value.tokenHash)),
    passkeys: ofPerson(shelf(store, 'passkeys', (value) => value.credentialId)),
    identities: ofPerson(shelf(store, 'identities', (value) => value.key)),
    passwords: shelf(store, 'passwords', (value) => value.personId),
    enrolments: withTerm(shelf(store, 'enrolments', (value) => value.tokenHash)),
    failures: shelf<SignInFailures & { readonly personId: string }>(
      store,
      'failures',
      (value) => value.personId,
    ) as FactsWork['failures'],
    viewings: viewingShelf(store),
    bookmarks: bookmarkShelf(store),
    layouts: shelf(store, 'layouts', (value) => value.id),
    alarms: alarmShelf(store),
    recorders: shelf(store, 'recorders', (value) => value.id),
    recordings: recordingShelf(store),
    erasures: erasureShelf(store),
    keyErasures: shelf(store, 'keyErasures', (value) => value.keyId),
    holds: holdShelf(store),
    heldKeys: heldKeyShelf(store),
    confirmations: confirmationShelf(store),
    gaps: gapShelf(store),
    clock: shelf(store, 'clock', (value) => value.key),
    register: register(store),
  };
}

function shelf<V>(store: Store, name: string, keyOf: (value: V) => string): Shelf<V> {
  const rows = (store.get(name) ?? new Map()) as Map<string, V>;
  store.set(name, rows);
  return {
    one: async (key) => rows.get(key) ?? null,
    all: async () => [...rows.values()],
    async put(value) {
      rows.set(keyOf(value), structuredClone(value));
    },
    async remove(key) {
      rows.delete(key);
    },
  };
}

function maskShelf(store: Store): MaskShelf {
  const base: MaskShelf = {
    ...shelf(store, 'masks', (value) => value.version.id),
    ofCamera: async (cameraId) =>
      (await base.all())
        .map(({ version }) => version)
        .filter((version) => version.cameraId === cameraId)
        .reverse(),
    withReference: async () => (await base.all()).filter(({ reference }) => reference !== null),
  };
  return base;
}

function viewingShelf(store: Store): ViewingShelf {
  const base = shelf<StoredViewing>(store, 'viewings', (value) => value.id);
  return {
    ...base,
    async removeOver(before) {
      const over = (await base.all()).filter(({ until }) => until < before);
      for (const { id } of over) {
        await base.remove(id);
      }
      return over.length;
    },
  };
}

function bookmarkShelf(store: Store): BookmarkShelf {
  const base: BookmarkShelf = {
    ...shelf(store, 'bookmarks', (value) => value.id),
    between: async (cameraId, fromMs, toMs) =>
      (await base.all())
        .filter((mark) => mark.cameraId === cameraId && mark.atMs >= fromMs && mark.atMs < toMs)
        .toSorted((a, b) => a.atMs - b.atMs),
  };
  return base;
}

function alarmShelf(store: Store): AlarmShelf {
  const base: AlarmShelf = {
    ...shelf(store, 'alarms', (value) => value.id),
    current: async () =>
      (await base.all())
        .filter((alarm) => alarm.endedMs === null || alarm.acknowledgedBy === null)
        .toSorted((a, b) => b.atMs - a.atMs)
        .slice(0, alarmsMax),
    open: async (code, cameraId, recorderId) =>
      (await base.all())
        .filter((alarm) => alarm.endedMs === null || alarm.acknowledgedBy === null)
        .filter(
          (alarm) =>
            alarm.code === code && alarm.cameraId === cameraId && alarm.recorderId === recorderId,
        )
        .toSorted(
          (a, b) => (b.endedMs ?? Infinity) - (a.endedMs ?? Infinity) || b.atMs - a.atMs,
        )[0] ?? null,
    lastingOfRecorder: async (recorderId) =>
      (await base.all()).filter(
        (alarm) => alarm.recorderId === recorderId && alarm.endedMs === null,
      ),
  };
  return base;
}

function recordingShelf(store: Store): RecordingShelf {
  const base = shelf<StoredRecording>(store, 'recordings', (value) => value.recording.recordingId);
  const of = async (cameraId: string, stream: string) =>
    (await base.all())
      .filter(({ recording }) => recording.cameraId === cameraId && recording.stream === stream)
      .toSorted((a, b) => a.recording.startMs - b.recording.startMs);
  const isKept = (recordingId: string, isBy: (holdId: string) => boolean) =>
    rowsOf<StoredHeldKey>(store, 'heldKeys').some(
      (held) => held.recordingId === recordingId && isBy(held.holdId),
    );
  const lasts = (holdId: string) =>
    rowsOf<StoredHold>(store, 'holds').some(
      ({ hold }) => hold.id === holdId && hold.ended === null,
    );
  const unheld = (rows: readonly StoredRecording[], isBy = lasts) =>
    rows.filter(({ recording }) => !isKept(recording.recordingId, isBy));
  return {
    ...base,
    between: async (cameraId, stream, fromMs, toMs) =>
      (await of(cameraId, stream))
        .filter(
          ({ recording, closed }) =>
            recording.startMs < toMs && (closed === null || closed.endMs > fromMs),
        )
        .slice(0, rowsMax),
    near: async (cameraId, stream, atMs, side) => {
      const rows = await of(cameraId, stream);
      const found =
        side === 'after'
          ? rows.find(({ recording }) => recording.startMs > atMs)
          : rows.findLast(({ recording }) => recording.startMs <= atMs);
      return found ?? null;
    },
    mayBeDue: async (cameraId, keyDay, startedBeforeMs) =>
      unheld(await base.all())
        .filter(({ recording }) => recording.cameraId === cameraId)
        .filter(
          ({ recording }) =>
            recording.sealedKey.day <= keyDay || recording.startMs < startedBeforeMs,
        )
        .toSorted((a, b) => a.recording.startMs - b.recording.startMs)
        .slice(0, rowsMax),
    notHeld: async (holdId, cameraId, fromMs, toMs, count) =>
      unheld(await base.all(), (id) => id === holdId)
        .filter(
          ({ recording, closed }) =>
            recording.cameraId === cameraId &&
            recording.startMs < toMs &&
            (closed === null || closed.endMs > fromMs),
        )
        .toSorted((a, b) => a.recording.startMs - b.recording.startMs)
        .slice(0, count),
    anyToTake: async (fromHoldId, forHoldId, cameraId, fromMs, toMs) =>
      unheld(await base.all(), (id) => id === forHoldId).some(
        ({ recording: { recordingId, cameraId: camera, startMs }, closed }) =>
          camera === cameraId &&
          startMs < toMs &&
          (closed === null || closed.endMs > fromMs) &&
          isKept(recordingId, (id) => id === fromHoldId),
      ),
    anyUnder: async (keyId) =>
      unheld(await base.all()).some(({ recording }) => recording.sealedKey.keyId === keyId),
  };
}

function holdShelf(store: Store): HoldShelf {
  const base = shelf<StoredHold>(store, 'holds', (value) => value.hold.id);
  return {
    ...base,
    lasting: async () =>
      (await base.all())
        .filter(({ keyDestroyedAt }) => keyDestroyedAt === null)
        .toSorted((a, b) => a.hold.placedAt.localeCompare(b.hold.placedAt)),
  };
}

function heldKeyShelf(store: Store): HeldKeyShelf {
  const base = shelf<StoredHeldKey>(store, 'heldKeys', (value) => value.key);
  const of = async (holdId: string) => (await base.all()).filter((held) => held.holdId === holdId);
  return {
    ...base,
    ofRecording: async (recordingId) =>
      (await base.all()).filter((held) => held.recordingId === recordingId),
    countOf: async (holdId) => (await of(holdId)).length,
    async removeOf(holdId) {
      for (const { key } of await of(holdId)) {
        await base.remove(key);
      }
    },
  };
}

function erasureShelf(store: Store): ErasureShelf {
  const base = shelf<StoredErasure>(store, 'erasures', (value) => value.recordingId);
  return {
    ...base,
    waiting: async (recorderId, count, after) =>
      (await base.all())
        .filter((each) => each.recorderId === recorderId && each.unlinkedAt === null)
        .filter((each) => after === null || inOrder(after, each) < 0)
        .toSorted(inOrder)
        .slice(0, count),
  };
}

/** Oldest first. */
function inOrder(a: ErasureOrder, b: ErasureOrder): number {
  return a.startMs - b.startMs || (a.recordingId < b.recordingId ? -1 : 1);
}

type ErasureOrder = Pick<StoredErasure, 'startMs' | 'recordingId'>;

function confirmationShelf(store: Store): ConfirmationShelf {
  const base = shelf<StoredConfirmation>(store, 'confirmations', (value) => value.id);
  return {
    ...base,
    ofPerson: async (personId) =>
      (await base.all())
        .filter((each) => each.personId === personId)
        .toSorted((a, b) => a.askedAt.localeCompare(b.askedAt)),
    async removeOver(at) {
      const over = (await base.all()).filter(({ until }) => until <= at);
      for (const { id } of over) {
        await base.remove(id);
      }
      return over.length;
    },
  };
}

function gapShelf(store: Store): GapShelf {
  const base: GapShelf = {
    ...shelf(store, 'gaps', (value) => value.gapId),
    between: async (cameraId, stream, fromMs, toMs) =>
      (await base.all())
        .filter((gap) => gap.cameraId === cameraId && gap.stream === stream)
        .filter((gap) => gap.fromMs < toMs && (gap.toMs === null || gap.toMs > fromMs))
        .toSorted((a, b) => a.fromMs - b.fromMs)
        .slice(0, rowsMax),
  };
  return base;
}

function register(store: Store): Register {
  const rows = shelf<NumberedEntry>(store, 'register', (value) => `${value.log} ${value.number}`);
  return {
    async append(entry) {
      const before = (await rows.all()).filter((each) => each.log === entry.log);
      const number = before.length + 1;
      await rows.put({ ...entry, number });
      return number;
    },
    find: async ({ log, below, kinds, personId, about, from, to }, count) =>
      (await rows.all())
        .filter((entry) => entry.log === log && entry.number < (below ?? Infinity))
        .filter((entry) => kinds?.includes(entry.kind) ?? true)
        .filter((entry) => personId === undefined || entry.personId === personId)
        .filter((entry) => about === undefined || entry.record.includes(`"${about}"`))
        .filter((entry) => (from === undefined || entry.at >= from) && !(to && entry.at >= to))
        .toSorted((a, b) => b.number - a.number)
        .slice(0, count),
    page: async (log, below, count) =>
      (await rows.all())
        .filter((entry) => entry.log === log && entry.number < below)
        .toSorted((a, b) => b.number - a.number)
        .slice(0, count),
    after: async (log, above, count) =>
      (await rows.all())
        .filter((entry) => entry.log === log && entry.number > above)
        .toSorted((a, b) => a.number - b.number)
        .slice(0, count),
    async erase(log, before, count, kinds) {
      const over = (await rows.all())
        .filter((entry) => entry.log === log && entry.record !== '' && entry.at < before)
        .filter((entry) => kinds?.includes(entry.kind) ?? true)
        .toSorted((a, b) => a.number - b.number)
        .slice(0, count);
      for (const entry of over) {
        await rows.put({ ...entry, record: '', salt: new Uint8Array(), personId: null });
      }
      return over.length;
    },
  };
}
