/**
 * A town on the real database, register and key ring with a clock that the test moves: recorded,
 * backed up, erased and restored as the centre and its verbs do it.
 */

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, civilDayOf, instantFromMs, newId } from '@beffroi/kernel';
import {
  createDataKeySealer,
  createFileKeyRing,
  openRootKeeper,
  type RootKeeper,
} from '@beffroi/keyring';
import {
  type ClosedRecording,
  createOffice,
  erasureDayOf,
  type Facts,
  type KeyRing,
  noFolder,
  purposeOf,
  type RecordingFolder,
  type RecordingIdentity,
  type RunningOffice,
} from '@beffroi/office';
import {
  fakePasswordHasher,
  fakeTotp,
  type SteeredClock,
  seedExampleTown,
  silentStates,
  testSettings,
} from '@beffroi/office/testing';
import { connect, type EmbeddedPostgres } from '@beffroi/store-postgres';
import pg from 'pg';
import { type RestoreReport, restoreCentre } from '../src/backup/restore-centre.ts';
import { type BackupWish, takeBackup } from '../src/backup/take-backup.ts';
import { sha256 } from '../src/register/ed25519.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import type { WitnessSettings } from '../src/register/witness-watch.ts';
import { openSecretBox } from '../src/security/secret-box.ts';
import { systemChance as chance } from '../src/system-clock.ts';

const { timeZone, site } = testSettings;
const keyRoot = { kind: 'file' } as const;
/** Of the example town. */
const retentionDays = 15;

export class Databases {
  readonly #server: EmbeddedPostgres;
  #count = 0;

  constructor(server: EmbeddedPostgres) {
    this.#server = server;
  }

  async fresh(): Promise<string> {
    this.#count += 1;
    const name = `town${this.#count}`;
    const client = new pg.Client({ connectionString: this.#server.url });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return this.#server.url.replace('/beffroi?', `/${name}?`);
  }
}

export interface TownParts {
  readonly state: string;
  readonly url: string;
  readonly clock: SteeredClock;
  readonly witness?: WitnessSettings;
  /** Adds to the example town when it begins. */
  readonly seed?: (facts: Facts) => Promise<void>;
  /** Of the recordings that lie there; none when absent. */
  readonly folder?: RecordingFolder;
}

export class BackedUpTown {
  readonly parts: TownParts;
  readonly facts: Facts;
  readonly keeper: RegisterKeeper;
  readonly root: RootKeeper;
  readonly ring: KeyRing;
  readonly office: RunningOffice;

  private constructor(
    parts: TownParts,
    opened: Pick<BackedUpTown, 'facts' | 'keeper' | 'root' | 'ring' | 'office'>,
  ) {
    this.parts = parts;
    this.facts = opened.facts;
    this.keeper = opened.keeper;
    this.root = opened.root;
    this.ring = opened.ring;
    this.office = opened.office;
  }

  /** Opens what lies there, or begins the example town. */
  static async open(parts: TownParts): Promise<BackedUpTown> {
    const { state, url, clock, witness, seed, folder } = parts;
    await mkdir(state, { recursive: true });
    const database = await connect({ url });
    const keeper = await RegisterKeeper.open({
      facts: database,
      clock,
      folder: join(state, 'register'),
      townName: 'Vermeil',
      witness: witness ?? null,
    });
    const facts = keeper.watching(database);
    if ((await facts.read((work) => work.people.all())).length === 0) {
      await seedExampleTown(facts, clock.nowMs());
      await seed?.(facts);
    }
    const directory = join(state, 'keys');
    const root = await openRootKeeper(keyRoot, directory, chance);
    const ring = createFileKeyRing({ directory, chance, root });
    const office = await createOffice({
      facts,
      clock,
      chance,
      sha256,
      passwordHasher: fakePasswordHasher,
      totp: fakeTotp,
      secretBox: await openSecretBox(state),
      keyRing: ring,
      folder: folder ?? noFolder,
      liveStates: silentStates,
      settings: testSettings,
    });
    return new BackedUpTown(parts, { facts, keeper, root, ring, office });
  }

  get today(): string {
    return civilDayOf(instantFromMs(this.parts.clock.nowMs()), timeZone);
  }

  async recorder(name = 'one'): Promise<string> {
    return (await this.office.recorders.register(name)).recorderId;
  }

  /** Records ten minutes of a camera from now, as a recorder tells it; answers what it sealed. */
  async record(recorderId: string, sequence: number): Promise<RecordingIdentity> {
    const startMs = this.parts.clock.nowMs();
    const cameraId = 'cam_place';
    const keys = await this.ring.dayPublicKeys(addDays(this.today, 1), 30);
    const day = erasureDayOf(startMs, retentionDays, timeZone);
    const purpose = purposeOf({ site, cameraId, startMs });
    const { sealed } = await createDataKeySealer(keys, chance).newDataKey(day, purpose);
    const recordingId = newId('recording', chance.bytes(10));
    const recording: RecordingIdentity = {
      ...{ recordingId, site, cameraId, stream: 'main', startMs, fence: 1 },
      path: `${cameraId}/${recordingId}.bfr`,
      sealedKey: sealed,
    };
    const closed: ClosedRecording = {
      ...recording,
      ...{ endMs: startMs + 600_000, sizeBytes: 1, sha256: 'ab', pictures: 1, gops: 1 },
      maskVersions: [],
      timeSource: 'arrival',
      closing: 'complete',
    };
    await this.office.recorders.receiveFacts(recorderId, [
      { sequence: sequence * 2 + 1, fact: { kind: 'recording-opened', recording } },
      { sequence: sequence * 2 + 2, fact: { kind: 'recording-closed', recording: closed } },
    ]);
    return recording;
  }

  backup(wish: BackupWish) {
    const { state, url, clock } = this.parts;
    return takeBackup(
      {
        environment: {
          ...{ databaseUrl: url, stateDirectory: state, timeZone, site, demonstration: false },
          settings: { townName: 'Vermeil' } as never,
        },
        ...{ facts: this.facts, keeper: this.keeper, root: this.root, clock, chance },
        version: '0.1.0',
      },
      wish,
    );
  }

  /** Which of these open now. */
  async opening(recordings: readonly RecordingIdentity[]): Promise<readonly string[]> {
    const open: string[] = [];
    for (const recording of recordings) {
      await this.ring.openDataKey(recording.sealedKey, purposeOf(recording)).then(
        () => open.push(recording.recordingId),
        (thrown: unknown) => {
          if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'key-destroyed')) {
            throw thrown;
          }
        },
      );
    }
    return open;
  }

  async close(): Promise<void> {
    this.office.close();
    await this.ring.close();
    await this.keeper.close();
    await this.facts.close();
  }
}

export function restoreTown(
  { state, url, clock, witness }: TownParts,
  backup: string,
  identity: string | null,
): Promise<RestoreReport> {
  return restoreCentre({
    ...{ backup, identity, stateDirectory: state, databaseUrl: url, clock, chance },
    ...{ reason: 'the machine burned', keyLines: [], witness: witness ?? null, keyRoot },
  });
}

/** Every file below a folder, by its whole path. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}
