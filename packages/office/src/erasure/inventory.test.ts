/** Every byte with its ground, on fakes: what is kept, held, condemned, untold, and what has no ground. */

import { addDays, civilDayOf, Failure, instantFromMs } from '@beffroi/kernel';
import { erasureDayOf } from '@beffroi/town';
import { describe, expect, test } from 'vitest';
import { createOffice } from '../create-office.ts';
import type {
  FoundFile,
  RecorderFolders,
  RecordingFolder,
  RecordingIdentity,
} from '../ports/recordings.ts';
import { createFakeKeyRing, createSteeredClock, createTestOffice } from '../testing/index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zone = 'Europe/Paris';
const startMs = Date.parse('2026-11-20T10:00Z');

/** A folder of names and headers. */
class FakeFolder implements RecordingFolder {
  readonly disk = new Map<string, FoundFile & { readonly identity: RecordingIdentity | null }>();

  async *files(): AsyncGenerator<FoundFile> {
    const paths = [...this.disk.keys()].sort();
    for (const path of paths) {
      yield this.disk.get(path)!;
    }
  }

  async identityOf(path: string): Promise<RecordingIdentity | null> {
    return this.disk.get(path)?.identity ?? null;
  }

  put(path: string, identity: RecordingIdentity | null, modifiedMs: number, growing = false): void {
    this.disk.set(path, { path, sizeBytes: 1000, modifiedMs, growing, identity });
  }
}

async function world() {
  const clock = createSteeredClock(startMs);
  const ring = createFakeKeyRing();
  const folder = new FakeFolder();
  const town = await createTestOffice({ clock, keyRing: ring, folder });
  const { recorderId } = await town.office.recorders.register('nord');
  await town.office.recorders.configurationFor(recorderId);
  let sequence = 0;
  const record = async (cameraId: string, growing = false): Promise<RecordingIdentity> => {
    const fromMs = clock.nowMs();
    const today = civilDayOf(instantFromMs(fromMs), zone);
    await ring.dayPublicKeys(addDays(today, 1), 30);
    const keyDay = erasureDayOf(fromMs, 15, zone);
    const bytes = new Uint8Array([1]);
    const identity: RecordingIdentity = {
      recordingId: `rec_${cameraId.slice(4)}${fromMs}`,
      site: 'vermeil',
      cameraId,
      stream: 'main',
      startMs: fromMs,
      fence: 1,
      path: `${cameraId}/${today}/main-${fromMs}.bfr`,
      sealedKey: { keyId: `day-${keyDay}`, day: keyDay, encapsulated: bytes, ciphertext: bytes },
    };
    // Written to until now: its age is that of its first picture all the same.
    folder.put(identity.path, identity, fromMs + hourMs, growing);
    clock.advance(hourMs);
    return identity;
  };
  const tell = async (recording: RecordingIdentity) => {
    sequence += 1;
    await town.office.recorders.receiveFacts(recorderId, [
      { sequence, fact: { kind: 'recording-opened', recording } },
    ]);
  };
  const grounds = async () => {
    const { lines, groundless } = await town.office.erasures.inventory();
    const sums: { [ground: string]: number } = {};
    for (const { ground, files } of lines) {
      sums[ground] = (sums[ground] ?? 0) + files;
    }
    return { lines: sums, groundless: groundless.map(({ path }) => path) };
  };
  return { clock, ring, folder, town, recorderId, record, tell, grounds };
}

