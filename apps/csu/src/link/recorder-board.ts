/**
 * What the recorders said last, in memory: the live state of each camera for the office, the folder of
 * each as it lists it itself (RET-8), and an hour of health for the charts, one point a minute. Nothing here is kept: after a restart of the centre
 * the recorders say it again within seconds.
 */

import type { Clock, LiveState, LiveStates, RecorderFolders } from '@beffroi/office';
import type { HealthView, RecorderStatus } from '@beffroi/wire';
import type { FoldersElsewhere } from './files-anywhere.ts';
import type { FolderElsewhere } from './recorder-files.ts';

const pointsMax = 60;
const minuteMs = 60_000;

interface KnownRecorder {
  name: string;
  connected: boolean;
  sinceMs: number;
  status: RecorderStatus | null;
  folder: FolderElsewhere | null;
}

interface Series {
  readonly kbitPerSecond: (number | null)[];
  readonly fps: (number | null)[];
  readonly clockOffsetMs: (number | null)[];
}

const unknownState: LiveState = { recording: false, main: null, sub: null };

export class RecorderBoard implements LiveStates, RecorderFolders, FoldersElsewhere {
  readonly #clock: Clock;
  readonly #localRecorderId: () => Promise<string | null>;
  readonly #recorders = new Map<string, KnownRecorder>();
  readonly #series = new Map<string, Series>();
  #cancelMinute: () => void;

  /** `localRecorderId`: of the recorder that writes into this machine's own folder. */
  constructor(clock: Clock, localRecorderId: () => Promise<string | null> = async () => null) {
    this.#clock = clock;
    this.#localRecorderId = localRecorderId;
    this.#cancelMinute = clock.after(minuteMs, () => this.#minute());
  }

  /** What a camera does now; a camera of an absent recorder is not known to record. */
  of(cameraId: string): LiveState {
    for (const { connected, status } of this.#recorders.values()) {
      const camera = connected ? status?.cameras[cameraId] : undefined;
      if (camera !== undefined) {
        return { recording: camera.recording, main: camera.main, sub: camera.sub };
      }
    }
    return unknownState;
  }

  /** Null while the recorder is away. */
  async folderOf(recorderId: string): Promise<FolderElsewhere | 'here' | null> {
    const known = this.#recorders.get(recorderId);
    return recorderId === (await this.#localRecorderId())
      ? 'here'
      : known?.connected
        ? known.folder
        : null;
  }

  recorderCame(recorderId: string, folder: FolderElsewhere | null = null): void {
    const known = this.#recorders.get(recorderId);
    this.#recorders.set(recorderId, {
      name: recorderId,
      connected: true,
      sinceMs: this.#clock.nowMs(),
      status: known?.status ?? null,
      folder,
    });
  }

  recorderLeft(recorderId: string): void {
    const known = this.#recorders.get(recorderId);
    if (known !== undefined) {
      known.connected = false;
      known.sinceMs = this.#clock.nowMs();
    }
  }

  /** True when a page would show something else than before (recording, connected, gap). */
  statusCame(recorderId: string, status: RecorderStatus): boolean {
    const known = this.#recorders.get(recorderId);
    if (known === undefined) {
      return false;
    }
    const before = known.status;
    known.status = status;
    return before === null || shownOf(before) !== shownOf(status);
  }

  health(): HealthView {
    return {
      recorders: [...this.#recorders].map(([id, known]) => recorderHealth(id, known)),
      cameras: [...this.#series].map(([cameraId, series]) => ({
        cameraId,
        kbitPerSecond: [...series.kbitPerSecond],
        fps: [...series.fps],
        clockOffsetMs: [...series.clockOffsetMs],
        maskCores: this.#camera(cameraId)?.maskCores ?? null,
        restarts: this.#camera(cameraId)?.restarts ?? 0,
      })),
    };
  }

  close(): void {
    this.#cancelMinute();
  }

  #camera(cameraId: string): RecorderStatus['cameras'][string] | undefined {
    for (const { status } of this.#recorders.values()) {
      const camera = status?.cameras[cameraId];
      if (camera !== undefined) {
        return camera;
      }
    }
    return undefined;
  }

  #minute(): void {
    this.#cancelMinute = this.#clock.after(minuteMs, () => this.#minute());
    const cameraIds = new Set(
      [...this.#recorders.values()].flatMap(({ status }) => Object.keys(status?.cameras ?? {})),
    );
    for (const cameraId of cameraIds) {
      const series = this.#series.get(cameraId) ?? {
        kbitPerSecond: [],
        fps: [],
        clockOffsetMs: [],
      };
      this.#series.set(cameraId, series);
      const { main, sub } = this.of(cameraId);
      const shown = main ?? sub;
      addPoint(series.kbitPerSecond, shown?.kbitPerSecond ?? null);
      addPoint(series.fps, shown?.fps ?? null);
      addPoint(series.clockOffsetMs, shown?.clockOffsetMs ?? null);
    }
    for (const cameraId of this.#series.keys()) {
      if (!cameraIds.has(cameraId)) {
        this.#series.delete(cameraId);
      }
    }
  }
}

/** The part of a status that tiles and camera lists show. */
function shownOf(status: RecorderStatus): string {
  return JSON.stringify(
    Object.entries(status.cameras).map(([id, { recording, main, sub }]) => [
      id,
      recording,
      main?.connected ?? null,
      main?.gapCause ?? null,
      sub?.connected ?? null,
      sub?.gapCause ?? null,
    ]),
  );
}

function addPoint(points: (number | null)[], value: number | null): void {
  points.push(value);
  if (points.length > pointsMax) {
    points.shift();
  }
}

function recorderHealth(id: string, known: KnownRecorder): HealthView['recorders'][number] {
  const { status } = known;
  return {
    id,
    name: known.name,
    connected: known.connected,
    sinceMs: known.sinceMs,
    cpuCores: status?.cpuCores ?? 0,
    memoryBytes: status?.memoryBytes ?? 0,
    freeBytes: status?.freeBytes ?? 0,
    totalBytes: status?.totalBytes ?? 0,
    daysLeft: status?.daysLeft ?? null,
    bytesPerSecond: status?.bytesPerSecond ?? 0,
    spooledFacts: status?.spooledFacts ?? 0,
    droppedPictures: status?.droppedPictures ?? 0,
    maskCoresUsed: status?.maskCoresUsed ?? 0,
    maskCoresMax: status?.maskCoresMax ?? 0,
  };
}
