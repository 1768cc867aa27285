/**
 * The port to everything the centre knows. A unit of work (`transact`) reads, changes facts and
 * appends to the register together: all of it is kept or nothing. Units of work run one at a time,
 * so the register's numbers have no holes. Each kind of fact lies on a shelf of plain data; the fake
 * in `testing/` and PostgreSQL pass one contract suite.
 */

import type { CivilDay, Id, Instant, Json } from '@beffroi/kernel';
import type {
  Camera,
  CameraGroup,
  Clearance,
  EmergencyAccess,
  MaskVersion,
  Person,
  SensitiveAct,
  SignInFailures,
  ViewingMotive,
} from '@beffroi/town';
import type { OfficeChange, StoredPasskey } from '../office.ts';
import type { StoredConfirmation } from './confirmations.ts';
import type { StoredErasure, StoredKeyErasure } from './erasure.ts';
import type { StoredHeldKey, StoredHold } from './holds.ts';
import type { StoredIdentity } from './identities.ts';
import type { SealedPicture } from './keys.ts';
import type { StreamName } from './masking.ts';
import type { ClosedRecording, RecordedGap, RecordingIdentity } from './recordings.ts';
import type { Register } from './register.ts';

export interface Commune {
  readonly id: Id<'commune'>;
  readonly name: string;
  /** Five characters of the national institute (2A004): the stable key of an import. */
  readonly insee: string;
}

export interface StoredCamera {
  readonly camera: Camera;
  /** Stable key of a town file, null when added in the console. */
  readonly key: string | null;
  readonly username: string | null;
  /** Sealed by the secret box for this camera's id. */
  readonly sealedPassword: Uint8Array | null;
  readonly recorderId: Id<'recorder'> | null;
  /** Counts up each time another recorder takes the camera. */
  readonly fence: number;
}

/** A mask version with its picture of reference, a PNG sealed for as long as the camera's pictures. */
export interface StoredMaskVersion {
  readonly version: MaskVersion;
  readonly reference: SealedPicture | null;
}

export interface StoredPerson {
  readonly person: Person;
  readonly selfTest: Json | null;
}

export interface StoredSession {
  readonly id: Id<'session'>;
  /** SHA-256 of the token, hex: the token itself is never kept (SEC-12). */
  readonly tokenHash: string;
  readonly personId: Id<'person'>;
  readonly how: 'password' | 'passkey' | 'oidc' | 'demonstration';
  readonly startedAt: Instant;
  readonly lastSeenAt: Instant;
  readonly until: Instant;
  readonly endedAt: Instant | null;
}

export interface StoredPassword {
  readonly personId: Id<'person'>;
  readonly hash: string;
  readonly sealedTotp: Uint8Array;
  /** Null until a code has proved that the authenticator works. */
  readonly confirmedAt: Instant | null;
  /** Last step used (SEC-16), -1 before the first. */
  readonly lastStep: number;
}

export interface StoredEnrolment {
  readonly tokenHash: string;
  readonly personId: Id<'person'>;
  readonly until: Instant;
  readonly usedAt: Instant | null;
  /** Set by the password way until its code is confirmed; not in force before. */
  readonly pending: { readonly hash: string; readonly sealedTotp: Uint8Array } | null;
}

export interface StoredFailures extends SignInFailures {
  readonly personId: Id<'person'>;
}

export interface StoredViewing {
  readonly id: Id<'viewing'>;
  readonly personId: Id<'person'>;
  readonly cameraIds: readonly string[];
  readonly motive: ViewingMotive;
  readonly note: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly openedAt: Instant;
  readonly until: Instant;
}

export interface StoredBookmark {
  readonly id: Id<'bookmark'>;
  readonly cameraId: string;
  readonly personId: Id<'person'>;
  readonly atMs: number;
  readonly title: string;
}

export interface StoredLayout {
  readonly id: Id<'layout'>;
  readonly personId: Id<'person'>;
  readonly name: string;
  readonly columns: number;
  readonly tiles: readonly (string | null)[];
  readonly shared: boolean;
}

export interface StoredAlarm {
  readonly id: Id<'alarm'>;
  readonly code: string;
  readonly level: 'notice' | 'warning' | 'alarm';
  readonly cameraId: string | null;
  /** The recorder it is about, null when it is about a camera or the whole house. */
  readonly recorderId: string | null;
  readonly detail: string;
  /** Since when it lasts, or lasted the last time. */
  readonly atMs: number;
  readonly endedMs: number | null;
  /** How often it came since `firstMs` without anybody having acknowledged it (LNK-6); 1 at first. */
  readonly times: number;
  readonly firstMs: number;
  readonly acknowledgedBy: Id<'person'> | null;
}

export interface StoredRecorder {
  readonly id: Id<'recorder'>;
  readonly name: string;
  /** Sealed by the secret box for this recorder's id. */
  readonly sealedSecret: Uint8Array;
  /** Highest sequence of its facts that is kept. */
  readonly lastSequence: number;
}

