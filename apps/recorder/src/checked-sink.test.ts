/** The gate of a camera that masks itself: what waits, what passes, what falls. */

import type { GapNotice, MaskVerdict } from '@beffroi/office';
import type { ClearAccessUnit, MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import { formatForTests } from '@beffroi/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkedSink } from './checked-sink.ts';

const good: MaskVerdict = { masked: true, decoded: true, deviation: 0.3, detail: 'flat' };
const bad: MaskVerdict = {
  masked: false,
  decoded: true,
  deviation: 21,
  detail: 'the zone shows a picture',
};

function unit(ticks: number, key = false): ClearAccessUnit {
  return {
    codec: 'h264',
    key,
    data: new Uint8Array([0, 0, 0, 1, key ? 0x65 : 0x41]),
    ticks,
    receivedMs: ticks / 90,
    cameraMs: null,
  } as unknown as ClearAccessUnit;
}

describe('a camera that masks itself', () => {
  let shown: MaskedAccessUnit[];
  let gaps: GapNotice[];
  let restarts: string[];
  let questions: PromiseWithResolvers<MaskVerdict>[];
  let main: StreamFormat | null;
  let sink: ReturnType<typeof checkedSink>;

  beforeEach(() => {
    shown = [];
    gaps = [];
    restarts = [];
    questions = [];
    main = null;
    sink = checkedSink({
      feed: {
        format: () => undefined,
        accessUnit: (one) => shown.push(one),
        gap: (notice) => gaps.push(notice),
      },
      polygons: [],
      drawnOn: () => main,
      mark: { mode: 'camera', version: 'msk_1' },
      desk: {
        verify: () => {
          const question = Promise.withResolvers<MaskVerdict>();
          questions.push(question);
          return question.promise;
        },
      },
      restart: (cause) => restarts.push(cause),
    });
  });

  test('MSK-4 nothing of a GOP passes before its key was found masked', async () => {
    sink.accessUnit(unit(0, true));
    sink.accessUnit(unit(1));
    expect(shown).toHaveLength(0);
    questions[0]?.resolve(good);
    await questions[0]?.promise;
    expect(shown.map((one) => one.ticks)).toEqual([0, 1]);
    sink.accessUnit(unit(2));
    expect(shown.map((one) => one.ticks)).toEqual([0, 1, 2]);
    expect(shown[0]?.mask).toEqual({ mode: 'camera', version: 'msk_1' });
  });

  test('MSK-4 a key that is not masked drops its whole GOP and says so', async () => {
    sink.accessUnit(unit(0, true));
    sink.accessUnit(unit(1));
    questions[0]?.resolve(bad);
    await questions[0]?.promise;
    sink.accessUnit(unit(2));
    expect(shown).toHaveLength(0);
    expect(gaps.map((gap) => gap.cause)).toEqual(['mask-check-failed']);
    sink.accessUnit(unit(3, true));
    questions[1]?.resolve(good);
    await questions[1]?.promise;
    expect(shown.map((one) => one.ticks)).toEqual([3]);
  });

  test.each([
    [1920, 1080, 'mask-check-failed'],
    [640, 480, 'mask-geometry-invalid'],
  ] as const)(
    'MSK-18 beside a main stream of 16:9, a zone of a picture of %i x %i that shows something is %s',
    async (width, height, cause) => {
      main = { ...formatForTests, width: 1920, height: 1080 };
      sink.format({ ...formatForTests, width, height });
      sink.accessUnit(unit(0, true));
      questions[0]?.resolve(bad);
      await questions[0]?.promise;
      expect(shown).toHaveLength(0);
      expect(gaps.map((gap) => gap.cause)).toEqual([cause]);
      // Where the camera squeezes, its zones are where they were drawn.
      sink.accessUnit(unit(1, true));
      questions[1]?.resolve(good);
      await questions[1]?.promise;
      expect(shown).toHaveLength(1);
    },
  );

  test('MSK-1 a check that breaks is a failed check', async () => {
    sink.accessUnit(unit(0, true));
    questions[0]?.reject(new Error('the desk stopped'));
    await questions[0]?.promise.catch(() => undefined);
    await Promise.resolve();
    expect(shown).toHaveLength(0);
    expect(gaps[0]?.cause).toBe('mask-check-failed');
  });

  test('MSK-4 an answer about an old key says nothing about a new one', async () => {
    sink.accessUnit(unit(0, true));
    sink.accessUnit(unit(1));
    sink.accessUnit(unit(5, true));
    sink.accessUnit(unit(6));
    questions[0]?.resolve(good);
    await questions[0]?.promise;
    sink.accessUnit(unit(7));
    expect(shown.map((one) => one.ticks)).toEqual([0, 1]);
    expect(gaps).toMatchObject([{ cause: 'mask-engine-overloaded', atMs: 5 / 90 }]);
    sink.accessUnit(unit(8, true));
    expect(questions).toHaveLength(2);
    questions[1]?.resolve(bad);
    await questions[1]?.promise;
    expect(shown.map((one) => one.ticks)).toEqual([0, 1]);
  });

  test('CAM-11 key pictures that can not be decoded are no missing mask, and end the connection', async () => {
    for (let ms = 0; ms <= 10_000; ms += 2500) {
      sink.accessUnit(unit(ms * 90, true));
      questions.at(-1)?.resolve({ ...bad, decoded: false });
      await questions.at(-1)?.promise;
    }
    expect(shown).toHaveLength(0);
    expect(gaps.every(({ cause }) => cause === 'stream-undecodable')).toBe(true);
    expect(restarts).toEqual(['stream-undecodable']);
  });

  test('MSK-1 the queue in front of the check is bounded', () => {
    sink.accessUnit(unit(0, true));
    for (let ticks = 1; ticks < 400; ticks++) {
      sink.accessUnit(unit(ticks));
    }
    expect(gaps.map((gap) => gap.cause)).toEqual(['mask-engine-overloaded']);
    expect(shown).toHaveLength(0);
  });

  test('MSK-1 a lost camera forgets what waited', async () => {
    sink.accessUnit(unit(0, true));
    sink.gap({ cause: 'camera-closed', detail: '', atMs: 1 });
    questions[0]?.resolve(good);
    await questions[0]?.promise;
    expect(shown).toHaveLength(0);
  });
});
