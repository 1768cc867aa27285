/**
 * The composition root of the centre: database, key ring, recordings, office, server, owner's door,
 * in the order in which they need each other, and down again in the reverse order. The one place of
 * this room that knows which technology stands behind a port.
 */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { messageOf } from '@beffroi/kernel';
import { createFileKeyRing, openRootKeeper } from '@beffroi/keyring';
import { createGopRecoder } from '@beffroi/mask-engine';
import { createOffice, type KeyRing, type OfficeParts, type RunningOffice } from '@beffroi/office';
import { connect } from '@beffroi/store-postgres';
import {
  type ForgetfulReader,
  openRecordingFolder,
  openRecordingReader,
  openSealedFiles,
} from '@beffroi/store-recordings';
import { localRecorderIdOf } from './backup/import-into-state.ts';
import { ownerBackup } from './backup/owner-backup.ts';
import { createCsu } from './csu.ts';
import type { CentreEnvironment } from './environment.ts';
import { fileCheck } from './file-check.ts';
import { filesAnywhere } from './link/files-anywhere.ts';
import { RecorderBoard } from './link/recorder-board.ts';
import { createLog, type Log } from './observe/log.ts';
import { ownerActs } from './owner-acts.ts';
import { openOwnerDoor } from './owner-socket.ts';
import { ownerRegister } from './register/owner-register.ts';
import { createRegisterDesk } from './register/register-desk.ts';
import { startRegister } from './register/start-register.ts';
import { oneTimeCodes } from './security/one-time-code.ts';
import { createPasswordHasher } from './security/password-hasher.ts';
import { openSecretBox } from './security/secret-box.ts';
import type { Listening } from './serving/listen.ts';
import { systemChance, systemClock } from './system-clock.ts';

const version = '0.1.0';
/** Share of the recording disk that stays free. */
const diskFloor = 0.05;

export interface Centre {
  readonly listening: Listening;
  readonly office: RunningOffice;
  close(): Promise<void>;
}

/** What was open under a key is closed before its destruction is answered: nothing reads on. */
function forgetting(keyRing: KeyRing, reader: ForgetfulReader): OfficeParts['keyRing'] {
  return {
    dayPublicKeys: (first, days) => keyRing.dayPublicKeys(first, days),
    days: () => keyRing.days(),
    async destroyDay(day) {
      const destroyed = await keyRing.destroyDay(day);
      await reader.forget(day);
      return destroyed;
    },
    sealPicture: (day, about, picture) => keyRing.sealPicture(day, about, picture),
    openPicture: (sealed, about) => keyRing.openPicture(sealed, about),
    rewrapForHold: (holdId, sealed, purpose) => keyRing.rewrapForHold(holdId, sealed, purpose),
    async destroyHold(holdId) {
      const destroyed = await keyRing.destroyHold(holdId);
      await reader.forget();
      return destroyed;
    },
  };
}

async function openKeys({ stateDirectory, keyRoot }: CentreEnvironment) {
  const directory = join(stateDirectory, 'keys');
  const root = await openRootKeeper(keyRoot, directory, systemChance);
  return { root, keyRing: createFileKeyRing({ directory, chance: systemChance, root }) };
}

/** What came due while the centre was away is gone before anybody is shown anything (BAK-4). */
async function eraseFirst(office: RunningOffice, log: Log): Promise<void> {
  try {
    await office.erasures.eraseDue();
  } catch (thrown) {
    // The eraser itself tries again and raises the alarm; recorders must not wait for it.
    log.error({ why: messageOf(thrown) }, 'what is due could not be erased at the start');
  }
}

/** Starts the centre; what had been opened is closed again when a later step fails. */
export async function startCentre(environment: CentreEnvironment): Promise<Centre> {
  const { stateDirectory, settings } = environment;
  await using parts = new AsyncDisposableStack();
  const clock = systemClock;
  const chance = systemChance;
  const log = createLog(environment.logLevel);
  const database = await connect({ url: environment.databaseUrl });
  parts.defer(() => database.close());
  const register = await startRegister({ environment, facts: database, clock, chance, log });
  parts.defer(() => register.close());
  const { facts, clockWatch } = register;
  const { root, keyRing } = await openKeys(environment);
  parts.defer(() => keyRing.close());
  const directory = join(stateDirectory, 'recordings');
  const board = new RecorderBoard(clock, () => localRecorderIdOf(stateDirectory));
  const files = filesAnywhere(openSealedFiles(directory), board);
  const reader = openRecordingReader({ files, opener: keyRing });
  parts.defer(() => reader.close());
  const gopRecoder = createGopRecoder({ clock });
  parts.defer(() => gopRecoder.close());
  const office = await createOffice({
    facts,
    clock,
    clockWatch,
    chance,
    sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
    passwordHasher: createPasswordHasher(),
    totp: oneTimeCodes,
    secretBox: await openSecretBox(stateDirectory),
    keyRing: forgetting(keyRing, reader),
    ...{ folder: openRecordingFolder(directory), recorderFolders: board, liveStates: board },
    settings: {
      townName: settings.townName,
      timeZone: environment.timeZone,
      site: environment.site,
      demonstration: environment.demonstration,
      version,
      recorder: {
        syncPolicy: 'each-gop',
        diskFloor,
        maskCoresMax: environment.maskCoresMax,
      },
    },
  });
  parts.defer(() => office.close());
  register.tellTo(office);
  await eraseFirst(office, log);
  const csu = await createCsu({
    ...{ office, facts, board },
    recordingReader: reader,
    gopRecoder,
    settings,
    clock,
    chance,
    log,
    register: createRegisterDesk(register.keeper, office.register, clockWatch),
    consoleDirectory: environment.consoleDirectory,
    version,
  });
  parts.defer(() => csu.close());
  const listening = await csu.listen();
  const door = await openOwnerDoor(join(stateDirectory, 'owner.sock'), {
    ...ownerActs(office, listening, fileCheck({ files, opener: keyRing, stateDirectory })),
    ...ownerRegister(register.keeper, facts, office.register),
    ...ownerBackup({ facts, clock, chance, root, environment, keeper: register.keeper, version }),
  });
  parts.defer(() => door.close());
  const opened = parts.move();
  return { listening, office, close: () => opened.disposeAsync() };
}
