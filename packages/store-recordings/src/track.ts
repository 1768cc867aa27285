/**
 * One camera stream being recorded: takes masked pictures (the type says so, MSK-1), gathers them
 * into fragments, gives them official time, decides when a file ends, and writes down why there is
 * no picture when there is none. Everything here is synchronous and bounded; `track-writer.ts`
 * does the slow part. What doesn't fit is dropped to the next key picture and counted (REC-29).
 */

import { assert, equalBytes } from '@beffroi/kernel';
import type { GapCause, RecordingTrack } from '@beffroi/office';
import type { MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import { HeldPictures } from './held-pictures.ts';
import { OfficialTime } from './official-time.ts';
import { maskVersionsMax } from './progress.ts';
import { type StoreContext, storeLimits, type TrackName } from './store-context.ts';
import { type FilePlan, TrackWriter } from './track-writer.ts';

const ticksPerMs = 90;
const usualPictureTicks = 3600;
/** More mask versions than this between two key pictures is no decision of a person. */
const versionsBetweenKeysMax = 200;

export class Track implements RecordingTrack {
  readonly name: TrackName;
  readonly #context: StoreContext;
  readonly #writer: TrackWriter;
  readonly #time = new OfficialTime();
  readonly #held: HeldPictures;
  #format: StreamFormat | null = null;
  #plan: FilePlan | null = null;
  #needKey = true;
  /** Our clock was set back: what comes belongs in another file. */
  #needFile = false;
  #overflowing = false;
  #ticksOffset = 0;
  /** Ticks by which decoding runs ahead of showing in this run (B-frames); 0 without. */
  #aheadTicks = 0;
  /** End of the last picture given to the writer. */
  #lastEndMs: number | null = null;
  #retryAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(context: StoreContext, name: TrackName) {
    this.name = name;
    this.#context = context;
    this.#held = new HeldPictures(context.blocks);
    this.#writer = new TrackWriter(context, name, (plan, cause, detail) =>
      this.#writerFailed(plan, cause, detail),
    );
  }

  get closed(): boolean {
    return this.#closed;
  }

  format(format: StreamFormat): void {
    this.#flush(null);
    this.#time.restart();
    this.#aheadTicks = 0;
    const setBytes = format.parameterSets.reduce((sum, set) => sum + set.length, 0);
    if (setBytes > storeLimits.parameterSetBytes) {
      const detail = `the camera's parameter sets have ${setBytes} bytes: choose another profile`;
      this.#format = null;
      this.#writer.gap('stream-unsupported', detail, this.#lastEndMs, this.#context.clock.nowMs());
      return;
    }
    if (this.#format !== null && !sameFormat(this.#format, format)) {
      this.#needKey = true;
    }
    this.#format = format;
  }

  append(unit: MaskedAccessUnit): void {
    if (this.#closed || !this.#accepts(unit)) {
      this.#context.counters.droppedPictures += 1;
      return;
    }
    const { atMs, restarted, setBack } = this.#time.place(unit.ticks, unit.receivedMs);
    if ((unit.key && !this.#joins(unit, atMs)) || restarted || this.#isPartFull(atMs)) {
      this.#flush(restarted ? null : { ticks: unit.ticks + this.#ticksOffset, atMs });
    }
    this.#needKey ||= setBack && !unit.key;
    this.#needFile ||= setBack;
    if (this.#needKey || this.#overflowing) {
      this.#context.counters.droppedPictures += 1;
      return;
    }
    if (unit.key && (this.#needFile || this.#needsNewFile(unit, atMs))) {
      this.#startFile(atMs);
    }
    const plan = this.#plan;
    if (plan === null || this.#format === null) {
      this.#context.counters.droppedPictures += 1;
      return;
    }
    if (restarted || plan.endTicks < 0) {
      const wanted = Math.round((atMs - plan.startMs) * ticksPerMs);
      this.#ticksOffset = Math.max(plan.endTicks, wanted, 0) - unit.ticks;
      plan.endTicks = Math.max(plan.endTicks, 0);
    }
    this.#hold(unit, atMs, plan);
  }

  gap(cause: GapCause, detail: string, atMs: number): void {
    if (this.#closed) {
      return;
    }
    this.#flush(null);
    // Lost packets end with the next picture; anything else ends the run and wants a key picture.
    if (cause !== 'packets-lost') {
      this.#needKey = true;
      this.#time.restart();
    }
    this.#writer.gap(cause, detail, this.#lastEndMs, atMs);
  }

  async close(cause: GapCause): Promise<void> {
    if (this.#closed) {
      return this.#writer.drained();
    }
    const nowMs = this.#context.clock.nowMs();
    this.#flush(null);
    this.#closed = true;
    // The gap is told before the file is finished: a crash in between leaves no unexplained hole.
    this.#writer.gap(cause, 'recording was stopped', this.#lastEndMs, nowMs);
    this.#endFile();
    await this.#writer.drained();
  }

  /** Now and then: closes a file that waits for pictures past its end. */
  tick(): void {
    const overdueMs = this.#context.clock.nowMs() - storeLimits.idleMs;
    if (this.#plan !== null && this.#held.count === 0 && overdueMs > this.#plan.boundaryMs) {
      this.#needKey = true;
      this.#endFile();
    }
  }

  /** The group sync of the `two-seconds` policy. */
  sync(): void {
    if (this.#plan !== null) {
      this.#writer.sync(this.#plan);
    }
  }

  drained(): Promise<void> {
    return this.#writer.drained();
  }

  #accepts(unit: MaskedAccessUnit): boolean {
    if (this.#format === null || this.#format.codec !== unit.codec) {
      return false;
    }
    if (!unit.key) {
      return !this.#needKey && !this.#overflowing;
    }
    // It begins again when half of the queue is free, not at each picture that leaves it.
    if (this.#overflowing && this.#isQueueFull(storeLimits.trackQueueBytes / 2)) {
      return false;
    }
    if (this.#plan === null && this.#context.clock.monotonicMs() < this.#retryAtMs) {
      return false;
    }
    this.#overflowing = false;
    this.#needKey = false;
    return true;
  }

  #needsNewFile(unit: MaskedAccessUnit, atMs: number): boolean {
    const plan = this.#plan;
    if (plan === null || plan.dead || atMs >= plan.boundaryMs) {
      return true;
    }
    const fresh = !plan.maskVersions.has(unit.mask.version);
    const full = fresh && plan.maskVersions.size >= maskVersionsMax;
    return full || this.#format === null || !sameFormat(this.#format, plan.format);
  }

  #startFile(atMs: number): void {
    const format = this.#format;
    assert(format !== null, 'a file begins with a known format');
    const before = this.#plan;
    const plan: FilePlan = {
      startMs: atMs,
      boundaryMs: (Math.floor(atMs / storeLimits.fileMs) + 1) * storeLimits.fileMs,
      format,
      maskVersions: new Set(),
      sequence: 0,
      endTicks: -1,
      file: null,
      dead: false,
      unsynced: false,
    };
    this.#plan = plan;
    this.#needFile = false;
    this.#writer.open(plan, before);
  }

  #endFile(): void {
    if (this.#plan !== null) {
      this.#writer.finish(this.#plan);
      this.#plan = null;
    }
  }

  #hold(unit: MaskedAccessUnit, atMs: number, plan: FilePlan): void {
    const shownTicks = unit.presentationTicks ?? unit.ticks;
    const ticks = shownTicks + this.#ticksOffset;
    const { version } = unit.mask;
    const unknown = !plan.maskVersions.has(version);
    if (ticks < 0 || (unknown && plan.maskVersions.size >= versionsBetweenKeysMax)) {
      // Leading pictures of an open GOP have no reference in this file; masks don't change so fast.
      this.#context.counters.droppedPictures += 1;
      return;
    }
    plan.maskVersions.add(version);
    this.#held.push({
      data: unit.data,
      key: unit.key,
      ticks,
      atMs: atMs + this.#shownAfterMs(shownTicks - unit.ticks),
      cameraMs: unit.cameraMs,
      maskVersion: version,
    });
  }

  /**
   * A picture is sent when the last one it needs was taken: one that others are predicted from at
   * once, a B-frame after the picture behind it. Its own time is so much before its arrival.
   */
  #shownAfterMs(shownAfterTicks: number): number {
    this.#aheadTicks = Math.max(this.#aheadTicks, shownAfterTicks);
    return (shownAfterTicks - this.#aheadTicks) / ticksPerMs;
  }

  /**
   * A key picture so soon after the last group began goes with it: a camera that sends nothing else
   * would have the disk sync at each picture, and slow everybody's down.
   */
  #joins(unit: MaskedAccessUnit, atMs: number): boolean {
    const { firstAtMs } = this.#held;
    const isShort = firstAtMs !== undefined && atMs - firstAtMs < storeLimits.groupMs;
    return isShort && !this.#needFile && !this.#needsNewFile(unit, atMs);
  }

  #isPartFull(atMs: number): boolean {
    const { firstAtMs, bytes, count } = this.#held;
    return (
      firstAtMs !== undefined &&
      (atMs - firstAtMs >= storeLimits.partMs ||
        bytes >= storeLimits.partBytes ||
        count >= storeLimits.partPictures)
    );
  }

  #isQueueFull(bytes: number): boolean {
    return (
      this.#writer.heldBytes + bytes > storeLimits.trackQueueBytes ||
      this.#context.counters.heldBytes + bytes > storeLimits.storeQueueBytes
    );
  }

  /** Gives what is held to the writer. `next`: the picture that follows without a break. */
  #flush(next: { readonly ticks: number; readonly atMs: number } | null): void {
    const plan = this.#plan;
    const held = this.#held.take();
    const { pictures, bytes } = held;
    const first = pictures[0];
    if (first === undefined || plan === null) {
      held.letGo();
      return;
    }
    const lastTicks = Math.max(...pictures.map((picture) => picture.ticks));
    const lastMs = Math.max(...pictures.map((picture) => picture.atMs));
    const spanTicks = lastTicks - Math.min(...pictures.map((picture) => picture.ticks));
    const usual = pictures.length > 1 ? spanTicks / (pictures.length - 1) : usualPictureTicks;
    const endTicks = Math.max(next?.ticks ?? Math.round(lastTicks + usual), lastTicks + 1);
    const endMs = Math.max(next?.atMs ?? lastMs + usual / ticksPerMs, lastMs);
    plan.endTicks = endTicks;
    this.#lastEndMs = endMs;
    if (this.#isQueueFull(bytes)) {
      held.letGo();
      this.#overflowing = true;
      this.#context.counters.droppedPictures += pictures.length;
      const detail = 'the disk is too slow for what the cameras send: pictures were dropped';
      this.#writer.gap('disk-failed', detail, first.atMs, first.atMs);
      return;
    }
    plan.sequence += 1;
    this.#writer.write(plan, { sequence: plan.sequence, pictures, endTicks, endMs }, held);
  }

  #writerFailed(plan: FilePlan, cause: GapCause, detail: string): void {
    if (this.#plan === plan) {
      this.#plan = null;
      this.#needKey = true;
      const held = this.#held.take();
      this.#context.counters.droppedPictures += held.pictures.length;
      held.letGo();
      this.#retryAtMs = this.#context.clock.monotonicMs() + storeLimits.retryMs;
    }
    const fromMs = Math.max(this.#writer.writtenEndMs ?? plan.startMs, plan.startMs);
    const { cameraId, stream } = this.name;
    this.#context.gaps.begin({ cameraId, stream, cause, detail, fromMs });
    if (cause !== 'key-missing') {
      const code = cause === 'disk-full' ? 'disk-full' : 'disk-failed';
      this.#context.alarm({ code, level: 'alarm', cameraId: this.name.cameraId, detail });
    }
  }
}

function sameFormat(a: StreamFormat, b: StreamFormat): boolean {
  return (
    a.codec === b.codec &&
    a.width === b.width &&
    a.height === b.height &&
    a.parameterSets.length === b.parameterSets.length &&
    a.parameterSets.every((set, index) =>
      equalBytes(set, b.parameterSets[index] ?? set.subarray(1)),
    )
  );
}
