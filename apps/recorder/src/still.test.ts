/** Which stream a still is of: zones are drawn on it, so it must be of the shape that they are drawn for. */

import { formatForTests, pictureForTests } from '@beffroi/testing';
import { expect, test } from 'vitest';
import { Feed } from './feed.ts';
import { runningKey } from './still.ts';

/** When the still was taken: at 0 of the main stream, at 1000 of the sub-stream. */
function stillOf(height: number, hasMain: boolean): number | null {
  const feeds = { main: new Feed(null), sub: new Feed(null) };
  feeds.main.format({ ...formatForTests, width: 1920, height: 1080 });
  feeds.sub.format({ ...formatForTests, width: 640, height });
  if (hasMain) {
    feeds.main.accessUnit(pictureForTests({ startMs: 0, index: 0 }));
  }
  feeds.sub.accessUnit(pictureForTests({ startMs: 1000, index: 0 }));
  return runningKey({ feed: (stream) => feeds[stream] })?.receivedMs ?? null;
}

test('MSK-18 a still is of the main stream, or of a sub-stream of its shape, and of no other', () => {
  expect(stillOf(360, true)).toBe(0);
  expect(stillOf(360, false)).toBe(1000);
  expect(stillOf(480, true)).toBe(0);
  expect(stillOf(480, false)).toBeNull();
});
