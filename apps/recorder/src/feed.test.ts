/** What a feed shows, and to whom, when the masks of its camera change. */

import { pictureForTests } from '@beffroi/testing';
import { expect, test } from 'vitest';
import { Feed, type FeedViewer } from './feed.ts';

function under(version: string, index: number) {
  const unit = pictureForTests({ startMs: 0, index });
  return { ...unit, mask: { ...unit.mask, version } };
}

function watching(feed: Feed): string[] {
  const seen: string[] = [];
  const viewer: FeedViewer = {
    format: () => undefined,
    picture: ({ mask, receivedMs }) => seen.push(`${mask.version} ${receivedMs}`),
    stopped: (cause) => seen.push(cause),
  };
  feed.watch(viewer);
  return seen;
}

test('MSK-19 pictures under the masks before are shown to nobody once others are decided', () => {
  const recorded: string[] = [];
  const feed = new Feed({
    format: () => undefined,
    append: ({ mask }) => recorded.push(mask.version),
    gap: () => undefined,
    close: async () => undefined,
  });
  const seen = watching(feed);
  for (const index of [0, 1]) {
    feed.accessUnit(under('msk_1', index));
  }
  feed.showOnly('msk_2');
  expect(feed.ring.pictures()).toEqual([]);
  // Still on their way through the worker.
  feed.accessUnit(under('msk_1', 2));
  feed.accessUnit(under('msk_1', 25));
  expect(feed.ring.key()).toBeNull();
  expect(watching(feed)).toEqual([]);
  feed.accessUnit(under('msk_2', 50));
  expect(seen).toEqual(['msk_1 0', 'msk_1 40', 'msk_2 2000']);
  expect(feed.ring.key()?.mask.version).toBe('msk_2');
  expect(recorded).toEqual(['msk_1', 'msk_1', 'msk_1', 'msk_1', 'msk_2']);
});
