/** A recorder's store in a test: its clock, its disk, its keys, and everything it told. */

import type { RecorderFact, RecordingTrack } from '@beffroi/office';
import {
  formatForTests,
  MemoryKeyRing,
  type PictureForTests,
  pictureForTests,
  SteeredClock,
  seededChance,
} from '@beffroi/testing';
import type { Disk } from '../src/disk.ts';
import { openRecorderStore } from '../src/recorder-store.ts';
import { openRecordingReader } from '../src/recording-reader.ts';
import { openSealedFiles } from '../src/sealed-files.ts';
import type { RecorderStoreOptions, StoreAlarm } from '../src/store-context.ts';
import { MemoryDisk } from './memory-disk.ts';

/** 2026-11-22 10:02:30 in Paris. */
export const startMs = Date.UTC(2026, 10, 22, 9, 2, 30);

export interface World {
  readonly disk: MemoryDisk;
  readonly clock: SteeredClock;
  readonly ring: MemoryKeyRing;
  readonly facts: RecorderFact[];
  readonly alarms: StoreAlarm[];
  readonly synced: Map<string, number>;
  open(changes?: Partial<RecorderStoreOptions>): ReturnType<typeof openRecorderStore>;
  /** The world after the process died, or the power went. */
  next(disk: MemoryDisk): World;
}

export interface WorldParts {
  readonly disk?: MemoryDisk;
  readonly clock?: SteeredClock;
  readonly ring?: MemoryKeyRing;
  readonly facts?: RecorderFact[];
  readonly seed?: number;
}

export function newWorld(parts: WorldParts = {}): World {
  const seed = parts.seed ?? 7;
  const disk = parts.disk ?? new MemoryDisk();
  const clock = parts.clock ?? new SteeredClock(startMs);
  const ring = parts.ring ?? new MemoryKeyRing(seededChance(seed));
  const facts = parts.facts ?? [];
  const alarms: StoreAlarm[] = [];
  const synced = new Map<string, number>();
  return {
    disk,
    clock,
    ring,
    facts,
    alarms,
    synced,
    async open(changes = {}) {
      const keys = await ring.dayPublicKeys('2026-11-21', 5);
      return openRecorderStore({
        directory: '/rec',
        site: 'autun',
        sealer: ring.sealer(keys),
        clock,
        chance: seededChance(seed + facts.length),
        syncPolicy: 'each-gop',
        diskFloor: 0.05,
        places: () => ({ name: 'Camera 1', place: 'Place du Champ de Mars' }),
        // A dead process tells nothing more.
        sink: (fact) => facts.push(...(disk.killed ? [] : [fact])),
        alarm: (alarm) => alarms.push(alarm),
        synced: ({ recordingId, endMs }) => synced.set(recordingId, endMs),
        disk: disk as Disk,
        ...changes,
      });
    },
    next: (after) => newWorld({ disk: after, clock, ring, facts, seed: seed + 1 }),
  };
}

/** Sends pictures `from` to `to` (not included) of a run, moving the clock with them. */
export function send(
  world: World,
  track: RecordingTrack,
  from: number,
  to: number,
  changes: Partial<PictureForTests> = {},
): void {
  for (let index = from; index < to; index++) {
    const unit = pictureForTests({ startMs: startMs, index, ...changes });
    const lateMs = unit.receivedMs - world.clock.nowMs();
    if (lateMs > 0) {
      world.clock.advance(lateMs);
    }
    track.append(unit);
    // Whoever records has copied: the bytes are its caller's again.
    unit.data.fill(0xee);
  }
}

export async function settle(track: RecordingTrack): Promise<void> {
  // The concrete track knows when its jobs are done; the port has no need to.
  await (track as RecordingTrack & { drained(): Promise<void> }).drained();
}

export function readerOf(world: World) {
  return openRecordingReader({
    files: openSealedFiles('/rec', world.disk),
    opener: world.ring,
    clock: world.clock,
  });
}

export function factsOf<Kind extends RecorderFact['kind']>(
  world: Pick<World, 'facts'>,
  kind: Kind,
): Extract<RecorderFact, { readonly kind: Kind }>[] {
  return world.facts.filter(
    (fact): fact is Extract<RecorderFact, { readonly kind: Kind }> => fact.kind === kind,
  );
}

export { formatForTests };
