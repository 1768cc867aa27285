/**
 * The recorder's own troubles (disk, spool), as the centre must know them: one for each code and
 * camera, however often it is met, ended once it has stayed away a while. The centre gets the whole
 * list at each change and when the link comes back; what ended meanwhile stays in it until the centre
 * has kept it (LNK-7). The list has a limit; what is dropped is counted.
 */

import type { Clock } from '@beffroi/office';
import {
  type RecorderAlarm,
  type RecorderToCentre,
  recorderAlarmCodes,
  recorderAlarmsMax,
} from '@beffroi/wire';

/** The store meets a lasting trouble again well within this. */
const calmMs = 120_000;
/** A report that the centre hasn't acknowledged is made again. */
const againMs = 15_000;

export interface MetTrouble {
  readonly code: string;
  readonly level: 'warning' | 'alarm';
  readonly cameraId: string | null;
  readonly detail: string;
}

interface Entry {
  alarm: RecorderAlarm;
  metMs: number;
  /** The same instant, of the clock that nobody sets. */
  metMonotonicMs: number;
  /** Report that first said it had ended; null before. */
  endedIn: number | null;
}

export class AlarmBook {
  readonly #clock: Clock;
  #entries: Entry[] = [];
  #send: ((message: RecorderToCentre) => void) | null = null;
  #sequence = 0;
  #reportedMs = 0;
  #isKept = true;
  #dropped = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get droppedCount(): number {
    return this.#dropped;
  }

  /** A trouble was met, perhaps again; a code that the centre reads elsewhere is passed over. */
  met({ code: given, level, cameraId, detail }: MetTrouble): void {
    const code = recorderAlarmCodes.find((one) => one === given);
    if (code === undefined) {
      return;
    }
    const nowMs = this.#clock.nowMs();
    const known = this.#entries.find(
      ({ alarm }) => alarm.code === code && alarm.cameraId === cameraId && alarm.endedMs === null,
    );
    if (known !== undefined) {
      known.alarm = { ...known.alarm, detail: shortened(detail) };
      known.metMs = nowMs;
      known.metMonotonicMs = this.#clock.monotonicMs();
      return;
    }
    this.#makeRoom();
    const alarm = { code, level, cameraId, detail: shortened(detail), sinceMs: nowMs };
    this.#entries.push({
      alarm: { ...alarm, endedMs: null },
      ...{ metMs: nowMs, metMonotonicMs: this.#clock.monotonicMs(), endedIn: null },
    });
    this.#report();
  }

  /** Ends what has stayed away, and reports again what was not acknowledged; call now and then. */
  look(): void {
    const nowMs = this.#clock.monotonicMs();
    let changed = false;
    for (const entry of this.#entries) {
      if (entry.alarm.endedMs === null && nowMs - entry.metMonotonicMs >= calmMs) {
        entry.alarm = { ...entry.alarm, endedMs: Math.max(entry.metMs, entry.alarm.sinceMs) };
        entry.endedIn = this.#sequence + 1;
        changed = true;
      }
    }
    if (changed || (!this.#isKept && this.#clock.monotonicMs() - this.#reportedMs >= againMs)) {
      this.#report();
    }
  }

  /** A new link: the centre is told everything, also that there is nothing. */
  resume(send: (message: RecorderToCentre) => void): void {
    this.#send = send;
    this.#report();
  }

  pause(): void {
    this.#send = null;
  }

  /** The centre has kept a report: what it said had ended is forgotten. */
  acknowledged(sequence: number): void {
    this.#isKept = sequence >= this.#sequence;
    this.#entries = this.#entries.filter(({ endedIn }) => endedIn === null || endedIn > sequence);
  }

  #report(): void {
    this.#sequence += 1;
    this.#isKept = false;
    this.#reportedMs = this.#clock.monotonicMs();
    this.#send?.({
      type: 'alarms',
      sequence: this.#sequence,
      alarms: this.#entries.map(({ alarm }) => alarm),
    });
  }

  /** The oldest that ended goes first, then the oldest. */
  #makeRoom(): void {
    if (this.#entries.length >= recorderAlarmsMax) {
      const ended = this.#entries.findIndex(({ endedIn }) => endedIn !== null);
      this.#entries.splice(Math.max(ended, 0), 1);
      this.#dropped += 1;
    }
  }
}

/** What the link takes. */
function shortened(detail: string): string {
  return detail.slice(0, 1000);
}
