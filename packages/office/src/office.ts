/**
 * The office: every act a person can ask for. Each method loads facts, asks the town's law, writes
 * facts and register entry in one transaction, and only then answers. HTTP and sockets call this
 * and nothing below it. Views are the shapes of `@beffroi/wire`.
 *
 * `Result` carries the law's refusals; failures (database away) are thrown.
 */

import type { Id, Instant, Result } from '@beffroi/kernel';
import type { Camera, Decision, MaskChoice, MaskVersion, Person, Refusal } from '@beffroi/town';
import type {
  AccountView,
  AlarmView,
  CameraChangesBody,
  CameraGroupChangesBody,
  CameraGroupView,
  CameraStateBody,
  CameraView,
  CommuneView,
  ConfirmationView,
  DemoPersonView,
  EmergencyView,
  HoldView,
  LayoutBody,
  LayoutView,
  MaskVersionView,
  NewBookmarkBody,
  NewCameraBody,
  NewCameraGroupBody,
  NewClearanceBody,
  NewEmergencyBody,
  NewHoldBody,
  NewMaskBody,
  NewPersonBody,
  NewViewingBody,
  PersonChangesBody,
  PersonView,
  PreferencesBody,
  RecorderAlarm,
  RecorderConfiguration,
  ReviewEmergencyBody,
  SelfTestBody,
  SelfTestView,
  SessionView,
  StillBody,
  TimelineView,
  ViewingView,
} from '@beffroi/wire';
import type { ToSign, VerifiedAssertion } from './ports/confirmations.ts';
import type { ErasureOrder, ErasureReport, Inventory } from './ports/erasure.ts';
import type { ProvenIdentity } from './ports/identities.ts';
import type { RecorderFact, RecordingToOpen } from './ports/recordings.ts';

/** Whom a decision is about. */
export interface Asker {
  readonly person: Person;
}

/** Who asks: always a session of a named person. */
export interface Actor extends Asker {
  readonly sessionId: Id<'session'>;
  /** SEC-30: the confirmation with which a sensitive act is asked again. */
  readonly confirmationId?: string;
}

export type Answer<T> = Promise<Result<T, Refusal>>;

/** What the recorders say of a camera now; the csu keeps it in memory and hands it in. */
export type LiveState = CameraView['live'];
export interface LiveStates {
  of(cameraId: string): LiveState;
}

export interface Office {
  readonly sessions: Sessions;
  readonly people: People;
  readonly cameras: Cameras;
  readonly cameraGroups: CameraGroups;
  readonly emergencies: Emergencies;
  readonly live: Live;
  readonly playback: Playback;
  readonly desk: Desk;
  readonly recorders: Recorders;
  readonly inspection: Inspection;
  readonly erasures: Erasures;
  readonly holds: Holds;
  readonly confirmations: Confirmations;
  /** Calls back after each committed change, with what to refetch and whom it may cut. */
  onChange(listener: (change: OfficeChange) => void): () => void;
}

export interface OfficeChange {
  /** Words of the live socket's `changed`. */
  readonly what: readonly string[];
  /** True when a right may have ended: every open lease is decided again at once. */
  readonly rights: boolean;
}