describe('the inventory', () => {
  test('RET-8 names the ground of each file, and what has none', async () => {
    const { town, folder, clock, record, tell, grounds } = await world();
    await tell(await record('cam_place'));
    await tell(await record('cam_place', true));
    await record('cam_gare');
    folder.put('cam_place/2026-11-20/copie.mp4', null, startMs);
    folder.put('cam_place/2026-11-20/main-99.bfr', null, startMs);
    folder.put('oubli.png', null, startMs);
    const found = await grounds();
    expect(found.lines).toEqual({ kept: 1, 'being-written': 1, untold: 1 });
    expect(found.groundless).toEqual([
      'cam_place/2026-11-20/copie.mp4',
      'cam_place/2026-11-20/main-99.bfr',
      'oubli.png',
    ]);
    const { lines } = await town.office.erasures.inventory();
    expect(lines.find(({ ground }) => ground === 'kept')).toEqual({
      ground: 'kept',
      recorder: null,
      cameraId: 'cam_place',
      until: '2026-12-05',
      files: 1,
      bytes: 1000,
      sinceMs: startMs,
    });
    clock.advance(16 * dayMs);
    // What nobody told of is adopted after the first run of a day, and condemned by the next.
    await town.office.erasures.eraseDue();
    await town.office.erasures.eraseDue();
    const after = await grounds();
    expect(after.lines).toEqual({ condemned: 3 });
    expect(after.groundless).toHaveLength(3);
    town.office.close();
  });

  test('RET-8 a file that nobody told of is adopted as its header says, and comes due', async () => {
    const { town, folder, clock, record, recorderId, grounds } = await world();
    const lost = await record('cam_place');
    town.office.close();
    clock.advance(2 * hourMs);
    const office = await createOffice(town.parts);
    await office.erasures.eraseDue();
    await office.erasures.eraseDue();
    expect((await grounds()).lines).toEqual({ kept: 1 });
    expect(town.facts.entries.filter(({ kind }) => kind === 'recording-adopted')).toHaveLength(1);
    clock.advance(16 * dayMs);
    await office.erasures.eraseDue();
    expect(await office.erasures.ordersFor(recorderId)).toEqual([
      { recordingId: lost.recordingId, path: lost.path },
    ]);
    folder.disk.clear();
    expect(await grounds()).toEqual({ lines: {}, groundless: [] });
    office.close();
  });

  test('RET-8 what is held past its term says so; a moved file has no ground', async () => {
    const { town, folder, clock, record, tell, grounds } = await world();
    const kept = await record('cam_place');
    await tell(kept);
    const { actor } = await town.signIn('per_head');
    const placed = await town.office.holds.place(actor, {
      framework: '99-3',
      reference: 'CR 12/2026',
      channel: 'written',
      requester: 'Capitaine Roux',
      cameraIds: ['cam_place'],
      fromMs: startMs,
      toMs: startMs + hourMs,
      until: '2027-03-01',
    });
    expect(placed.ok && placed.value.files).toBe(1);
    clock.advance(20 * dayMs);
    await town.office.erasures.eraseDue();
    expect((await grounds()).lines).toEqual({ held: 1 });
    folder.put('cam_gare/2026-11-20/main-1.bfr', kept, startMs);
    expect((await grounds()).groundless).toEqual(['cam_gare/2026-11-20/main-1.bfr']);
    town.office.close();
  });

  test('RET-8 recorders elsewhere list their own disks; one that can’t be asked is named', async () => {
    const { town, record, tell, recorderId: nord } = await world();
    const { recorderId: sud } = await town.office.recorders.register('sud');
    const { recorderId: est } = await town.office.recorders.register('est');
    const { recorderId: here } = await town.office.recorders.register('ici');
    town.office.close();
    const there = new FakeFolder();
    const cut = new FakeFolder();
    const kept = await record('cam_place');
    await tell(kept);
    there.put(kept.path, kept, startMs);
    there.put('oubli.png', null, startMs);
    // The same file on another recorder: nobody has told of that one.
    cut.put(kept.path, kept, startMs);
    const answering: RecorderFolders = {
      folderOf: async (id) =>
        id === here ? 'here' : id === nord ? there : id === sud ? breaking(cut) : null,
    };
    const office = await createOffice({ ...town.parts, recorderFolders: answering });
    const found = await office.erasures.inventory();
    const elsewhere = found.lines.filter(({ recorder }) => recorder !== null);
    expect(elsewhere).toMatchObject([{ recorder: 'nord', ground: 'kept', files: 1, bytes: 1000 }]);
    expect(found.groundless).toMatchObject([{ recorder: 'nord', path: 'oubli.png' }]);
    expect(found.unlisted.map(({ recorderId }) => recorderId).sort()).toEqual([sud, est].sort());
    expect(found.unlisted.find(({ name }) => name === 'sud')?.why).toBe('it went away');
    office.close();
  });

  test('RET-8 what a recorder elsewhere never told of is adopted as its own, once it is back', async () => {
    const { town, clock, ring, folder, record, recorderId: nord } = await world();
    const { recorderId: sud } = await town.office.recorders.register('sud');
    town.office.close();
    const there = new FakeFolder();
    const lost = await record('cam_place');
    folder.disk.clear();
    there.put(lost.path, lost, startMs);
    clock.advance(2 * hourMs);
    let isBack = false;
    const recorderFolders: RecorderFolders = {
      folderOf: async (id) => (id === nord ? 'here' : isBack ? there : null),
    };
    const parts = { ...town.parts, keyRing: ring, recorderFolders };
    const office = await createOffice(parts);
    const adopted = () => town.facts.entries.filter(({ kind }) => kind === 'recording-adopted');
    await office.erasures.inventory();
    expect(adopted()).toEqual([]);
    isBack = true;
    clock.advance(16 * 60_000);
    await expect.poll(() => adopted().length).toBe(1);
    expect(adopted()[0]?.record).toContain(sud);
    // Its camera is of another recorder now; the order goes to where the file lies.
    clock.advance(16 * dayMs);
    await office.erasures.eraseDue();
    expect(await office.erasures.ordersFor(nord)).toEqual([]);
    expect(await office.erasures.ordersFor(sud)).toMatchObject([{ path: lost.path }]);
    office.close();
  });
});

/** Lists what it has, and then its recorder is gone. */
function breaking(folder: FakeFolder): RecordingFolder {
  return {
    async *files() {
      yield* folder.files();
      throw new Failure('recorder-away', 'it went away');
    },
    identityOf: (path) => folder.identityOf(path),
  };
}
