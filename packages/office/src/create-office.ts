/**
 * Composes the office: every act behind the one contract `Office`. It also keeps time: at each civil
 * midnight clearances and authorisations begin and end, so every open lease is decided again and
 * recorders get a fresh configuration; and it follows what other processes have changed.
 */

import { addDays, civilDayOf, msFromInstant, startOfDay } from '@beffroi/kernel';
import { createAccountActs } from './acts/account.ts';
import { createCameraGroupActs } from './acts/camera-groups.ts';
import { createCameraActs } from './acts/cameras.ts';
import { createConfirmationActs } from './acts/confirmations.ts';
import { demonstrationPeople } from './acts/demonstration.ts';
import { createDeskActs } from './acts/desk.ts';
import { createEnrolmentActs } from './acts/enrolment.ts';
import { createHoldActs } from './acts/holds.ts';
import { signInWithIdentity } from './acts/identity-sign-in.ts';
import { createInspectionActs } from './acts/inspection.ts';
import { createLiveActs } from './acts/live.ts';
import { createMaskActs } from './acts/masks.ts';
import { passkeyOf, signInWithPasskey } from './acts/passkey-sign-in.ts';
import { PasswordSignIn } from './acts/password-sign-in.ts';
import { createPeopleActs } from './acts/people.ts';
import { createPlaybackActs } from './acts/playback.ts';
import { createRecorderActs } from './acts/recorders.ts';
import { createRegisterReading, type RegisterReading } from './acts/register.ts';
import { createSessionActs } from './acts/sessions.ts';
import { AuthorisationLook } from './authorisation-look.ts';
import { createEmergencyActs } from './emergency/acts.ts';
import { followEmergencies } from './emergency/follow.ts';
import { type ClockState, ClockWatch, keepBelieved } from './erasure/clock-watch.ts';
import { Eraser } from './erasure/eraser.ts';
import { House } from './house.ts';
import { importTown, type TownImport } from './import/import-town.ts';
import type { Office, OfficeChange, Sessions } from './office.ts';
import type { OfficeParts } from './parts.ts';
import { entryOf } from './register-entry.ts';

export interface RunningOffice extends Office {
  /** Brings a town file in (OPS-8); throws Failure `town-file-invalid` with every fault in words. */
  importTown(file: unknown): Promise<TownImport>;
  /** One entry at a time, for receipts. */
  readonly register: RegisterReading;
  /** The centre's clock, and the owner's word that it is right (RET-11, RET-12). */
  readonly clock: { state(): ClockState; confirm(): Promise<ClockState> };
  /** Stops following time and other processes; the facts stay open. */
  close(): void;
}

const retryMs = 2000;
/** A timer never sleeps longer than this, so that a corrected clock is soon noticed. */
const tickMsMax = 15 * 60_000;

/** Opens the office on its facts: reads the town once, then answers. */
export async function createOffice(parts: OfficeParts): Promise<RunningOffice> {
  const house = await House.open(parts);
  const clockWatch = parts.clockWatch ?? (await ClockWatch.open(parts.facts, parts.clock));
  const eraser = new Eraser(house, clockWatch);
  const stops = [
    followOthers(house),
    followMidnight(house),
    followAuthorisations(house),
    followEmergencies(house),
    () => eraser.close(),
  ];
  eraser.follow();
  const live = createLiveActs(house);
  return {
    sessions: createSessions(house),
    people: createPeopleActs(house),
    cameras: { ...createCameraActs(house), ...createMaskActs(house, live) },
    cameraGroups: createCameraGroupActs(house),
    emergencies: createEmergencyActs(house),
    live,
    playback: createPlaybackActs(house),
    desk: createDeskActs(house),
    recorders: createRecorderActs(house, () => eraser.soon()),
    erasures: eraser,
    holds: createHoldActs(house, () => eraser.soon()),
    confirmations: createConfirmationActs(house),
    inspection: createInspectionActs(house),
    register: createRegisterReading(house),
    onChange: (listener) => house.onChange(listener),
    clock: {
      state: () => clockWatch.state(),
      confirm: () => confirmClock(house, clockWatch, eraser),
    },
    importTown: (file) => importTown(house, file),
    close: () => {
      for (const stop of stops) {
        stop();
      }
    },
  };
}

/** What was doubted and what it is now stand in the register: whoever says so answers for it. */
async function confirmClock(house: House, watch: ClockWatch, eraser: Eraser): Promise<ClockState> {
  const before = watch.state();
  watch.believe();
  await house.parts.facts.transact(async (facts) => {
    const { believed, behindMs, doubt } = before;
    const what = { believed, behindMs, aheadMs: doubt?.aheadMs ?? 0 };
    const act = {
      kind: 'clock-confirmed',
      by: 'machine-owner',
      about: [],
      motive: 'control',
      what,
    } as const;
    await facts.register.append(entryOf(house.parts, act));
    await keepBelieved(facts, house.nowMs());
  });
  eraser.soon();
  return watch.state();
}

function createSessions(house: House): Sessions {
  const passwords = new PasswordSignIn(house);
  return {
    ...createSessionActs(house),
    ...createEnrolmentActs(house),
    ...createAccountActs(house),
    signInWithPassword: (login, password, code) => passwords.signIn(login, password, code),
    signInWithPasskey: (credentialId, counter) => signInWithPasskey(house, credentialId, counter),
    signInWithIdentity: (identity) => signInWithIdentity(house, identity),
    passkey: (credentialId) => passkeyOf(house, credentialId),
    demonstrationPeople: async () => demonstrationPeople(house),
  };
}

/** Reads the town again after another process changed it; tries until the database is back. */
function followOthers(house: House): () => void {
  let cancel = () => {};
  const catchUp = (change: OfficeChange) => {
    house.refresh().then(
      () => house.tell(change),
      () => {
        cancel = house.parts.clock.after(retryMs, () => catchUp(change));
      },
    );
  };
  const stop = house.parts.facts.onAnnounced(catchUp);
  return () => {
    stop();
    cancel();
  };
}

/** Terms are civil days: at midnight every right and every recording is decided again. */
function followMidnight(house: House): () => void {
  const { clock, settings } = house.parts;
  let cancel = () => {};
  const wait = (day: string) => {
    const next = msFromInstant(startOfDay(addDays(day, 1), settings.timeZone));
    const waitMs = Math.min(Math.max(next - clock.nowMs(), 0), tickMsMax);
    cancel = clock.after(waitMs, () => {
      const today = civilDayOf(house.now(), settings.timeZone);
      if (today !== day) {
        house.tell({ what: ['cameras', 'people'], rights: true });
      }
      wait(today);
    });
  };
  wait(civilDayOf(house.now(), settings.timeZone));
  return () => cancel();
}

/** Looks at the start, after each change of the cameras, and as days go by. */
function followAuthorisations(house: House): () => void {
  const authorisations = new AuthorisationLook(house);
  let cancel = () => {};
  let isOver = false;
  const lookAfter = (ms: number) => {
    cancel();
    cancel = isOver ? () => {} : house.parts.clock.after(ms, look);
  };
  const look = () => {
    authorisations.look().then(
      () => lookAfter(tickMsMax),
      () => lookAfter(retryMs),
    );
  };
  look();
  const stop = house.onChange(({ what }) => {
    if (what.includes('cameras')) {
      look();
    }
  });
  return () => {
    isOver = true;
    stop();
    cancel();
  };
}
