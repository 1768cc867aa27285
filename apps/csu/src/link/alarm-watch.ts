/**
 * Turns what recorders report into alarms, at the edges only: raised when a trouble has lasted a
 * little, ended when it is over. An alarm that the database couldn't take is tried again at the next
 * status, and one that a previous life of the centre raised is ended at the first good status.
 */

import { messageOf } from '@beffroi/kernel';
import type { Clock, Recorders } from '@beffroi/office';
import type { RecorderStatus } from '@beffroi/wire';
import type { Log } from '../observe/log.ts';

/** A trouble shorter than this is a hiccup, told by the tile and the gap, not an alarm. */
const patienceMs = 5000;
const recorderPatienceMs = 10_000;
/** An alarm ends once its trouble has stayed away this long: one that comes and goes is one alarm. */
const calmMs = 10_000;
const clockOffsetMsMax = 1000;
const daysLeftMin = 2;
const freeShareMin = 0.08;
const anywhere = 'centre';

type AlarmLevel = 'warning' | 'alarm';

interface Trouble {
  readonly code: string;
  readonly cameraId: string | null;
  readonly level: AlarmLevel;
  /** What is wrong, in an English sentence; null when nothing is. */
  readonly detail: string | null;
  readonly patienceMs: number;
}

interface Watched {
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

  constructor(recorders: Pick<Recorders, 'raiseAlarm' | 'endAlarm'>, clock: Clock, log: Log) {
    this.#recorders = recorders;
    this.#clock = clock;
    this.#log = log;
  }

  recorderCame(recorderId: string): void {
    this.#absent.get(recorderId)?.();
    this.#absent.delete(recorderId);
    this.#look(
      recorderTrouble(this.#absent.size === 0 ? null : [...this.#absent.keys()].join(' ')),
    );
  }

  recorderLeft(recorderId: string): void {
    const look = (): void =>
      this.#look(recorderTrouble(`recorder ${recorderId} is not connected to the centre`));
    look();
    this.#absent.set(recorderId, this.#clock.after(recorderPatienceMs, look));
  }

  statusCame(status: RecorderStatus): void {
    this.#lookAtAbsence();
    for (const trouble of troublesOf(status)) {
      this.#look(trouble);
    }
  }

  close(): void {
    for (const cancel of this.#absent.values()) {
      cancel();
    }
    this.#absent.clear();
  }

  #lookAtAbsence(): void {
    if (this.#absent.size === 0) {
      this.#look(recorderTrouble(null));
    }
  }

  #look(trouble: Trouble): void {
    const key = `${trouble.code} ${trouble.cameraId ?? anywhere}`;
    const watched = this.#watched.get(key) ?? {
      sinceMs: null,
      goodSinceMs: null,
      raised: 'unknown',
      busy: false,
    };
    this.#watched.set(key, watched);
    const nowMs = this.#clock.monotonicMs();
    if (trouble.detail === null) {
      watched.sinceMs = null;
      watched.goodSinceMs ??= nowMs;
      const isCalm = watched.raised === 'unknown' || nowMs - watched.goodSinceMs >= calmMs;
      if (watched.raised !== false && isCalm) {
        this.#write(watched, false, () => this.#recorders.endAlarm(trouble.code, trouble.cameraId));
      }
      return;
    }
    const { detail } = trouble;
    watched.goodSinceMs = null;
    watched.sinceMs ??= nowMs;
    if (watched.raised !== true && nowMs - watched.sinceMs >= trouble.patienceMs) {
      const { code, level, cameraId } = trouble;
      this.#write(watched, true, () =>
        this.#recorders.raiseAlarm({ code, level, cameraId, detail }),
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

function recorderTrouble(detail: string | null): Trouble {
  return {
    code: 'recorder-away',
    cameraId: null,
    level: 'alarm',
    detail,
    patienceMs: recorderPatienceMs,
  };
}

function troublesOf(status: RecorderStatus): readonly Trouble[] {
  const freeShare = status.totalBytes === 0 ? 1 : status.freeBytes / status.totalBytes;
  const low =
    freeShare < freeShareMin || (status.daysLeft !== null && status.daysLeft < daysLeftMin);
  const disk: Trouble = {
    code: 'disk-low',
    cameraId: null,
    level: 'warning',
    detail: low
      ? `${Math.round(freeShare * 100)} % of the recording disk is free, ${status.daysLeft?.toFixed(1) ?? 'unknown'} days left`
      : null,
    patienceMs,
  };
  return [disk, ...Object.entries(status.cameras).flatMap(([id, now]) => cameraTroubles(id, now))];
}

function cameraTroubles(
  cameraId: string,
  camera: RecorderStatus['cameras'][string],
): readonly Trouble[] {
  const causes = [camera.main?.gapCause, camera.sub?.gapCause];
  const lost = causes.find((cause) => cause?.startsWith('camera-'));
  const masking = causes.find((cause) => cause?.startsWith('mask-'));
  const offsetMs = camera.main?.clockOffsetMs ?? camera.sub?.clockOffsetMs ?? null;
  const isOff = offsetMs !== null && Math.abs(offsetMs) > clockOffsetMsMax;
  return [
    {
      code: 'camera-lost',
      cameraId,
      level: 'alarm',
      detail: lost === undefined ? null : `no picture: ${lost}`,
      patienceMs,
    },
    {
      code: 'mask-failed',
      cameraId,
      level: 'alarm',
      detail: masking === undefined ? null : `no masked picture: ${masking}`,
      // MSK-1: a mask that fails is told at once.
      patienceMs: masking === 'mask-missing' ? patienceMs : 0,
    },
    {
      code: 'clock-offset',
      cameraId,
      level: 'warning',
      detail: isOff
        ? `the clock of the camera is ${(offsetMs / 1000).toFixed(1)} s off; set its NTP server`
        : null,
      patienceMs,
    },
  ];
}
