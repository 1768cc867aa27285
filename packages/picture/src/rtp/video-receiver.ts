/**
 * From the RTP packets of one video track to access units with their times: follows sequence
 * numbers, puts fragments together, finds where a picture ends, keeps parameter sets, and lets
 * nothing damaged through. After a loss everything is dropped to the next key picture and the gap
 * is said once (CAM-6). Trusts nothing: wrong markers, data after the marker and changed parameter
 * sets are all met in real cameras. Never throws on what a camera sends.
 */

import type { VideoCodec } from '../access-unit.ts';
import { h265Nal } from '../h265/nal-type.ts';
import { joinNalUnits } from '../nal.ts';
import { depacketize } from './depacketize.ts';
import { FormatKeeper } from './format-keeper.ts';
import {
  isRtcp,
  parseRtp,
  parseSenderReport,
  type RtpPacket,
  type SenderReport,
} from './packet.ts';
import { ParameterSets } from './parameter-sets.ts';
import type { StreamOrder } from './picture-order.ts';
import { PictureSequencer } from './picture-sequencer.ts';
import { PictureWriter } from './picture-writer.ts';
import type { ReceiverGap, ReceiverSink } from './receiver-sink.ts';
import { SequenceTracker } from './sequence.ts';
import type { TimelineEnd } from './timeline.ts';

export interface ReceiverOptions {
  readonly codec: VideoCodec;
  /** Of the SDP's rtpmap; 90,000 for every sane camera. */
  readonly clockRate: number;
  /** Of the SDP; -1 where it names none, and every packet is taken for the track's. */
  readonly payloadType: number;
  /** Of the SDP; may be empty. */
  readonly parameterSets: readonly Uint8Array[];
  /** What an earlier connection of the same run learnt. */
  readonly order: StreamOrder;
  readonly before: TimelineEnd | undefined;
}

/** A stream without a key picture for so long can't be shown or recorded. */
const keyWaitMsMax = 30_000;
/** A sender report older than this says nothing about now: 32-bit timestamps wrap. */
const reportAgeMsMax = 3_600_000;

export class VideoReceiver {
  readonly #codec: VideoCodec;
  readonly #clockRate: number;
  readonly #payloadType: number;
  readonly #sink: ReceiverSink;
  readonly #sets: ParameterSets;
  readonly #writer: PictureWriter;
  readonly #formats: FormatKeeper;
  readonly #sequencer: PictureSequencer;
  readonly #tracker = new SequenceTracker();
  #timestamp: number | undefined;
  #brokenTimestamp: number | undefined;
  #flushedTimestamp: number | undefined;
  #markersLie = false;
  #waitsForKey = true;
  #waitingSinceMs: number | undefined;
  /** What was last said of the missing pictures; none is missed before the first. */
  #said: ReceiverGap | 'starting' | undefined = 'starting';
  #skipsLeading = false;
  #report: (SenderReport & { readonly atMs: number }) | undefined;
  /** Bytes that should have been RTP and weren't. */
  malformed = 0;
  /** Packets of a kind that the SDP's track isn't: error correction, metadata. */
  foreign = 0;
  /** Pictures left out because one before them is missing. */
  dropped = 0;

  constructor(options: ReceiverOptions, sink: ReceiverSink) {
    this.#codec = options.codec;
    this.#clockRate = options.clockRate;
    this.#payloadType = options.payloadType;
    this.#sink = sink;
    this.#sets = new ParameterSets(options.codec, options.parameterSets);
    this.#writer = new PictureWriter(options.codec, this.#sets);
    this.#formats = new FormatKeeper(options.codec, this.#sets);
    this.#sequencer = new PictureSequencer(options, this.#formats, sink);
  }

  get packetsLost(): number {
    return this.#tracker.lost;
  }

  get order(): StreamOrder {
    return this.#sequencer.order;
  }

  get end(): TimelineEnd | undefined {
    return this.#sequencer.end;
  }

  get hasReports(): boolean {
    return this.#report !== undefined;
  }

  rtcp(bytes: Uint8Array, nowMs: number): void {
    const report = parseSenderReport(bytes);
    if (report !== undefined) {
      this.#report = { ...report, atMs: nowMs };
    }
  }

  rtp(bytes: Uint8Array, nowMs: number): void {
    if (isRtcp(bytes)) {
      this.rtcp(bytes, nowMs);
      return;
    }
    const packet = parseRtp(bytes);
    if (packet === undefined) {
      this.malformed++;
      return;
    }
    const isOther = this.#payloadType !== -1 && packet.payloadType !== this.#payloadType;
    this.foreign += isOther ? 1 : 0;
    if (isOther && !this.#tracker.follows(packet.ssrc)) {
      return;
    }
    const arrival = this.#tracker.arrive(packet.sequence, packet.ssrc);
    if (arrival === 'late') {
      return;
    }
    if (arrival !== 'next') {
      this.#damaged('packets-lost', `RTP packets are missing before number ${packet.sequence}.`);
    }
    if (!isOther) {
      this.#take(packet, nowMs);
    }
  }

