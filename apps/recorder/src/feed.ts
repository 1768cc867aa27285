/**
 * One masked stream of one camera inside the recorder: pictures come in once and go to the
 * recording track, the ring of the last GOP and the viewers of the centre. It accepts masked
 * pictures only (MSK-1). A viewer never slows it: what a viewer does with a picture is its own
 * business, and must return at once.
 */

import { letGo } from '@beffroi/kernel';
import type { GapCause, GapNotice, RecordingTrack } from '@beffroi/office';
import type { MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import { GopRing } from './gop-ring.ts';
import { StreamMeter } from './stream-meter.ts';

export interface FeedViewer {
  format(format: StreamFormat): void;
  /** The bytes are valid during the call only. */
  picture(unit: MaskedAccessUnit): void;
  stopped(cause: GapCause): void;
}

export class Feed {
  readonly ring: GopRing = new GopRing();
  readonly meter: StreamMeter = new StreamMeter();
  readonly #track: RecordingTrack | null;
  readonly #viewers = new Set<FeedViewer>();
  #format: StreamFormat | null = null;
  #gap: GapNotice | null = null;
  #gaps = 0;

  constructor(track: RecordingTrack | null) {
    this.#track = track;
  }

  get currentFormat(): StreamFormat | null {
    return this.#format;
  }

  /** The gap that lasts now, null while pictures come. */
  get currentGap(): GapNotice | null {
    return this.#gap;
  }

  get gapCount(): number {
    return this.#gaps;
  }

  get recording(): boolean {
    return this.#track !== null && this.#gap === null && this.#format !== null;
  }

  format(format: StreamFormat): void {
    this.#format = format;
    this.ring.clear();
    this.#track?.format(format);
    for (const viewer of this.#viewers) {
      viewer.format(format);
    }
  }

  /** Takes the picture over: its bytes are freed when this returns. */
  accessUnit(unit: MaskedAccessUnit): void {
    this.#gap = null;
    this.meter.count(unit.receivedMs, unit.data.length);
    this.#track?.append(unit);
    this.ring.push(unit);
    for (const viewer of this.#viewers) {
      viewer.picture(unit);
    }
    letGo(unit.data);
  }

  gap(notice: GapNotice): void {
    if (this.#gap?.cause === notice.cause) {
      // The same outage, met again by the next attempt: one gap, with what is known of it now.
      this.#gap = notice;
      return;
    }
    // A lost packet is a hole in the recording, not an outage: the wall goes on.
    this.#track?.gap(notice.cause, notice.detail, notice.atMs);
    this.#gaps += 1;
    if (notice.cause === 'packets-lost') {
      return;
    }
    this.#gap = notice;
    this.ring.clear();
    for (const viewer of this.#viewers) {
      viewer.stopped(notice.cause);
    }
  }

  /**
   * Tells the viewer where things stand: the form of the pictures, then why none comes or the current
   * GOP; then each new picture. Returns how to leave. The form is told during a gap too: pictures that
   * come again in the same one don't say it anew.
   */
  watch(viewer: FeedViewer): () => void {
    if (this.#format !== null) {
      viewer.format(this.#format);
    }
    if (this.#gap !== null) {
      viewer.stopped(this.#gap.cause);
    } else if (this.#format !== null) {
      for (const unit of this.ring.pictures()) {
        viewer.picture(unit);
      }
    }
    this.#viewers.add(viewer);
    return () => {
      this.#viewers.delete(viewer);
    };
  }

  async close(cause: GapCause, atMs: number): Promise<void> {
    this.gap({ cause, detail: 'the recorder ends this stream', atMs });
    await this.#track?.close(cause);
  }
}