export interface Sessions {
  /** The actor of a session token, null when unknown, ended, locked or the person has left. */
  actorOf(token: string): Promise<Actor | null>;
  /** Whether a session still holds: for what is remembered with it. */
  isOpen(sessionId: string): boolean;
  view(actor: Actor | null): Promise<SessionView>;
  /** Password and TOTP; counts failures, locks after 5 for a growing time (SEC rules). */
  signInWithPassword(
    login: string,
    password: string,
    code: string,
  ): Answer<{ readonly token: string; readonly person: Person }>;
  /** After the HTTP room has verified a WebAuthn assertion for this credential. */
  signInWithPasskey(
    credentialId: string,
    newCounter: number,
  ): Answer<{ readonly token: string; readonly person: Person }>;
  signInForDemonstration(
    personId: string,
  ): Answer<{ readonly token: string; readonly person: Person }>;
  demonstrationPeople(): Promise<readonly DemoPersonView[]>;
  signOut(actor: Actor): Promise<void>;
  setPreferences(actor: Actor, preferences: PreferencesBody): Promise<void>;
  passkey(credentialId: string): Promise<StoredPasskey | null>;
  /** A one-time link: token is 32 random bytes, base64url, kept as its SHA-256. */
  newEnrolment(
    by: Actor | 'machine-owner',
    personIdOrLogin: string,
  ): Answer<{ readonly token: string; readonly until: Instant; readonly person: Person }>;
  enrolment(token: string): Promise<{ readonly person: Person; readonly until: Instant } | null>;
  enrolPasskey(token: string, passkey: NewPasskey): Answer<null>;
  /** Checks the entropy rule (DP-08) and keeps argon2id and a fresh TOTP secret, not yet in force. */
  enrolPassword(token: string, password: string): Answer<{ readonly secretBase32: string }>;
  /** In force once a code proves that the authenticator works. */
  confirmPassword(token: string, code: string): Answer<null>;
  /** Links the account to the person of a one-time link (SEC-60), and spends the link. */
  enrolIdentity(token: string, identity: ProvenIdentity): Answer<null>;
  /** After the HTTP room has verified what the identity provider said. Creates nobody. */
  signInWithIdentity(
    identity: ProvenIdentity,
  ): Answer<{ readonly token: string; readonly person: Person }>;
  /** Takes an own linked account back; never the last way in. Ends the person's other sessions. */
  revokeIdentity(actor: Actor, key: string): Answer<null>;
  /** The person's own ways in and open sessions (SEC-19). */
  account(actor: Actor): Promise<AccountView>;
  /** Takes an own passkey back; never the last way in. Ends the person's other sessions. */
  revokePasskey(actor: Actor, credentialId: string): Answer<null>;
  /** Ends one of the person's own sessions; its pictures are cut at once. */
  endSession(actor: Actor, sessionId: string): Answer<null>;
}