  #take(packet: RtpPacket, nowMs: number): void {
    if (packet.timestamp !== this.#timestamp) {
      // What has no slice yet (parameter sets, SEI after a marker) belongs to the picture to come.
      if (this.#writer.slices > 0) {
        this.#finish(nowMs);
      }
      this.#timestamp = packet.timestamp;
      this.#brokenTimestamp = undefined;
    }
    if (packet.timestamp === this.#brokenTimestamp) {
      return;
    }
    if (!depacketize(this.#codec, packet.payload, this.#writer)) {
      this.#damaged('packets-lost', 'A fragment of a picture is missing.');
      this.#brokenTimestamp = packet.timestamp;
      return;
    }
    if (this.#continuesFlushed(packet)) {
      // The picture given out at its marker was not whole: from here the timestamp alone decides.
      this.#markersLie = true;
      this.#damaged('camera-protocol-error', 'The camera marks the end of pictures wrongly.');
      this.#brokenTimestamp = packet.timestamp;
      return;
    }
    if (packet.marker && !this.#markersLie && this.#writer.slices > 0) {
      this.#finish(nowMs);
      this.#flushedTimestamp = packet.timestamp;
    }
  }

  /** Slices behind the marker, of the same picture (other data there is harmless). */
  #continuesFlushed(packet: RtpPacket): boolean {
    return (
      packet.timestamp === this.#flushedTimestamp &&
      this.#writer.slices > 0 &&
      !this.#writer.beginsWell
    );
  }

  #finish(nowMs: number): void {
    const writer = this.#writer;
    const timestamp = this.#timestamp ?? 0;
    if (writer.overflowed) {
      this.#damaged('camera-protocol-error', 'A picture is larger than 8 MiB.');
    } else if (writer.open || !writer.beginsWell) {
      this.#damaged('packets-lost', 'A picture came without its beginning or its end.');
    } else if (writer.key || !this.#waitsForKey) {
      this.#emit(timestamp, nowMs);
    } else {
      this.#drop();
      this.#noteWait(nowMs);
    }
    this.#flushedTimestamp = undefined;
  }

  #emit(timestamp: number, nowMs: number): void {
    const { key, sliceType, changedSets } = this.#writer;
    if (key) {
      this.#sequencer.settle(this.#formats.outdated);
      const fault = this.#formats.refresh();
      if (fault !== undefined) {
        this.#damaged('stream-unsupported', fault);
        return;
      }
      // After a clean random access point its leading pictures refer to what we never had.
      this.#skipsLeading = this.#waitsForKey && sliceType === h265Nal.cra;
      this.#waitsForKey = false;
      this.#waitingSinceMs = undefined;
    } else if (this.#skipsLeading && this.#codec === 'h265' && isLeading(sliceType)) {
      this.#drop();
      return;
    }
    const prefix = !key && changedSets ? joinNalUnits(this.#sets.all) : undefined;
    const data = this.#writer.finish(prefix);
    this.#said = undefined;
    this.#sequencer.push({
      key,
      data,
      timestamp,
      nowMs,
      cameraMs: this.#cameraMs(timestamp, nowMs),
    });
  }

  #cameraMs(timestamp: number, nowMs: number): number | null {
    const report = this.#report;
    if (report === undefined || nowMs - report.atMs > reportAgeMsMax) {
      return null;
    }
    return report.wallMs + (((timestamp - report.timestamp) | 0) * 1000) / this.#clockRate;
  }

  #drop(): void {
    this.dropped++;
    this.#writer.clear();
  }

  #damaged(cause: ReceiverGap, detail: string): void {
    this.#writer.clear();
    this.#waitsForKey = true;
    this.#sequencer.interrupted();
    if (this.#said === undefined || (cause === 'stream-unsupported' && this.#said !== cause)) {
      this.#say(cause, detail);
    }
  }

  #say(cause: ReceiverGap, detail: string): void {
    this.#said = cause;
    this.#sink.gap(cause, detail);
  }

  #noteWait(nowMs: number): void {
    this.#waitingSinceMs ??= nowMs;
    if (nowMs - this.#waitingSinceMs > keyWaitMsMax) {
      this.#waitingSinceMs = nowMs;
      this.#say(
        'stream-unsupported',
        'No key picture (IDR) came for 30 s: set a key frame interval of 1 to 4 s on the camera.',
      );
    }
  }
}

function isLeading(sliceType: number): boolean {
  return sliceType === h265Nal.raslN || sliceType === h265Nal.raslR;
}
