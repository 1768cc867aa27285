import { fromHex } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import type { AccessUnit, StreamFormat } from '../access-unit.ts';
import { nalUnits } from '../nal.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { VideoReceiver } from './video-receiver.ts';

const hex = (text: string) => fromHex(text) as Uint8Array;
/** 2560x1440 High, promises nothing about order; 1280x720 Main. */
const sps = hex('67640033ace802800b59');
const otherSps = hex('674d001f95a814016e40');
const pps = hex('68ee3c80');

const slice = (type: number, fill: number, length = 8) =>
  Uint8Array.from({ length }, (_, i) => (i === 0 ? 0x60 | type : i === 1 ? 0x80 : fill));

class Camera {
  readonly units: AccessUnit[] = [];
  readonly formats: StreamFormat[] = [];
  readonly gaps: string[] = [];
  readonly receiver: VideoReceiver;
  sequence = 65_533;
  nowMs = 1_000_000;

  constructor(sets: readonly Uint8Array[] = [sps, pps], order: 'unknown' | 'none' = 'none') {
    this.receiver = new VideoReceiver(
      {
        codec: 'h264',
        clockRate: 90_000,
        payloadType: 96,
        parameterSets: sets,
        order: { kind: order },
        before: undefined,
      },
      {
        format: (format) => this.formats.push(format),
        accessUnit: (unit) => this.units.push(unit),
        gap: (cause) => this.gaps.push(cause),
      },
    );
  }

  packet(payload: Uint8Array, timestamp: number, marker: boolean, type = 96): Uint8Array {
    const packet = new Uint8Array(12 + payload.length);
    packet.set([0x80, type | (marker ? 0x80 : 0), this.sequence >> 8, this.sequence & 255]);
    new DataView(packet.buffer).setUint32(4, timestamp >>> 0);
    packet.set(payload, 12);
    this.sequence = (this.sequence + 1) & 0xffff;
    return packet;
  }

  send(payload: Uint8Array, timestamp: number, marker = true): void {
    this.receiver.rtp(this.packet(payload, timestamp, marker), this.nowMs);
  }

  /** A key picture and so many others, one packet each. */
  play(timestamps: readonly number[]): void {
    for (const [index, timestamp] of timestamps.entries()) {
      this.nowMs += 40;
      this.send(slice(index === 0 ? 5 : 1, index + 1), timestamp);
    }
  }
}

describe('video receiver', () => {
  test('CAM-7 key pictures carry their parameter sets, promising no reordering', () => {
    const camera = new Camera();
    camera.play([0, 3600]);
    const [key, next] = camera.units;
    expect([...nalUnits(key?.data ?? new Uint8Array())].map((nal) => (nal[0] ?? 0) & 31)).toEqual([
      7, 8, 5,
    ]);
    expect(next?.key).toBe(false);
    expect(camera.formats).toHaveLength(1);
    expect(camera.formats[0]).toMatchObject({ width: 2560, height: 1440, reorderFrames: 0 });
  });

  test('fragments and aggregates become the same NAL units', () => {
    const camera = new Camera([]);
    const stap = Uint8Array.from([24, 0, sps.length, ...sps, 0, pps.length, ...pps]);
    camera.send(stap, 0, true);
    camera.send(Uint8Array.of(0x7c, 0x85, 0x80, 1), 0, false);
    camera.send(Uint8Array.of(0x7c, 0x05, 2), 0, false);
    camera.send(Uint8Array.of(0x7c, 0x45, 3), 0, true);
    expect([...nalUnits(camera.units[0]?.data ?? new Uint8Array())].at(-1)).toEqual(
      Uint8Array.of(0x65, 0x80, 1, 2, 3),
    );
  });

  test('CAM-6 after a loss nothing comes before the next key picture, and the gap is said once', () => {
    const camera = new Camera();
    camera.play([0, 3600, 7200]);
    camera.sequence += 2;
    camera.send(slice(1, 9), 18_000);
    camera.sequence++;
    camera.send(slice(1, 9), 21_600);
    expect(camera.units).toHaveLength(3);
    expect(camera.gaps).toEqual(['packets-lost']);
    expect(camera.receiver.packetsLost).toBe(3);
    camera.send(slice(5, 9), 25_200);
    expect(camera.units).toHaveLength(4);
  });

  test('CAM-12 packets of another payload type cost no picture, in the same numbering or in their own', () => {
    const camera = new Camera();
    camera.play([0, 3600]);
    camera.receiver.rtp(camera.packet(slice(1, 7), 3600, true, 100), camera.nowMs);
    camera.send(slice(1, 3), 7200);
    const own = camera.packet(slice(1, 7), 7200, true, 100);
    new DataView(own.buffer).setUint32(8, 77);
    camera.sequence--;
    camera.receiver.rtp(own, camera.nowMs);
    camera.send(slice(1, 4), 10_800);
    expect(camera.units).toHaveLength(4);
    expect(camera.gaps).toEqual([]);
    expect(camera.receiver.foreign).toBe(2);
  });

  test('CAM-6 a key picture whose first packet is lost is not shown', () => {
    const camera = new Camera();
    camera.play([0]);
    camera.sequence++;
    camera.send(Uint8Array.of(0x7c, 0x45, 3), 3600, true);
    camera.send(Uint8Array.from([0x65, 0x20, 1]), 7200, true);
    expect(camera.units).toHaveLength(1);
  });

  test('a marker that is missing costs time, not pictures', () => {
    const camera = new Camera();
    for (const [index, timestamp] of [0, 3600, 7200].entries()) {
      camera.send(slice(index === 0 ? 5 : 1, 1), timestamp, false);
    }
    expect(camera.units.map((unit) => unit.ticks)).toEqual([0, 3600]);
  });

  test('data behind the marker with the same time belongs to the next picture', () => {
    const camera = new Camera();
    camera.send(slice(5, 1), 0);
    camera.send(Uint8Array.of(6, 5, 1, 0x80), 0);
    camera.send(slice(1, 2), 3600);
    expect(camera.units).toHaveLength(2);
    expect(camera.gaps).toEqual([]);
  });

  test('a marker on every slice: timestamps decide from then on', () => {
    const camera = new Camera();
    const second = Uint8Array.of(0x65, 0x20, 7);
    camera.send(slice(5, 1), 0);
    camera.send(second, 0);
    expect(camera.gaps).toEqual(['camera-protocol-error']);
    for (const timestamp of [3600, 7200]) {
      camera.send(slice(5, 1), timestamp);
      camera.send(second, timestamp);
    }
    expect([...nalUnits(camera.units.at(-1)?.data ?? new Uint8Array())]).toHaveLength(4);
  });

  test('a change of size in mid-stream is a new format before its key picture', () => {
    const camera = new Camera();
    camera.play([0, 3600]);
    camera.send(otherSps, 7200, false);
    camera.send(pps, 7200, false);
    camera.send(slice(5, 3), 7200);
    expect(camera.formats.map((format) => format.width)).toEqual([2560, 1280]);
    expect(camera.units).toHaveLength(3);
  });

  test('parameter sets nobody can decode are a gap with the reason, not a throw', () => {
    const camera = new Camera([]);
    camera.play([0, 3600]);
    expect(camera.gaps).toEqual(['stream-unsupported']);
    expect(camera.units).toEqual([]);
  });

  test('delimiters and filler are left out', () => {
    const camera = new Camera();
    camera.send(Uint8Array.of(9, 0xf0), 0, false);
    camera.send(slice(5, 1), 0, false);
    camera.send(Uint8Array.of(12, 255, 255, 0x80), 0, true);
    expect(
      [...nalUnits(camera.units[0]?.data ?? new Uint8Array())].map((nal) => (nal[0] ?? 0) & 31),
    ).toEqual([7, 8, 5]);
  });
});

