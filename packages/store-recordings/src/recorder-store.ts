/**
 * The recorder's store: opens the folder, closes what the last run left open, holds the tracks, and
 * looks after disk and facts. It has public keys only (REC-22) and takes masked pictures only
 * (MSK-1). Nothing a disk does stops it: what can't be written is a gap with its cause, and it
 * tries again by itself.
 */

import { join } from 'node:path';
import { assert, civilDayOf, instantFromMs, messageOf } from '@beffroi/kernel';
import type {
  ErasureOrder,
  RecordedGap,
  RecorderStore,
  RecordingEraser,
  RecordingTrack,
  StreamName,
} from '@beffroi/office';
import { DataKeys } from './data-keys.ts';
import { type Disk, type DiskFile, errorCode, realDisk } from './disk.ts';
import { DiskWatch } from './disk-watch.ts';
import { GapLedger } from './gap-ledger.ts';
import { BlockPool } from './held-pictures.ts';
import { eraseOrdered } from './ordered-erasure.ts';
import { closeLeftOpen, findLeftOpen, type LeftOpen, markerFolder } from './recovery.ts';
import { SharedSync } from './shared-sync.ts';
import { SlabPool } from './slab-pool.ts';
import {
  type RecorderStoreOptions,
  type StoreAlarm,
  type StoreContext,
  storeLimits,
} from './store-context.ts';
import { ToldFacts } from './told-facts.ts';
import { Track } from './track.ts';

const gapsFile = 'gaps.json';

/**
 * Opens the store in a folder (made when absent) and begins to close what a crash left open; the
 * hashing of those files goes on after it has resolved. Throws what the disk throws when the folder
 * can't be used at all.
 */
export async function openRecorderStore(
  options: RecorderStoreOptions,
): Promise<RecorderStore & RecordingEraser> {
  const disk = options.disk ?? realDisk;
  await disk.makeDirectory(join(options.directory, markerFolder));
  const keptGaps = await readKeptGaps(disk, join(options.directory, gapsFile));
  const store = new FileRecorderStore(options, disk, keptGaps);
  await store.begin();
  return store;
}

