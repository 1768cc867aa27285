/**
 * The town of the sixteen days: twenty cameras of three terms, a recorder with its files, a backup each
 * day, holds, pictures of reference, and a thief behind all of them. It lives an hour at a time.
 */

import { join } from 'node:path';
import { copyRing } from '@beffroi/keyring';
import type { Actor, Facts } from '@beffroi/office';
import { confirmed, createSteeredClock, exampleZone } from '@beffroi/office/testing';
import { openRecordingFolder } from '@beffroi/store-recordings';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect } from 'vitest';
import { BackedUpTown } from '../backed-up-town.ts';
import { DiskRecorder, type RecordedStream } from '../disk-recorder.ts';
import { Thief } from './thief.ts';

const hourMs = 3_600_000;
const withKeysEveryDays = 5;

/** Every fourth has a sub-stream too. */
const cameras = Array.from({ length: 20 }, (_, index) => ({
  cameraId: `cam_no${index}`,
  retentionDays: [15, 15, 7, 15, 3][index % 5] ?? 15,
  hasSub: index % 4 === 0,
}));
const streams: readonly RecordedStream[] = cameras.flatMap(({ hasSub, ...camera }) => [
  { ...camera, stream: 'main' as const },
  ...(hasSub ? [{ ...camera, stream: 'sub' as const }] : []),
]);
/** One of 15 days and one of 3; a call about another of 3 is never confirmed. */
export const heldCameras = ['cam_no3', 'cam_no9'] as const;
export const lapsingCamera = 'cam_no4';

const triangle = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
];

export interface DayBackup {
  readonly folder: string;
  readonly withKeys: boolean;
}

export class LivedTown {
  readonly folder: string;
  readonly town: BackedUpTown;
  readonly recorder: DiskRecorder;
  readonly thief: Thief;
  readonly backups: DayBackup[] = [];
  /** Every private key that the ring ever had, by its id. */
  readonly privateKeys = new Map<string, string>();
  /** Opens the backups that took keys along. */
  readonly identity: string;

  private constructor(folder: string, town: BackedUpTown, recorderId: string, identity: string) {
    this.folder = folder;
    this.town = town;
    this.identity = identity;
    this.recorder = new DiskRecorder(town, recorderId, town.parts.state);
    this.thief = new Thief(join(folder, 'stolen'));
  }

  static async begin(folder: string, url: string): Promise<LivedTown> {
    const state = join(folder, 'state');
    const town = await BackedUpTown.open({
      ...{ state, url, seed: seedCameras },
      clock: createSteeredClock(Date.parse('2026-10-18T08:00Z')),
      folder: openRecordingFolder(join(state, 'recordings')),
    });
    return new LivedTown(folder, town, await town.recorder(), await generateX25519Identity());
  }

  /** Two seconds of every stream, and the thief takes the files. */
  async record(): Promise<void> {
    await this.recorder.record(streams);
    await this.thief.takeFiles(this.recorder.directory);
  }

  /** An hour goes by: what is due is erased, and every byte of a picture has its ground. */
  async passHour(): Promise<void> {
    const { clock } = this.town.parts;
    this.#noteKeys();
    clock.advance(hourMs);
    const { office } = this.town;
    await office.erasures.eraseDue();
    // Orders come 500 at a time.
    while ((await this.recorder.obey()) > 0) {
      await office.erasures.eraseDue();
    }
    const { groundless, lines } = await office.erasures.inventory();
    expect(groundless, new Date(clock.nowMs()).toISOString()).toEqual([]);
    expect(lines.some(({ ground }) => ground === 'condemned')).toBe(false);
  }

  async hold(cameraIds: readonly string[], channel: 'written' | 'phone'): Promise<void> {
    const { office, parts } = this.town;
    const nowMs = parts.clock.nowMs();
    const placed = await office.holds.place(await this.#head(), {
      framework: '60-1',
      reference: channel === 'written' ? 'PV 2026/1042' : 'appel de 16 h',
      requester: 'Brigadier Martin',
      until: '2027-01-31',
      fromMs: nowMs - 24 * hourMs,
      toMs: nowMs - 12 * hourMs,
      cameraIds: [...cameraIds],
      channel,
    });
    expect(placed.ok && placed.value.files).toBeGreaterThanOrEqual(cameraIds.length);
  }

  /** A picture of reference of one camera, as whoever draws masks keeps it. */
  async drawMasks(cameraId: string): Promise<void> {
    const { confirmations, cameras: acts } = this.town.office;
    const polygons = [exampleZone, triangle];
    const choice = { mode: 'server' as const, style: 'solid' as const, polygons };
    const body = { choice, reason: 'contrôle' };
    const picture = new TextEncoder().encode(`a street under ${cameraId}, and who passed`);
    const drawn = await confirmed(confirmations, await this.#head(), (head) =>
      acts.setMasks(head, cameraId, body, picture),
    );
    expect(drawn.ok).toBe(true);
  }

  async takeBackup(day: number): Promise<void> {
    const folder = join(this.folder, `backup-${day}`);
    const withKeys = day % withKeysEveryDays === 1;
    const recipients = [await identityToRecipient(this.identity)];
    await this.town.backup({ folder, recipients, withKeys });
    this.backups.push({ folder, withKeys });
  }

  #noteKeys(): void {
    const { keys, holds = [] } = copyRing({ directory: join(this.town.parts.state, 'keys') });
    for (const { keyId, privateKey } of [...keys, ...holds]) {
      this.privateKeys.set(keyId, privateKey);
    }
  }

  async #head(): Promise<Actor> {
    const { sessions } = this.town.office;
    const signedIn = await sessions.signInForDemonstration('per_head');
    const actor = signedIn.ok ? await sessions.actorOf(signedIn.value.token) : null;
    expect(actor).not.toBeNull();
    return actor as Actor;
  }
}

async function seedCameras(facts: Facts): Promise<void> {
  await facts.transact(async (work) => {
    const [first] = await work.cameras.all();
    for (const { cameraId, retentionDays } of first === undefined ? [] : cameras) {
      const id = cameraId as NonNullable<typeof first>['camera']['id'];
      const camera = { ...first!.camera, id, retentionDays, name: cameraId, mask: null };
      await work.cameras.put({ ...first!, key: cameraId, camera });
    }
  });
}
