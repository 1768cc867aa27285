/**
 * Makes a centre anew from a backup, in an empty state folder and an empty database: facts, secrets if
 * an identity opens them, a key ring without anything dead, the former register as evidence, the act of
 * the owner in the new one, and then everything due is erased, before anybody is shown anything (BAK-4).
 * It never adds to what is there, and says plainly what is lost.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { civilDayOf, type Instant, instantFromMs, msFromInstant } from '@beffroi/kernel';
import {
  createFileKeyRing,
  type KeyRootSettings,
  openRootKeeper,
  type RingCopy,
  type RootKeeper,
} from '@beffroi/keyring';
import {
  type Chance,
  type Clock,
  createOffice,
  type ErasureReport,
  entryOf,
  type Facts,
  keepBelieved,
  noFolder,
  type OfficeParts,
} from '@beffroi/office';
import { connect, importFacts } from '@beffroi/store-postgres';
import { sha256 } from '../register/ed25519.ts';
import { logNames } from '../register/town-key.ts';
import type { WitnessSettings } from '../register/witness-watch.ts';
import { oneTimeCodes } from '../security/one-time-code.ts';
import { createPasswordHasher } from '../security/password-hasher.ts';
import { openSecretBox } from '../security/secret-box.ts';
import { decryptWith } from './age-file.ts';
import {
  type BackupManifest,
  dayKeysName,
  factsFolder,
  readBackup,
  secretsName,
} from './backup-form.ts';
import { type FormerRegister, keepFormerRegister, lostWords } from './former-register.ts';
import { type RenewedSecrets, renewSecrets } from './renewed-secrets.ts';
import { putRestoredRing, type RingState } from './restored-ring.ts';
import { putSecrets } from './state-secrets.ts';

export interface RestoreWish {
  /** Folder of the backup, absolute. */
  readonly backup: string;
  /** Empty but for what `up` would make there. */
  readonly stateDirectory: string;
  readonly databaseUrl: string;
  /** Text of an age identity file; null leaves secrets and day keys closed. */
  readonly identity: string | null;
  /** Why the former centre is gone: kept in the register. */
  readonly reason: string;
  readonly keyLines: readonly string[];
  readonly witness: WitnessSettings | null;
  readonly keyRoot: KeyRootSettings;
  readonly clock: Clock;
  readonly chance: Chance;
}

export interface RestoreReport {
  readonly madeAt: Instant;
  readonly town: BackupManifest['town'];
  readonly recordings: RingState;
  /** Null when the secrets came along. */
  readonly renewed: RenewedSecrets | null;
  readonly former: FormerRegister;
  /** What a witness knows to be lost, in words. */
  readonly lost: readonly string[];
  readonly erased: ErasureReport;
}

/** What a backup holds, opened; nothing is written yet. Throws Failures of `readBackup` and `decryptWith`. */
export async function openBackup(wish: Pick<RestoreWish, 'backup' | 'identity'>) {
  const manifest = await readBackup(wish.backup);
  const secrets = await opened(wish, manifest, secretsName);
  const ringBytes = await opened(wish, manifest, dayKeysName);
  return { manifest, secrets, ringBytes };
}

/** Throws Failures of `readBackup`, `importFacts`, `decryptWith` and `keepFormerRegister`. */
export async function restoreCentre(wish: RestoreWish): Promise<RestoreReport> {
  const { backup, stateDirectory, chance } = wish;
  const { manifest, secrets, ringBytes } = await openBackup(wish);
  await importFacts({ url: wish.databaseUrl, folder: join(backup, factsFolder) });
  await using parts = new AsyncDisposableStack();
  const facts = await connect({ url: wish.databaseUrl });
  parts.defer(() => facts.close());
  await mkdir(stateDirectory, { recursive: true });
  const former = await keepFormerRegister({
    backup,
    manifest,
    folder: join(stateDirectory, 'register'),
    facts,
    keyLines: wish.keyLines,
    witness: wish.witness,
  });
  if (secrets !== null) {
    await putSecrets(stateDirectory, secrets);
  }
  const secretBox = await openSecretBox(stateDirectory);
  const { localRecorderId } = manifest;
  const renewed =
    secrets === null
      ? await renewSecrets({ facts, chance, secretBox, stateDirectory, localRecorderId })
      : null;
  const directory = join(stateDirectory, 'keys');
  const root = await openRootKeeper(wish.keyRoot, directory, chance);
  const recordings = await putRestoredRing({
    facts,
    chance,
    directory,
    root,
    today: todayOf(wish, manifest),
    copy: ringBytes && (JSON.parse(Buffer.from(ringBytes).toString('utf8')) as RingCopy),
  });
  const lost = lostWords(former);
  await noteRestored(wish, manifest, facts, { former, recordings, renewed });
  const erased = await eraseDue(wish, manifest, { facts, secretBox }, { directory, root });
  return {
    madeAt: manifest.madeAt,
    town: manifest.town,
    recordings,
    renewed,
    former,
    lost,
    erased,
  };
}