class FileRecorderStore implements RecorderStore, RecordingEraser {
  readonly #options: RecorderStoreOptions;
  readonly #disk: Disk;
  readonly #facts: ToldFacts;
  readonly #watch: DiskWatch;
  readonly #context: StoreContext;
  readonly #tracks = new Map<string, Track>();
  readonly #leftOpen = new Set<string>();
  readonly #counters = { bytesWritten: 0, syncs: 0, droppedPictures: 0, heldBytes: 0 };
  readonly #cancels: (() => void)[] = [];
  #chores: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: RecorderStoreOptions, disk: Disk, keptGaps: readonly RecordedGap[]) {
    const { directory, site, clock, chance, sealer, syncPolicy, places } = options;
    const timeZone = options.timeZone ?? 'Europe/Paris';
    const alarm = (raised: StoreAlarm) => options.alarm?.(raised);
    const folders = new SharedSync((path) => disk.syncDirectory(path));
    this.#options = options;
    this.#disk = disk;
    this.#facts = new ToldFacts(options.sink, alarm);
    const tell: StoreContext['tell'] = (fact) => this.#facts.tell(fact);
    const bytesWritten = () => this.#counters.bytesWritten;
    const floor = options.diskFloor;
    const isHeld = options.isHeld ?? (() => false);
    this.#watch = new DiskWatch({
      ...{ disk, directory, clock, floor, bytesWritten, isHeld, tell, alarm },
    });
    this.#context = {
      directory,
      site,
      timeZone,
      clock,
      chance,
      disk,
      sealer,
      dataKeys: new DataKeys(sealer, site),
      syncPolicy,
      places,
      erasureDay:
        options.erasureDay ?? ((_, startMs) => civilDayOf(instantFromMs(startMs), timeZone)),
      counters: this.#counters,
      slabs: new SlabPool(),
      blocks: new BlockPool(),
      gaps: new GapLedger({ chance, tell, kept: keptGaps, keep: (gaps) => this.#keepGaps(gaps) }),
      tell,
      alarm,
      synced: (recording) => options.synced?.(recording),
      leftOpen: (path) => this.#leftOpen.add(path),
      syncFolder: (path) => folders.sync(path),
    };
  }

  get figures(): RecorderStore['figures'] {
    const { bytesWritten, syncs, droppedPictures } = this.#counters;
    return { bytesWritten, syncs, droppedPictures, ...this.#watch.figures };
  }

  track(cameraId: string, stream: StreamName, fence: number): RecordingTrack {
    assert(!this.#closed, 'a closed store records nothing');
    const key = `${cameraId}/${stream}`;
    assert(this.#tracks.get(key)?.closed !== false, 'one track a stream is open at a time');
    const track = new Track(this.#context, { cameraId, stream, fence });
    this.#tracks.set(key, track);
    return track;
  }

  /** Among the chores: never while the disk's floor is being kept, or a file closed. */
  erase(orders: readonly ErasureOrder[]): Promise<void> {
    const { directory } = this.#options;
    const parts = { disk: this.#disk, directory, tell: this.#context.tell };
    this.#chores = this.#chores.then(async () => {
      for (const order of orders) {
        await this.#chore(`${order.path} could not be erased`, () => eraseOrdered(parts, order));
      }
    });
    return this.#chores;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#cancels.splice(0)) {
      cancel();
    }
    await Promise.all([...this.#tracks.values()].map((track) => track.close('recorder-stopped')));
    await this.#chores;
    await this.#closeLeftOpen();
    await this.#context.gaps.told();
    this.#facts.retry();
    this.#context.dataKeys.forget();
  }

  /** Recovery's quick half, then the clockwork. */
  async begin(): Promise<void> {
    const found = await findLeftOpen(this.#disk, this.#options.directory);
    const last = new Map<string, LeftOpen>();
    for (const left of found) {
      this.#leftOpen.add(left.path);
      const key = `${left.identity.cameraId}/${left.identity.stream}`;
      // A crash between two files leaves both: the hole begins after the later one.
      if (left.progress.state === 'growing' && !(endOf(last.get(key)) > endOf(left))) {
        last.set(key, left);
      }
    }
    for (const left of last.values()) {
      this.#tellCrash(left);
    }
    await this.#lookAtDisk();
    this.#chores = this.#closeLeftOpen();
    this.#every(storeLimits.tickMs, () => this.#tick());
    if (this.#options.syncPolicy === 'two-seconds') {
      this.#every(storeLimits.groupSyncMs, () => {
        for (const track of this.#tracks.values()) {
          track.sync();
        }
      });
    }
  }

  /**
   * The hole begins where the file ends. A gap that was kept as open although pictures came after it
   * ended in the crash's last moment: it ends at most one fragment late.
   */
  #tellCrash({ identity, progress }: LeftOpen): void {
    const { cameraId, stream } = identity;
    const { gaps } = this.#context;
    const fromMs = endOf({ identity, progress });
    if (progress.pictures > 0 && (gaps.current(cameraId, stream)?.fromMs ?? fromMs) < fromMs) {
      gaps.end(cameraId, stream, fromMs);
    }
    if (gaps.current(cameraId, stream) === undefined) {
      const detail = 'the recorder stopped without closing its files';
      gaps.begin({ cameraId, stream, cause: 'recorder-crashed', detail, fromMs });
    }
  }

  #every(ms: number, act: () => void): void {
    const slot = this.#cancels.length;
    const arm = () => {
      this.#cancels[slot] = this.#options.clock.after(ms, () => {
        act();
        arm();
      });
    };
    arm();
  }

  #tick(): void {
    this.#facts.retry();
    for (const track of this.#tracks.values()) {
      track.tick();
    }
    // One round of chores at a time; each step turns its failure into an alarm.
    this.#chores = this.#chores.then(() => this.#lookAtDisk()).then(() => this.#closeLeftOpen());
  }

  async #lookAtDisk(): Promise<void> {
    await this.#chore('the disk could not be looked at', () => this.#watch.look());
  }

  async #closeLeftOpen(): Promise<void> {
    for (const path of [...this.#leftOpen]) {
      await this.#chore(`${path} could not be closed yet`, async () => {
        await closeLeftOpen(this.#disk, this.#options.directory, path, this.#context.tell);
        this.#leftOpen.delete(path);
      });
    }
  }

  #keepGaps(gaps: readonly RecordedGap[]): Promise<void> {
    const path = join(this.#options.directory, gapsFile);
    return this.#chore('the list of gaps could not be kept', () =>
      this.#disk.replace(path, Buffer.from(JSON.stringify(gaps))),
    );
  }

  async #chore(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      const code = errorCode(thrown) === 'ENOSPC' ? 'disk-full' : 'disk-failed';
      const detail = `${what}: ${messageOf(thrown)}`;
      this.#context.alarm({ code, level: 'alarm', cameraId: null, detail });
    }
  }
}

function endOf(left: Pick<LeftOpen, 'identity' | 'progress'> | undefined): number {
  return left === undefined ? 0 : Math.max(left.progress.endMs, left.identity.startMs);
}

async function readKeptGaps(disk: Disk, path: string): Promise<readonly RecordedGap[]> {
  let file: DiskFile;
  try {
    file = await disk.openForReading(path);
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') {
      return [];
    }
    throw thrown;
  }
  try {
    const bytes = Buffer.alloc(await file.size());
    await file.read(bytes, 0);
    return JSON.parse(bytes.toString('utf8')) as readonly RecordedGap[];
  } finally {
    await file.close();
  }
}
