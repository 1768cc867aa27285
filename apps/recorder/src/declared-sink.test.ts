/** A camera without masks: its pictures pass at once, until one of them can't be decoded. */

import type { GapNotice, MaskVerdict } from '@beffroi/office';
import type { ClearAccessUnit, MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import { beforeEach, describe, expect, test } from 'vitest';
import { declaredSink } from './declared-sink.ts';

const format = { codec: 'h264', width: 640, height: 360 } as StreamFormat;
const good: MaskVerdict = { masked: false, decoded: true, deviation: 0, detail: 'no polygon' };
const bad: MaskVerdict = { masked: false, decoded: false, deviation: 0, detail: 'no picture' };

function unit(ms: number, key = false): ClearAccessUnit {
  const data = new Uint8Array([0, 0, 0, 1, key ? 0x65 : 0x41]);
  const codec = 'h264';
  return { codec, key, data, ticks: ms * 90, receivedMs: ms, cameraMs: null } as ClearAccessUnit;
}

describe('a camera declared to need no mask', () => {
  let shown: number[];
  let gaps: GapNotice[];
  let restarts: string[];
  let questions: PromiseWithResolvers<MaskVerdict>[];
  let sink: ReturnType<typeof declaredSink>;

  beforeEach(() => {
    shown = [];
    gaps = [];
    restarts = [];
    questions = [];
    sink = declaredSink({
      feed: {
        format: () => undefined,
        accessUnit: (one: MaskedAccessUnit) => shown.push(one.receivedMs),
        gap: (notice) => gaps.push(notice),
      },
      mark: { mode: 'none-needed', version: 'msk_1' },
      desk: {
        verify: () => {
          const question = Promise.withResolvers<MaskVerdict>();
          questions.push(question);
          return question.promise;
        },
      },
      restart: (cause) => restarts.push(cause),
    });
    sink.format(format);
  });

  async function answer(verdict: MaskVerdict): Promise<void> {
    const question = questions.at(-1);
    question?.resolve(verdict);
    await question?.promise;
  }

  test('CAM-11 pictures pass while the first key is looked at, and one each ten minutes is', async () => {
    sink.accessUnit(unit(0, true));
    sink.accessUnit(unit(40));
    await answer(good);
    sink.accessUnit(unit(2000, true));
    expect(shown).toEqual([0, 40, 2000]);
    expect(questions).toHaveLength(1);
    sink.accessUnit(unit(600_000, true));
    expect(questions).toHaveLength(2);
    expect(gaps).toEqual([]);
  });

  test('CAM-11 what can not be decoded stops, with its cause, and is connected anew after 10 s', async () => {
    for (let ms = 0; ms <= 10_000; ms += 2000) {
      sink.accessUnit(unit(ms, true));
      sink.accessUnit(unit(ms + 40));
      expect(restarts).toEqual([]);
      await answer(bad);
    }
    expect(shown).toEqual([0, 40]);
    expect(gaps.map(({ cause, detail }) => [cause, detail])).toEqual([
      ['stream-undecodable', 'no picture'],
    ]);
    expect(restarts).toEqual(['stream-undecodable']);
  });

  test('CAM-11 after that, nothing passes before a key was decoded, then nothing is left out', async () => {
    sink.accessUnit(unit(0, true));
    await answer(bad);
    sink.gap({ cause: 'camera-closed', detail: '', atMs: 1 });
    sink.format(format);
    sink.accessUnit(unit(100));
    sink.accessUnit(unit(2000, true));
    sink.accessUnit(unit(2040));
    expect(shown).toEqual([0]);
    await answer(good);
    sink.accessUnit(unit(2080));
    expect(shown).toEqual([0, 2000, 2040, 2080]);
  });

  test('a desk that fails, or is slow, proves nothing against the camera', async () => {
    sink.accessUnit(unit(0, true));
    questions[0]?.reject(new Error('the desk stopped'));
    await questions[0]?.promise.catch(() => undefined);
    await Promise.resolve();
    sink.accessUnit(unit(40));
    expect(shown).toEqual([0, 40]);
    expect(gaps).toEqual([]);
    sink.accessUnit(unit(600_000, true));
    await answer(bad);
    for (let ms = 601_000; ms < 601_400; ms++) {
      sink.accessUnit(unit(ms, ms === 601_000));
    }
    expect(shown.slice(-400)).toHaveLength(400);
  });

  test('an answer about an earlier connection says nothing about this one', async () => {
    sink.accessUnit(unit(0, true));
    const [old] = questions;
    sink.format(format);
    sink.accessUnit(unit(2000, true));
    old?.resolve(bad);
    await old?.promise;
    sink.accessUnit(unit(2040));
    expect(shown).toEqual([0, 2000, 2040]);
    expect(gaps).toEqual([]);
  });
});