/** Null when the backup has none, or no identity was given. */
async function opened(
  { backup, identity }: Pick<RestoreWish, 'backup' | 'identity'>,
  manifest: BackupManifest,
  name: string,
): Promise<Uint8Array | null> {
  if (identity === null || !manifest.files.some(({ path }) => path === name)) {
    return null;
  }
  return await decryptWith(identity, await readFile(join(backup, name)), name);
}

/** A clock that was set back brings no day back: never before the backup itself. */
function todayOf({ clock }: RestoreWish, { madeAt, town }: BackupManifest): string {
  const nowMs = Math.max(clock.nowMs(), msFromInstant(madeAt));
  return civilDayOf(instantFromMs(nowMs), town.timeZone);
}

/** The owner's word for it, first line of what the new register has of its own. */
async function noteRestored(
  { clock, chance, reason }: RestoreWish,
  manifest: BackupManifest,
  facts: Facts,
  { former, recordings, renewed }: Pick<RestoreReport, 'former' | 'recordings' | 'renewed'>,
): Promise<void> {
  const { madeAt } = manifest;
  await facts.transact(async (work) => {
    for (const log of logNames) {
      const entry = entryOf(
        { clock, chance, sha256 },
        {
          kind: 'centre-restored',
          log,
          by: 'machine-owner',
          about: [],
          motive: 'control',
          what: {
            reason,
            backupMadeAt: madeAt,
            former: { ...former[log] },
            recordingsLost: recordings.lost,
            keysLost: [...recordings.lostKeys],
            secretsRenewed: renewed !== null,
          },
        },
      );
      await work.register.append(entry);
    }
    // A restore goes by the clock of this machine already: whoever asks for it answers for that (RET-11).
    await keepBelieved(work, clock.nowMs());
  });
}

async function eraseDue(
  { clock, chance }: RestoreWish,
  { town, madeAt }: BackupManifest,
  { facts, secretBox }: Pick<OfficeParts, 'facts' | 'secretBox'>,
  ring: { readonly directory: string; readonly root: RootKeeper },
): Promise<ErasureReport> {
  const keyRing = createFileKeyRing({ ...ring, chance });
  try {
    const office = await createOffice({
      facts,
      clock,
      chance,
      sha256,
      passwordHasher: createPasswordHasher(),
      totp: oneTimeCodes,
      secretBox,
      keyRing,
      // What lies on the disks is looked at when the centre itself starts.
      folder: noFolder,
      liveStates: { of: () => ({ recording: false, main: null, sub: null }) },
      settings: {
        townName: town.name,
        timeZone: town.timeZone,
        site: town.site,
        demonstration: town.demonstration,
        version: '',
        recorder: { syncPolicy: 'each-gop', diskFloor: 0, maskCoresMax: 0 },
      },
    });
    try {
      const erased = await office.erasures.eraseDue();
      await office.recorders.raiseAlarm({
        code: 'centre-restored',
        level: 'alarm',
        cameraId: null,
        detail: `the centre was restored from the backup of ${madeAt}: masks, rights, suspensions and holds decided since are lost; decide them again`,
      });
      return erased;
    } finally {
      office.close();
    }
  } finally {
    await keyRing.close();
  }
}
