/**
 * Turns what recorders report into alarms, at the edges only: raised when a trouble has lasted a
 * little, ended when it is over. An alarm that the database couldn't take is tried again at the next
 * status, and one that a previous life of the centre raised is ended at the first good status.
 */

import { messageOf } from '@beffroi/kernel';
import { type Clock, gapCauses, type Recorders } from '@beffroi/office';
import type { RecorderStatus } from '@beffroi/wire';
import type { Log } from '../observe/log.ts';

/** A trouble shorter than this, that stays away, is a hiccup, told by the tile and the gap, not an alarm. */
const hiccupMs = 5000;
const recorderPatienceMs = 10_000;
/**
 * LNK-9, LNK-10: what hasn't been well yet in this life of the centre may be starting with it: a
 * recorder recovers its files, a camera boots after a power cut. The tile says at once what it lacks.
 */
const firstPatienceMs = 60_000;
/** A trouble is over once it has stayed away this long: one that comes and goes lasts, as one alarm. */
const calmMs = 10_000;
const clockOffsetMsMax = 1000;
const daysLeftMin = 2;
const freeShareMin = 0.08;
type AlarmLevel = 'warning' | 'alarm';

interface Trouble {
  readonly code: string;
  readonly cameraId: string | null;
  readonly recorderId: string | null;
  readonly level: AlarmLevel;
  /** What is wrong, in an English sentence; null when nothing is. */
  readonly detail: string | null;
  readonly patienceMs: number;
  /** While it hasn't been well once; `patienceMs` when absent. */
  readonly firstPatienceMs?: number;
  /** False while nothing is wrong because nothing has been tried yet. */
  readonly isWell?: boolean;
}

interface Watched {
  wasWell: boolean;
  sinceMs: number | null;
  goodSinceMs: number | null;
  raised: boolean | 'unknown';
  busy: boolean;
}

export class AlarmWatch {
  readonly #recorders: Pick<Recorders, 'raiseAlarm' | 'endAlarm'>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #watched = new Map<string, Watched>();
  readonly #absent = new Map<string, () => void>();
  /** Those that came once in this life of the centre. */
  readonly #seen = new Set<string>();

  constructor(recorders: Pick<Recorders, 'raiseAlarm' | 'endAlarm'>, clock: Clock, log: Log) {
    this.#recorders = recorders;
    this.#clock = clock;
    this.#log = log;
  }

  /** Told now and then of all that are registered: one that has never come is missed too. */
  expect(recorderIds: Iterable<string>): void {
    for (const recorderId of recorderIds) {
      if (!this.#seen.has(recorderId)) {
        this.#miss(recorderId, firstPatienceMs, 'not connected since the centre started');
      }
    }
  }

  recorderCame(recorderId: string): void {
    this.#seen.add(recorderId);
    this.#absent.get(recorderId)?.();
    this.#absent.delete(recorderId);
    this.#look(absenceOf(recorderId, null));
  }

  /** `silent`: it has said nothing for as long as one that is gone is waited for (LNK-14). */
  recorderLeft(recorderId: string, how: 'gone' | 'silent' = 'gone'): void {
    this.#absent.get(recorderId)?.();
    this.#absent.delete(recorderId);
    const patienceMs = how === 'silent' ? 0 : recorderPatienceMs;
    this.#miss(recorderId, patienceMs, 'not connected to the centre');
  }

