import { describe, expect, test } from 'vitest';
import { judgeStream, type StreamMeasure } from './judge-stream.ts';
import { profileNameOf } from './profile-name.ts';

const good: StreamMeasure = {
  transport: 'tcp',
  codec: 'h264',
  width: 1920,
  height: 1080,
  measuredFps: 25,
  measuredSeconds: 6,
  gopSeconds: 2,
  bFrames: false,
  audioDropped: false,
  senderReports: true,
  clockOffsetMs: 12,
  packetsLost: 0,
};
const narrow = { framing: 'narrow', fastFlow: true } as const;

const levels = (change: Partial<StreamMeasure>, wish: Parameters<typeof judgeStream>[1] = narrow) =>
  judgeStream({ ...good, ...change }, wish).map(({ rule, level }) => `${rule ?? '-'} ${level}`);

describe('judgement of a stream', () => {
  test.each([
    [0.04, 'advice', 'Nearly every picture is a key picture'],
    [0.5, 'good', 'A key picture every 0.5 s.'],
    [8, 'advice', 'A key picture every 8.0 s: that is long'],
    [null, 'advice', 'No second key picture within 6.0 s: that is long'],
  ] as const)('CAM-10 %f s between key pictures: %s', (gopSeconds, level, words) => {
    const [found] = judgeStream({ ...good, gopSeconds }, narrow).slice(2);
    expect(found?.level).toBe(level);
    expect(found?.words.en).toContain(words);
    expect(found?.words.fr).not.toMatch(/toutes les plus/);
  });

  test('CAM-10 a good stream has no advice', () => {
    expect(levels({})).toEqual(['VP-66 good', 'VP-67 good', '- good', '- good']);
  });

  test.each([
    [704, 576, 'narrow', 'good'],
    [703, 576, 'narrow', 'fault'],
    [1280, 480, 'narrow', 'fault'],
    [576, 704, 'narrow', 'good'],
    [352, 288, 'wide', 'good'],
    [320, 240, 'wide', 'fault'],
  ] as const)('CAM-10 %i x %i in %s framing: %s', (width, height, framing, level) => {
    expect(levels({ width, height }, { framing, fastFlow: false })[0]).toBe(`VP-66 ${level}`);
  });

  test.each([
    [12, 'narrow', true, 'good'],
    [11.9, 'narrow', true, 'good'],
    [11, 'narrow', true, 'fault'],
    [11, 'narrow', false, 'good'],
    [11, 'wide', true, 'good'],
    [5, 'wide', false, 'fault'],
    [null, 'wide', false, 'fault'],
  ] as const)('CAM-10 %f pictures a second, %s, fast flow %s: %s', (fps, framing, fast, level) => {
    expect(levels({ measuredFps: fps }, { framing, fastFlow: fast })[1]).toBe(`VP-67 ${level}`);
  });

  test('CAM-10 each thing to change on the camera has its advice, in both languages', () => {
    const bad: StreamMeasure = {
      ...good,
      transport: 'udp',
      codec: 'h265',
      gopSeconds: null,
      bFrames: true,
      audioDropped: true,
      clockOffsetMs: -7500,
      packetsLost: 3,
    };
    const findings = judgeStream(bad, narrow);
    expect(findings.filter(({ level }) => level === 'advice')).toHaveLength(7);
    expect(findings.every(({ words }) => words.fr !== words.en && words.fr.endsWith('.'))).toBe(
      true,
    );
    expect(levels({ senderReports: false }).at(-1)).toBe('- advice');
  });

  test.each([
    ['avc1.64001f', 'High'],
    ['avc1.42e01e', 'Constrained Baseline'],
    ['hev1.1.6.L93.B0', 'Main'],
    ['av01.0', null],
  ])('profile of %s', (codec, name) => {
    expect(profileNameOf(codec)).toBe(name);
  });
});
