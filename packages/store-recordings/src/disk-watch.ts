/**
 * Free space and what becomes of it: a forecast of the days left, a warning while there is time, and
 * at the floor the oldest closed files go first, each told (REC-31), so that recording never stops
 * in silence. Files being written are never removed.
 */

import { join } from 'node:path';
import type { Clock, RecorderFact } from '@beffroi/office';
import type { Disk } from './disk.ts';
import { decodeHeader, headerBytes } from './file-header.ts';
import { markerFolder } from './recovery.ts';
import { type StoreAlarm, storeLimits } from './store-context.ts';

export interface DiskWatchOptions {
  readonly disk: Disk;
  readonly directory: string;
  readonly clock: Clock;
  /** Share of the disk that must stay free. */
  readonly floor: number;
  readonly isHeld: (cameraId: string, fromMs: number, toMs: number) => boolean;
  readonly bytesWritten: () => number;
  readonly tell: (fact: RecorderFact) => void;
  readonly alarm: (alarm: StoreAlarm) => void;
}

export interface DiskFigures {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly daysLeft: number | null;
}

const dayMs = 86_400_000;
/** Files removed in one look at most; the next look goes on. */
const removalsMax = 200;
/** Once at the floor, this much of the disk more is freed, so that it isn't met at each file. */
const reserve = 0.002;
const warnDays = 2;
const rateHalfLifeMs = 300_000;

export class DiskWatch {
  readonly #options: DiskWatchOptions;
  #freeBytes = 0;
  #totalBytes = 0;
  #bytesPerMs: number | null = null;
  #lookedAtMs: number | null = null;
  #bytesAtLook = 0;
  #warned = false;

  constructor(options: DiskWatchOptions) {
    this.#options = options;
  }

  get figures(): DiskFigures {
    const room = this.#freeBytes - this.#options.floor * this.#totalBytes;
    const rate = this.#bytesPerMs;
    const daysLeft = rate === null || rate <= 0 ? null : Math.max(0, room) / rate / dayMs;
    return { freeBytes: this.#freeBytes, totalBytes: this.#totalBytes, daysLeft };
  }

  /** Looks at the disk once; removes what must go. Throws what the disk throws. */
  async look(): Promise<void> {
    const { disk, directory, floor } = this.#options;
    this.#measureRate();
    ({ freeBytes: this.#freeBytes, totalBytes: this.#totalBytes } = await disk.space(directory));
    this.#warnInTime();
    if (this.#freeBytes < floor * this.#totalBytes) {
      await this.makeRoom((floor + reserve) * this.#totalBytes);
    }
  }

  /** Removes the oldest closed files until this much is free; says what went. */
  async makeRoom(wantedBytes: number): Promise<void> {
    const { disk, directory, alarm } = this.#options;
    let removed = 0;
    let held = 0;
    for await (const path of this.#closedOldestFirst()) {
      if (!(await this.#remove(path))) {
        held += 1;
        continue;
      }
      removed += 1;
      ({ freeBytes: this.#freeBytes } = await disk.space(directory));
      if (this.#freeBytes >= wantedBytes || removed >= removalsMax) {
        break;
      }
    }
    const spared = held === 0 ? '' : `; ${held} are kept for justice and stay`;
    const what = `${removed === 0 ? 'and there is no closed file to remove' : `${removed} removed`}${spared}`;
    alarm({
      code: 'disk-floor',
      level: 'alarm',
      cameraId: null,
      detail: `${directory} is at its floor: the oldest recordings go, ${what}. Add disk, or shorten what is kept`,
    });
  }

  /** False when justice keeps it: it stays, whatever the disk says (HLD-4). */
  async #remove(path: string): Promise<boolean> {
    const { disk, directory, isHeld, tell } = this.#options;
    const file = await disk.openForReading(join(directory, path));
    const header = new Uint8Array(headerBytes);
    try {
      await file.read(header, 0);
    } finally {
      await file.close();
    }
    const identity = decodeHeader(header);
    // A file ends with the first key picture after its time is over: a whole file more, to be sure.
    const longestMs = 2 * storeLimits.fileMs;
    if (
      identity !== undefined &&
      isHeld(identity.cameraId, identity.startMs, identity.startMs + longestMs)
    ) {
      return false;
    }
    await disk.remove(join(directory, path));
    if (identity !== undefined) {
      const { recordingId } = identity;
      tell({ kind: 'recording-removed', recordingId, why: 'disk-floor' });
    }
    return true;
  }

  /** Paths of closed files, day by day, the oldest first. */
  async *#closedOldestFirst(): AsyncGenerator<string> {
    const { disk, directory } = this.#options;
    const markers = await disk.list(join(directory, markerFolder));
    const open = new Set(markers.map((name) => name.replaceAll('~', '/')));
    const folders: string[] = [];
    for (const camera of await disk.list(directory)) {
      if (camera !== markerFolder && !camera.includes('.')) {
        const days = await disk.list(join(directory, camera));
        folders.push(...days.map((day) => `${camera}/${day}`));
      }
    }
    const days = [...new Set(folders.map(dayOf))].sort();
    for (const day of days) {
      const closed: string[] = [];
      for (const folder of folders.filter((candidate) => dayOf(candidate) === day)) {
        const names = await disk.list(join(directory, folder));
        const paths = names
          .filter((name) => name.endsWith('.bfr'))
          .map((name) => `${folder}/${name}`);
        closed.push(...paths.filter((path) => !open.has(path)));
      }
      yield* closed.sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
    }
  }

  #measureRate(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const bytes = this.#options.bytesWritten();
    if (this.#lookedAtMs !== null && nowMs > this.#lookedAtMs) {
      const elapsedMs = nowMs - this.#lookedAtMs;
      const rate = (bytes - this.#bytesAtLook) / elapsedMs;
      const keep = 0.5 ** (elapsedMs / rateHalfLifeMs);
      this.#bytesPerMs =
        this.#bytesPerMs === null ? rate : keep * this.#bytesPerMs + (1 - keep) * rate;
    }
    this.#lookedAtMs = nowMs;
    this.#bytesAtLook = bytes;
  }

  #warnInTime(): void {
    const { daysLeft } = this.figures;
    const low = daysLeft !== null && daysLeft < warnDays;
    if (low && !this.#warned) {
      this.#options.alarm({
        code: 'disk-low',
        level: 'warning',
        cameraId: null,
        detail: `${this.#options.directory} holds ${daysLeft.toFixed(1)} more days at the present rate`,
      });
    }
    this.#warned = low;
  }
}

function dayOf(folder: string): string {
  return folder.slice(folder.indexOf('/') + 1);
}

/** `00-52-17` of `cam_x/2026-11-22/main-00-52-17.bfr`. */
function timeOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^[a-z]+-/, '');
}