  /** Looks now and once the patience is over; a later call looks again, should a write have failed. */
  #miss(recorderId: string, patience: number, detail: string): void {
    const look = (): void => this.#look({ ...absenceOf(recorderId, detail), patienceMs: patience });
    look();
    if (!this.#absent.has(recorderId)) {
      this.#absent.set(recorderId, this.#clock.after(patience, look));
    }
  }

  statusCame(recorderId: string, status: RecorderStatus): void {
    // Looked at again: an absence ends only once the recorder has stayed for a while.
    this.#look(absenceOf(recorderId, null));
    for (const trouble of troublesOf(recorderId, status)) {
      this.#look(trouble);
    }
  }

  close(): void {
    for (const cancel of this.#absent.values()) {
      cancel();
    }
    this.#absent.clear();
  }

  #look(trouble: Trouble): void {
    const { code, level, cameraId, recorderId } = trouble;
    const key = `${code} ${cameraId ?? ''} ${recorderId ?? ''}`;
    const watched = this.#watched.get(key) ?? {
      wasWell: false,
      sinceMs: null,
      goodSinceMs: null,
      raised: 'unknown',
      busy: false,
    };
    this.#watched.set(key, watched);
    const nowMs = this.#clock.monotonicMs();
    const isCalm = watched.goodSinceMs !== null && nowMs - watched.goodSinceMs >= calmMs;
    if (isCalm) {
      watched.sinceMs = null;
    }
    if (trouble.detail === null) {
      watched.goodSinceMs ??= nowMs;
      if (!watched.wasWell && trouble.isWell !== false) {
        watched.wasWell = true;
        watched.sinceMs = null;
      }
      if (watched.raised !== false && (isCalm || watched.raised === 'unknown')) {
        this.#write(watched, false, () => this.#recorders.endAlarm(code, cameraId, recorderId));
      }
      return;
    }
    const { detail } = trouble;
    watched.goodSinceMs = null;
    watched.sinceMs ??= nowMs;
    const { patienceMs, firstPatienceMs: first = patienceMs } = trouble;
    const wait = watched.wasWell ? patienceMs : first;
    if (watched.raised !== true && nowMs - watched.sinceMs >= wait) {
      this.#write(watched, true, () =>
        this.#recorders.raiseAlarm({ code, level, cameraId, recorderId, detail }),
      );
    }
  }

  /** One write at a time; a failed one leaves the state as it was, so the next look tries again. */
  #write(watched: Watched, raised: boolean, write: () => Promise<void>): void {
    if (watched.busy) {
      return;
    }
    watched.busy = true;
    write().then(
      () => {
        watched.busy = false;
        watched.raised = raised;
      },
      (thrown: unknown) => {
        watched.busy = false;
        this.#log.error({ why: messageOf(thrown) }, 'an alarm could not be written');
      },
    );
  }
}

function absenceOf(recorderId: string, detail: string | null): Trouble {
  return {
    code: 'recorder-away',
    cameraId: null,
    recorderId,
    level: 'alarm',
    detail,
    patienceMs: recorderPatienceMs,
  };
}

function troublesOf(recorderId: string, status: RecorderStatus): readonly Trouble[] {
  const freeShare = status.totalBytes === 0 ? 1 : status.freeBytes / status.totalBytes;
  const low =
    freeShare < freeShareMin || (status.daysLeft !== null && status.daysLeft < daysLeftMin);
  const disk: Trouble = {
    code: 'disk-low',
    cameraId: null,
    recorderId,
    level: 'warning',
    detail: low
      ? `${Math.round(freeShare * 100)} % of the recording disk is free, ${status.daysLeft?.toFixed(1) ?? 'unknown'} days left`
      : null,
    patienceMs: hiccupMs,
  };
  return [disk, ...Object.entries(status.cameras).flatMap(([id, now]) => cameraTroubles(id, now))];
}

type CameraStatus = RecorderStatus['cameras'][string];

function cameraTroubles(cameraId: string, camera: CameraStatus): readonly Trouble[] {
  const causes = [camera.main?.gapCause, camera.sub?.gapCause];
  const lost = causes.find((cause) => /^(camera|stream)-/.test(cause ?? '')) ?? null;
  const offsetMs = camera.main?.clockOffsetMs ?? camera.sub?.clockOffsetMs ?? null;
  const isOff = offsetMs !== null && Math.abs(offsetMs) > clockOffsetMsMax;
  const about = { cameraId, recorderId: null } as const;
  return [
    {
      ...about,
      code: 'camera-lost',
      level: 'alarm',
      detail: lost === null ? null : sentenceOf(lost, camera),
      patienceMs: hiccupMs,
      firstPatienceMs,
      isWell: camera.main?.connected === true,
    },
    ...maskCauses.map(
      (code): Trouble => ({
        ...about,
        code,
        level: 'alarm',
        detail: causes.includes(code) ? sentenceOf(code, camera) : null,
        // MSK-1: a mask that fails is told at once; a machine that is busy for a moment masks all the same.
        patienceMs: code === 'mask-missing' || isBusy(code) ? hiccupMs : 0,
        ...(isBusy(code) && { firstPatienceMs, isWell: camera.main?.connected === true }),
      }),
    ),
    {
      ...about,
      code: 'clock-offset',
      level: 'warning',
      detail: isOff
        ? `the clock of the camera is ${(offsetMs / 1000).toFixed(1)} s off; set its NTP server`
        : null,
      patienceMs: hiccupMs,
    },
  ];
}

/** Each has its own words: a camera refused for want of cores is no camera with a broken mask. */
const maskCauses = gapCauses.filter((cause) => cause.startsWith('mask-'));

/** Nothing clear is shown for it: pictures are dropped until there is time to mask them (MSK-15). */
function isBusy(cause: string): boolean {
  return cause === 'mask-engine-overloaded';
}

function sentenceOf(cause: string, { detail = null }: CameraStatus): string {
  return detail === null || detail === '' ? cause : `${cause}: ${detail}`;
}