/** The town itself: one row, `town`. */
export interface StoredTown {
  readonly key: 'town';
  readonly name: string;
  /** Acts that want two persons (SEC-31); null where the town file says nothing. */
  readonly fourEyes: readonly SensitiveAct[] | null;
}

/**
 * What a town file said of a thing when it was last brought in. A thing whose lines haven't changed
 * since is left alone, whatever has been decided in the console meanwhile.
 */
export interface StoredImport {
  /** `camera mairie`, `person claire.martin`... */
  readonly key: string;
  /** Id of the thing. */
  readonly id: string;
  /** SHA-256 (hex) of its lines as canonical JSON, without a password. */
  readonly digest: string;
  /** The password of its lines, sealed by the secret box; null without one. */
  readonly sealedPassword: Uint8Array | null;
}

/** When the centre's clock was last believed (RET-11): one row, `clock`. */
export interface StoredClock {
  readonly key: 'clock';
  readonly believedAt: Instant;
}

/** What a closed file adds to its identity. */
export type RecordingClosing = Omit<ClosedRecording, keyof RecordingIdentity>;

export interface StoredRecording {
  readonly recording: RecordingIdentity;
  readonly recorderId: string;
  /** Null while it is being written. */
  readonly closed: RecordingClosing | null;
}

/** One kind of fact by its key. `put` writes or replaces. */
export interface Shelf<Value> {
  one(key: string): Promise<Value | null>;
  all(): Promise<readonly Value[]>;
  put(value: Value): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface SessionShelf extends Shelf<StoredSession> {
  /** Those that have neither ended nor expired at an instant. */
  open(at: Instant): Promise<readonly StoredSession[]>;
  /** Removes those that had expired before an instant; answers how many. */
  removeOver(before: Instant): Promise<number>;
}

export interface EnrolmentShelf extends Shelf<StoredEnrolment> {
  /** Removes links that were over before an instant, used or not; answers how many. */
  removeOver(before: Instant): Promise<number>;
}

export interface MaskShelf extends Shelf<StoredMaskVersion> {
  /** Newest first, without the pictures of reference. */
  ofCamera(cameraId: string): Promise<readonly MaskVersion[]>;
  /** Those that still have their picture of reference. */
  withReference(): Promise<readonly StoredMaskVersion[]>;
}

export interface PasskeyShelf extends Shelf<StoredPasskey> {
  ofPerson(personId: string): Promise<readonly StoredPasskey[]>;
}

export interface IdentityShelf extends Shelf<StoredIdentity> {
  ofPerson(personId: string): Promise<readonly StoredIdentity[]>;
}

export interface ViewingShelf extends Shelf<StoredViewing> {
  /** Removes those that were over before an instant; answers how many. */
  removeOver(before: Instant): Promise<number>;
}

export interface BookmarkShelf extends Shelf<StoredBookmark> {
  between(cameraId: string, fromMs: number, toMs: number): Promise<readonly StoredBookmark[]>;
}

export interface AlarmShelf extends Shelf<StoredAlarm> {
  /** Lasting or unacknowledged, newest first, at most 200. */
  current(): Promise<readonly StoredAlarm[]>;
  /** The one that lasts, else the newest that ended and nobody has acknowledged. */
  open(
    code: string,
    cameraId: string | null,
    recorderId: string | null,
  ): Promise<StoredAlarm | null>;
  /** Every lasting one about a recorder. */
  lastingOfRecorder(recorderId: string): Promise<readonly StoredAlarm[]>;
}

export interface RecordingShelf extends Shelf<StoredRecording> {
  /** Those that touch [fromMs, toMs), oldest first, at most 10 000. */
  between(
    cameraId: string,
    stream: StreamName,
    fromMs: number,
    toMs: number,
  ): Promise<readonly StoredRecording[]>;
  /** Last that begins at or before an instant, first that begins after it. */
  near(
    cameraId: string,
    stream: StreamName,
    atMs: number,
    side: 'at-or-before' | 'after',
  ): Promise<StoredRecording | null>;
  /**
   * A camera's that may be due, both streams, oldest first, at most 10 000: sealed to a key of
   * `keyDay` or before, or begun before an instant, and re-wrapped for no hold that goes on.
   */
  mayBeDue(
    cameraId: string,
    keyDay: CivilDay,
    startedBeforeMs: number,
  ): Promise<readonly StoredRecording[]>;
  /** A camera's of both streams that touch [fromMs, toMs) and aren't re-wrapped for a hold yet. */
  notHeld(
    holdId: string,
    cameraId: string,
    fromMs: number,
    toMs: number,
    count: number,
  ): Promise<readonly StoredRecording[]>;
  /** Whether a camera's that touch [fromMs, toMs) are re-wrapped for one hold, and one of them not for the other. */
  anyToTake(
    fromHoldId: string,
    forHoldId: string,
    cameraId: string,
    fromMs: number,
    toMs: number,
  ): Promise<boolean>;
  /** Whether any is sealed to this key that isn't re-wrapped for a hold that goes on. */
  anyUnder(keyId: string): Promise<boolean>;
}

export interface ErasureShelf extends Shelf<StoredErasure> {
  /** Files a recorder has still to unlink, oldest first; those that come after one of them. */
  waiting(
    recorderId: string,
    count: number,
    after: Pick<StoredErasure, 'startMs' | 'recordingId'> | null,
  ): Promise<readonly StoredErasure[]>;
}

export interface HoldShelf extends Shelf<StoredHold> {
  /** Those whose end isn't done with: not ended, or their key not destroyed yet; oldest first. */
  lasting(): Promise<readonly StoredHold[]>;
}

export interface HeldKeyShelf extends Shelf<StoredHeldKey> {
  ofRecording(recordingId: string): Promise<readonly StoredHeldKey[]>;
  countOf(holdId: string): Promise<number>;
  /** Removes all of a hold. */
  removeOf(holdId: string): Promise<void>;
}

export interface ConfirmationShelf extends Shelf<StoredConfirmation> {
  /** Oldest first. */
  ofPerson(personId: string): Promise<readonly StoredConfirmation[]>;
  /** Removes those that were over at an instant; answers how many. */
  removeOver(at: Instant): Promise<number>;
}

export interface GapShelf extends Shelf<RecordedGap> {
  /** Those that touch [fromMs, toMs), oldest first, at most 10 000. */
  between(
    cameraId: string,
    stream: StreamName,
    fromMs: number,
    toMs: number,
  ): Promise<readonly RecordedGap[]>;
}

export interface EmergencyShelf extends Shelf<EmergencyAccess> {
  /** Those that nobody has reviewed yet, and those opened at an instant or later; oldest first. */
  current(openedSince: Instant): Promise<readonly EmergencyAccess[]>;
  /** The newest, at most so many. */
  newest(count: number): Promise<readonly EmergencyAccess[]>;
  /** Removes those opened before an instant; answers how many. */
  removeOver(openedBefore: Instant): Promise<number>;
}

export interface FactsWork {
  readonly town: Shelf<StoredTown>;
  readonly imports: Shelf<StoredImport>;
  readonly communes: Shelf<Commune>;
  readonly cameras: Shelf<StoredCamera>;
  readonly masks: MaskShelf;
  readonly people: Shelf<StoredPerson>;
  readonly clearances: Shelf<Clearance>;
  readonly cameraGroups: Shelf<CameraGroup>;
  readonly emergencies: EmergencyShelf;
  readonly sessions: SessionShelf;
  readonly passkeys: PasskeyShelf;
  readonly identities: IdentityShelf;
  readonly passwords: Shelf<StoredPassword>;
  readonly enrolments: EnrolmentShelf;
  readonly failures: Shelf<StoredFailures>;
  readonly viewings: ViewingShelf;
  readonly bookmarks: BookmarkShelf;
  readonly layouts: Shelf<StoredLayout>;
  readonly alarms: AlarmShelf;
  readonly recorders: Shelf<StoredRecorder>;
  readonly recordings: RecordingShelf;
  readonly erasures: ErasureShelf;
  readonly keyErasures: Shelf<StoredKeyErasure>;
  readonly holds: HoldShelf;
  readonly heldKeys: HeldKeyShelf;
  readonly confirmations: ConfirmationShelf;
  readonly gaps: GapShelf;
  readonly clock: Shelf<StoredClock>;
  readonly register: Register;
}

/** What became of the files in which erased records lay. */
export interface Expunged {
  /** Parts of the register written anew, without what was erased. */
  readonly parts: number;
  /** False where the store may not clear its own log of changes: its administrator must. */
  readonly isLogCleared: boolean;
}

export interface Facts {
  /** One unit of work: all or nothing, one at a time, synced to disk before it resolves. */
  transact<T>(work: (facts: FactsWork) => Promise<T>): Promise<T>;
  /** Reads outside a unit of work, in parallel with others; what it puts is a defect. */
  read<T>(work: (facts: FactsWork) => Promise<T>): Promise<T>;
  /**
   * Takes what `Register.erase` has erased out of the store's files too (REG-17), not only out of its
   * answers; goes on where a crash stopped it. Heavy: once a day.
   */
  expunge(): Promise<Expunged>;
  /** Tells the other processes on the same facts what has changed, once committed. */
  announce(change: OfficeChange): Promise<void>;
  /** Calls back for what other processes announced; the returned function stops. */
  onAnnounced(listener: (change: OfficeChange) => void): () => void;
  close(): Promise<void>;
}