export interface StoredPasskey {
  readonly credentialId: string;
  readonly personId: Id<'person'>;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  /** Null when it was enrolled before this was kept. */
  readonly enrolledAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

/** A passkey as the HTTP room has verified it. */
export type NewPasskey = Omit<StoredPasskey, 'personId' | 'enrolledAt' | 'lastUsedAt'>;

export interface People {
  list(actor: Actor): Answer<readonly PersonView[]>;
  add(actor: Actor, body: NewPersonBody): Answer<PersonView>;
  change(actor: Actor, personId: string, body: PersonChangesBody): Answer<PersonView>;
  addClearance(actor: Actor, personId: string, body: NewClearanceBody): Answer<PersonView>;
  suspendClearance(actor: Actor, clearanceId: string, reason: string): Answer<PersonView>;
  /** A lost device: passkeys, password, linked accounts, links and sessions end at once (SEC-20). */
  revokeWaysIn(actor: Actor, personId: string, reason: string): Answer<PersonView>;
}

export interface Cameras {
  communes(actor: Actor): Answer<readonly CommuneView[]>;
  list(actor: Actor): Answer<readonly CameraView[]>;
  one(actor: Actor, cameraId: string): Answer<CameraView>;
  add(actor: Actor, body: NewCameraBody): Answer<CameraView>;
  change(actor: Actor, cameraId: string, body: CameraChangesBody): Answer<CameraView>;
  setState(actor: Actor, cameraId: string, body: CameraStateBody): Answer<CameraView>;
  masks(actor: Actor, cameraId: string): Answer<readonly MaskVersionView[]>;
  /** `reference`: PNG of the masked picture at the time of the decision, null when none came. */
  setMasks(
    actor: Actor,
    cameraId: string,
    body: NewMaskBody,
    reference: Uint8Array | null,
  ): Answer<MaskVersionView>;
  maskReference(actor: Actor, maskVersionId: string): Answer<Uint8Array>;
  /** Whether this person may ask a recorder to probe an address. */
  mayProbe(actor: Actor): Answer<null>;
  mayStill(actor: Actor, cameraId: string): Answer<null>;
}

/** Groups of cameras that clearances name (OPS-15). */
export interface CameraGroups {
  /** Those of the communes whose people the actor manages. */
  list(actor: Actor): Answer<readonly CameraGroupView[]>;
  add(actor: Actor, body: NewCameraGroupBody): Answer<CameraGroupView>;
  /** The reach of each clearance that names it follows at once; nobody widens their own. */
  change(actor: Actor, groupId: string, body: CameraGroupChangesBody): Answer<CameraGroupView>;
  /** Refused while a clearance that has not ended names it. */
  remove(actor: Actor, groupId: string): Answer<null>;
}

/** Emergency access: taken, ended, reviewed (OPS-17 to OPS-20). */
export interface Emergencies {
  /** One's own, and those that one may review; newest first. */
  list(actor: Actor): Answer<readonly EmergencyView[]>;
  /** A sensitive act (SEC-30). */
  take(actor: Actor, body: NewEmergencyBody): Answer<EmergencyView>;
  /** Its pictures are cut at once. */
  end(actor: Actor, emergencyId: string): Answer<EmergencyView>;
  review(actor: Actor, emergencyId: string, body: ReviewEmergencyBody): Answer<EmergencyView>;
}

export interface Live {
  /** Decides from facts held in memory and refreshed on change; at most 60 s of permission. */
  decide(actor: Actor, cameraId: string, at: Instant): Promise<Decision>;
  camera(cameraId: string): Promise<Camera | null>;
  /**
   * The decision of masks in force, null without one: since before `setMasks` answered. From memory and
   * at once, because it is asked for each picture (MSK-19).
   */
  maskInForce(cameraId: string): string | null;
}

export interface Playback {
  open(actor: Actor, body: NewViewingBody): Answer<ViewingView>;
  timeline(actor: Actor, cameraId: string, fromMs: number, toMs: number): Answer<TimelineView>;
  /**
   * The file to read a GOP from, decided again for each request; null when there is none. Past its
   * term only under a hold, to prepare the requisition, with the key of the hold (HLD-5).
   */
  fileFor(
    actor: Actor,
    viewingId: string,
    cameraId: string,
    atMs: number,
    choice: 'containing' | 'next' | 'previous',
  ): Answer<RecordingToOpen | null>;
  /** Writes the register entry of a still before the page saves it. */
  still(actor: Actor, viewingId: string, body: StillBody): Answer<{ readonly markId: string }>;
}

export interface Desk {
  layouts(actor: Actor): Answer<readonly LayoutView[]>;
  saveLayout(actor: Actor, layoutId: string | null, body: LayoutBody): Answer<LayoutView>;
  removeLayout(actor: Actor, layoutId: string): Answer<null>;
  addBookmark(actor: Actor, body: NewBookmarkBody): Answer<{ readonly id: string }>;
  removeBookmark(actor: Actor, bookmarkId: string): Answer<null>;
  alarms(actor: Actor): Answer<readonly AlarmView[]>;
  acknowledgeAlarm(actor: Actor, alarmId: string): Answer<null>;
  mayReadHealth(actor: Actor): Answer<null>;
  /**
   * The last self-test of each person's post, newest first: all for those who manage people or
   * cameras, their own for others who may read health.
   */
  selfTests(actor: Actor): Answer<readonly SelfTestView[]>;
  selfTest(actor: Actor, body: SelfTestBody): Promise<void>;
}

/** A recorder and the cameras it holds. */
export interface HeldRecorder {
  readonly id: string;
  readonly name: string;
  readonly cameras: readonly { readonly id: string; readonly name: string }[];
}

export interface Recorders {
  /** Creates the recorder's row and secret at first start; the secret is returned once. */
  register(name: string): Promise<{ readonly recorderId: Id<'recorder'>; readonly secret: string }>;
  /** The secret to check a handshake with, null for an unknown recorder. */
  secretOf(recorderId: string): Promise<string | null>;
  /** How people call each recorder, by its id. */
  names(): Promise<ReadonlyMap<string, string>>;
  /** For the owner of the machine. */
  list(): Promise<readonly HeldRecorder[]>;
  /**
   * Gives a camera (its id, its key of the town file, or `all`) to a recorder (its id or its name);
   * answers how many have moved. Throws Failure `unknown-recorder`, `unknown-camera`.
   */
  moveCameras(which: string, recorder: string): Promise<number>;
  configurationFor(recorderId: string): Promise<RecorderConfiguration>;
  /** Idempotent by (recorder, sequence); returns the highest sequence kept. */
  receiveFacts(
    recorderId: string,
    facts: readonly { readonly sequence: number; readonly fact: RecorderFact }[],
  ): Promise<number>;
  raiseAlarm(alarm: {
    readonly code: string;
    readonly level: 'notice' | 'warning' | 'alarm';
    readonly cameraId: string | null;
    /** Null when absent: about a camera, or the whole house. */
    readonly recorderId?: string | null;
    readonly detail: string;
  }): Promise<void>;
  endAlarm(code: string, cameraId: string | null, recorderId?: string | null): Promise<void>;
  /** What a recorder says of itself: what it no longer names has ended. */
  keepAlarms(recorderId: string, alarms: readonly RecorderAlarm[]): Promise<void>;
}

/** For the owner of the machine: what can be checked without being shown a picture. */
export interface Inspection {
  cameras(): Promise<
    readonly {
      readonly id: string;
      readonly name: string;
      readonly place: string;
      readonly state: Camera['state']['kind'];
      readonly mask: MaskChoice['mode'] | null;
      readonly recording: boolean;
    }[]
  >;
  /** Files that touch [fromMs, toMs), and every version of the camera's masks; a register entry. */
  filesToCheck(
    cameraId: string,
    fromMs: number,
    toMs: number,
  ): Promise<
    readonly {
      readonly recording: RecordingToOpen;
      readonly masks: readonly MaskVersion[];
    }[]
  >;
}

/** Recordings kept for justice beyond their term (HLD-1). */
export interface Holds {
  /** Newest first; those of cameras in the person's reach. */
  list(actor: Actor): Answer<readonly HoldView[]>;
  /** In force when it is answered: nothing it covers is condemned from then on. */
  place(actor: Actor, body: NewHoldBody): Answer<HoldView>;
  /** What was telephoned has come in writing (HLD-2). */
  confirm(actor: Actor, holdId: string, reference: string): Answer<HoldView>;
  /** Ends it now: what only it kept is erased. */
  lift(actor: Actor, holdId: string, reason: string): Answer<HoldView>;
}

/** Erasure at term, which also happens by itself (VP-31). */
export interface Erasures {
  /** Erases everything that is due now; done again it goes on where it stopped. */
  eraseDue(): Promise<ErasureReport>;
  /** Every byte that shows a picture, and its ground for still being there (RET-8). */
  inventory(): Promise<Inventory>;
  /** The next files that a recorder has still to unlink, oldest first, at most 500; then again from the oldest. */
  ordersFor(recorderId: string): Promise<readonly ErasureOrder[]>;
}

/**
 * Sensitive acts that wait for a proof (SEC-30 to SEC-35). The act is asked of its own room, answers
 * `confirmation-wanted` with an id, is proved here, and is asked again with `Actor.confirmationId`.
 */
export interface Confirmations {
  /** Those that the person has asked in this session, and those that wait for them; oldest first. */
  pending(actor: Actor): Answer<readonly ConfirmationView[]>;
  one(actor: Actor, id: string): Answer<ConfirmationView>;
  toSign(actor: Actor, id: string): Answer<ToSign>;
  /** Null: what came was no good assertion; the register says so. */
  provePasskey(
    actor: Actor,
    id: string,
    assertion: VerifiedAssertion | null,
  ): Answer<ConfirmationView>;
  /** Counts failures and locks as sign-in does (SEC-11); a code serves once (SEC-16). */
  provePassword(actor: Actor, id: string, password: string, code: string): Answer<ConfirmationView>;
  /** A demonstration's mark in place of a proof; impossible elsewhere (SEC-17). */
  proveForDemonstration(actor: Actor, id: string): Answer<ConfirmationView>;
  /** The second person says no, with a reason that stays; or whoever asked takes it back (SEC-33). */
  refuse(actor: Actor, id: string, reason: string): Answer<ConfirmationView>;
}
