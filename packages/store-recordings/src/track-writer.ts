/**
 * The disk side of a track: one job after the other, each with its own end to a failure. A failing
 * file is let go at once (REC-24) and its track hears of it; a full disk, a failing one and a missing
 * key differ only in the cause of the gap (REC-27). Jobs never throw.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import type { GapCause } from '@beffroi/office';
import type { Fragment, StreamFormat } from '@beffroi/picture';
import { errorCode } from './disk.ts';
import type { HeldRun } from './held-pictures.ts';
import { openFile } from './open-file.ts';
import type { RecordingFile } from './recording-file.ts';
import { markerPath } from './recovery.ts';
import type { StoreContext, TrackName } from './store-context.ts';

/** A file as the track plans it; the disk may be some jobs behind. */
export interface FilePlan {
  readonly startMs: number;
  readonly boundaryMs: number;
  readonly format: StreamFormat;
  readonly maskVersions: Set<string>;
  sequence: number;
  /** End of the last fragment given to it, file ticks. */
  endTicks: number;
  file: RecordingFile | null;
  /** Nothing more is written to it: it failed, or was finished. */
  dead: boolean;
  unsynced: boolean;
}

export type WriterFailed = (plan: FilePlan, cause: GapCause, detail: string) => void;

export class TrackWriter {
  readonly #context: StoreContext;
  readonly #track: TrackName;
  readonly #failed: WriterFailed;
  #tail: Promise<void> = Promise.resolve();
  /** End of the last picture that was written. */
  #writtenEndMs: number | null = null;
  heldBytes = 0;

  constructor(context: StoreContext, track: TrackName, failed: WriterFailed) {
    this.#context = context;
    this.#track = track;
    this.#failed = failed;
  }

  get writtenEndMs(): number | null {
    return this.#writtenEndMs;
  }

  /** Opens a file; the one before is finished only once the new one is safe (crash table, row 5). */
  open(plan: FilePlan, before: FilePlan | null): void {
    this.#enqueue(async () => {
      try {
        plan.file = await openFile(this.#context, this.#track, plan.startMs, plan.format);
      } catch (thrown) {
        await this.#fail(plan, thrown);
      }
      if (before !== null) {
        await this.#finish(before);
      }
    });
  }

  /** `held` is let go once the fragment is written, or never will be. */
  write(plan: FilePlan, fragment: Fragment, held: HeldRun): void {
    this.#hold(held.bytes);
    this.#enqueue(async () => {
      try {
        await this.#write(plan, fragment);
      } finally {
        this.#hold(-held.bytes);
        held.letGo();
      }
    });
  }

  /**
   * A gap begins behind what waits to be written, so that it is told in the order of the pictures.
   * It begins at the end of the last picture, or at `atMs` when another gap lasts already.
   */
  gap(cause: GapCause, detail: string, lastEndMs: number | null, atMs: number): void {
    this.#enqueue(async () => {
      const { cameraId, stream } = this.#track;
      const lasts = this.#context.gaps.current(cameraId, stream) !== undefined;
      const fromMs = lasts ? atMs : Math.min(lastEndMs ?? atMs, atMs);
      this.#context.gaps.begin({ cameraId, stream, cause, detail, fromMs });
    });
  }

  sync(plan: FilePlan): void {
    this.#enqueue(async () => {
      if (plan.unsynced && !plan.dead) {
        await this.#attempt(plan, () => this.#syncFile(plan));
      }
    });
  }

  finish(plan: FilePlan): void {
    this.#enqueue(() => this.#finish(plan));
  }

  /** Resolves when everything asked so far is done. */
  drained(): Promise<void> {
    return this.#tail;
  }

  #enqueue(job: () => Promise<void>): void {
    this.#tail = this.#tail.then(job);
  }

  #hold(bytes: number): void {
    this.heldBytes += bytes;
    this.#context.counters.heldBytes += bytes;
  }

  async #write(plan: FilePlan, fragment: Fragment): Promise<void> {
    const { file } = plan;
    if (file === null || plan.dead) {
      this.#context.counters.droppedPictures += fragment.pictures.length;
      return;
    }
    const before = file.sizeBytes;
    const written = await this.#attempt(plan, async () => {
      await file.append(fragment);
      this.#context.counters.bytesWritten += file.sizeBytes - before;
      plan.unsynced = true;
      this.#writtenEndMs = fragment.endMs;
      if (this.#context.syncPolicy === 'each-gop') {
        await this.#syncFile(plan);
      }
    });
    if (written) {
      const startMs = fragment.pictures[0]?.atMs ?? fragment.endMs;
      this.#context.gaps.end(this.#track.cameraId, this.#track.stream, startMs);
    } else {
      this.#context.counters.droppedPictures += fragment.pictures.length;
    }
  }

  async #syncFile(plan: FilePlan): Promise<void> {
    await plan.file?.sync();
    plan.unsynced = false;
    this.#context.counters.syncs += 1;
    const recordingId = plan.file?.identity.recordingId;
    if (recordingId !== undefined) {
      this.#context.synced({ recordingId, endMs: this.#writtenEndMs ?? plan.startMs });
    }
  }

  async #finish(plan: FilePlan): Promise<void> {
    const { file } = plan;
    if (file === null || plan.dead) {
      return;
    }
    plan.dead = true;
    try {
      const recording = await file.finish();
      this.#context.counters.syncs += 1;
      this.#context.tell({ kind: 'recording-closed', recording });
      await file.release();
      await this.#context.disk.remove(markerPath(this.#context.directory, file.identity.path));
    } catch (thrown) {
      await this.#fail(plan, thrown);
    }
  }

  async #attempt(plan: FilePlan, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (thrown) {
      await this.#fail(plan, thrown);
      return false;
    }
  }

  async #fail(plan: FilePlan, thrown: unknown): Promise<void> {
    plan.dead = true;
    const { file } = plan;
    if (file !== null) {
      plan.file = null;
      try {
        await file.abandon();
      } catch (closing) {
        this.#context.alarm({
          code: 'disk-failed',
          level: 'alarm',
          cameraId: this.#track.cameraId,
          detail: `${file.identity.path} can't even be closed: ${messageOf(closing)}`,
        });
      }
      this.#context.leftOpen(file.identity.path);
    }
    this.#failed(plan, causeOf(thrown), messageOf(thrown));
  }
}

function causeOf(thrown: unknown): GapCause {
  const code = errorCode(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return 'disk-full';
  }
  return thrown instanceof Failure && thrown.code === 'key-missing' ? 'key-missing' : 'disk-failed';
}
