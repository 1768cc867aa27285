/**
 * Sends one stream to one client: sequence numbers, sender reports, the faults asked for, and the
 * drop to the next key picture when the client reads too slowly. Nothing is ever queued beyond the
 * socket's own 4 MiB.
 */

import { randomBytes } from 'node:crypto';
import { videoPayloadType } from './describe.ts';
import { packetize, senderReport } from './packetize.ts';
import type { ServedStream, ServedUnit } from './served-stream.ts';

/** Where packets go: interleaved on the RTSP socket, or UDP without the 4-byte header. */
export interface Outlet {
  readonly queuedBytes: number;
  send(packets: readonly Buffer[]): void;
  stray(bytes: Buffer): void;
  close(): void;
}

export interface PlayerClock {
  nowMs(): number;
  monotonicMs(): number;
}

const queuedBytesMax = 4_194_304;
const reportTicks = 5 * 90_000;

export class Player {
  readonly #stream: ServedStream;
  readonly #outlet: Outlet;
  readonly #clock: PlayerClock;
  readonly #rtpChannel: number;
  readonly #ssrc = randomBytes(4).readUInt32BE(0);
  readonly #startedMs: number;
  #sequence = randomBytes(2).readUInt16BE(0);
  #sent = { packets: 0, bytes: 0 };
  #lastReportTicks: number | undefined;
  #waitsForKey = false;
  dropped = 0;

  constructor(stream: ServedStream, outlet: Outlet, clock: PlayerClock, rtpChannel: number) {
    this.#stream = stream;
    this.#outlet = outlet;
    this.#clock = clock;
    this.#rtpChannel = rtpChannel;
    this.#startedMs = clock.monotonicMs();
  }

  accessUnit(unit: ServedUnit): void {
    const faults = this.#stream.faults ?? {};
    const elapsedMs = this.#clock.monotonicMs() - this.#startedMs;
    if (elapsedMs >= (faults.dropAfterMs ?? Number.POSITIVE_INFINITY)) {
      this.#outlet.close();
      return;
    }
    if (elapsedMs >= (faults.hangAfterMs ?? Number.POSITIVE_INFINITY) || !this.#admits(unit)) {
      return;
    }
    const timestamp = (unit.presentationTicks ?? unit.ticks) + (faults.firstTimestamp ?? 0);
    if (faults.noReports !== true) {
      this.#report(unit.ticks, timestamp);
    }
    const packets = packetize(this.#stream.codec, unit.data, {
      channel: this.#rtpChannel,
      payloadType: videoPayloadType,
      ssrc: this.#ssrc,
      timestamp: wrapped(timestamp),
      firstSequence: this.#sequence,
      marker: faults.noMarker !== true,
    });
    this.#sequence = (this.#sequence + packets.length) & 0xffff;
    this.#sent.packets += packets.length;
    this.#sent.bytes += unit.data.length;
    if (happens(faults.strayShare)) {
      this.#outlet.stray(randomBytes(200));
    }
    this.#outlet.send(this.#damaged(packets));
  }

  #admits(unit: ServedUnit): boolean {
    if (this.#outlet.queuedBytes > queuedBytesMax) {
      this.#waitsForKey = true;
    } else if (unit.key) {
      this.#waitsForKey = false;
    }
    if (this.#waitsForKey) {
      this.dropped++;
    }
    return !this.#waitsForKey;
  }

  /** The first picture and then one every five seconds of stream time. */
  #report(ticks: number, timestamp: number): void {
    if (this.#lastReportTicks !== undefined && ticks - this.#lastReportTicks < reportTicks) {
      return;
    }
    this.#lastReportTicks = ticks;
    const head = {
      channel: this.#rtpChannel + 1,
      ssrc: this.#ssrc,
      timestamp: wrapped(timestamp),
    };
    const wallMs = this.#clock.nowMs() + (this.#stream.faults?.clockSkewMs ?? 0);
    this.#outlet.send([senderReport(head, wallMs, this.#sent)]);
  }

  #damaged(packets: Buffer[]): Buffer[] {
    const { garbledShare, lostShare } = this.#stream.faults ?? {};
    if (garbledShare === undefined && lostShare === undefined) {
      return packets;
    }
    const kept = packets.filter(() => !happens(lostShare));
    for (const packet of kept.filter(() => happens(garbledShare))) {
      for (let i = 0; i < 8; i++) {
        const [where = 0, what = 0] = randomBytes(2);
        packet[16 + (where % Math.max(1, packet.length - 16))] = what;
      }
    }
    return kept;
  }
}

function happens(share: number | undefined): boolean {
  return share !== undefined && randomBytes(4).readUInt32BE(0) < share * 2 ** 32;
}

/** RTP timestamps are 32 bits; a remainder, because ticks outgrow 32-bit arithmetic. */
function wrapped(timestamp: number): number {
  return ((timestamp % 2 ** 32) + 2 ** 32) % 2 ** 32;
}