describe('time of pictures', () => {
  test('ticks go on over the 32-bit wrap', () => {
    const camera = new Camera();
    const start = 2 ** 32 - 3600;
    camera.play([0, 1, 2, 3].map((i) => (start + i * 3600) % 2 ** 32));
    expect(camera.units.map((unit) => unit.ticks - start)).toEqual([0, 3600, 7200, 10_800]);
  });

  test('a sender report gives the clock of the camera, before it there is none', () => {
    const camera = new Camera();
    camera.play([90_000]);
    const report = new Uint8Array(28);
    report.set([0x80, 200, 0, 6]);
    const view = new DataView(report.buffer);
    view.setUint32(8, 2_208_988_800 + 1000);
    view.setUint32(12, 2 ** 31);
    view.setUint32(16, 90_000);
    camera.receiver.rtcp(report, camera.nowMs);
    camera.send(slice(1, 1), 180_000);
    expect(camera.units.map((unit) => unit.cameraMs)).toEqual([null, 1_001_500]);
  });

  test('a camera that sets its clock back goes on, strictly later', () => {
    const camera = new Camera();
    camera.play([10_000_000, 10_003_600, 500, 4100]);
    const ticks = camera.units.map((unit) => unit.ticks);
    expect(ticks[2]).toBe(10_003_600 + 3600);
    expect(ticks[3]).toBe(10_003_600 + 7200);
  });

  test('CAM-9 with B-frames ticks are decode times and presentation is said apart', () => {
    const camera = new Camera([sps, pps], 'unknown');
    camera.play([0, 10_800, 3600, 7200, 21_600, 14_400, 18_000].map((t) => t + 90_000));
    const ticks = camera.units.map((unit) => unit.ticks - 90_000);
    expect(ticks.slice(1)).toEqual([0, 3600, 7200, 10_800, 14_400, 18_000]);
    expect(ticks[0]).toBeLessThan(0);
    expect(camera.units.map((unit) => (unit.presentationTicks ?? unit.ticks) - 90_000)).toEqual([
      0, 10_800, 3600, 7200, 21_600, 14_400, 18_000,
    ]);
    expect(camera.formats[0]?.reorderFrames).toBeGreaterThan(0);
    expect(camera.formats[0]?.parameterSets[0]).toEqual(sps);
  });

  test('CAM-9 without B-frames four pictures are held once, then nothing', () => {
    const camera = new Camera([sps, pps], 'unknown');
    camera.play([0, 3600, 7200]);
    expect(camera.units).toHaveLength(0);
    camera.send(slice(1, 9), 10_800);
    expect(camera.units).toHaveLength(4);
    expect(camera.units.every((unit) => unit.presentationTicks === undefined)).toBe(true);
    expect(camera.receiver.order).toEqual({ kind: 'none' });
  });
});

describe('reorder buffer', () => {
  const packets = Array.from({ length: 6 }, (_, i) => Uint8Array.of(0x80, 96, 255, 250 + i));

  test('puts swapped packets back and gives a missing one up after its time', () => {
    const out: number[] = [];
    const buffer = new ReorderBuffer((bytes) => out.push(bytes[3] ?? 0));
    for (const index of [0, 2, 1, 4, 5]) {
      buffer.push(packets[index] ?? new Uint8Array(), 0);
    }
    expect(out).toEqual([250, 251, 252]);
    buffer.push(Uint8Array.of(0x80, 96, 0, 0), 61);
    expect(out).toEqual([250, 251, 252, 254, 255, 0]);
  });
});
