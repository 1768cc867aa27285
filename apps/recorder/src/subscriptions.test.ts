/** What the centre is told of the pictures that it watches: their form, and under which masks they are drawn. */

import { formatForTests, pictureForTests } from '@beffroi/testing';
import { decodePictureHeader, type RecorderToCentre } from '@beffroi/wire';
import { expect, test } from 'vitest';
import { Feed } from './feed.ts';
import { Subscriptions } from './subscriptions.ts';

function under(version: string, index: number) {
  const unit = pictureForTests({ startMs: 0, index });
  return { ...unit, mask: { ...unit.mask, version } };
}

/** A feed that the centre watches, and what went over the link, in words. */
function watched() {
  const said: string[] = [];
  const link = {
    bufferedBytes: 0,
    send: (message: RecorderToCentre) => {
      said.push(message.type === 'format' ? `format ${message.maskVersion}` : message.type);
    },
    sendBinary: (frame: Uint8Array) => {
      const header = decodePictureHeader(frame);
      said.push(header?.key === true ? 'key' : 'picture');
    },
  };
  const feed = new Feed(null);
  const subscriptions = new Subscriptions(link, () => feed);
  return { said, link, feed, subscriptions };
}

test('MSK-19 the format says the masks of the pictures behind it, and is said again where they change', () => {
  const { said, feed, subscriptions } = watched();
  feed.format(formatForTests);
  subscriptions.subscribe(1, 'cam_place', 'main');
  expect(said).toEqual([]);
  for (const index of [0, 1, 2]) {
    feed.accessUnit(under('msk_1', index));
  }
  feed.accessUnit(under('msk_2', 25));
  feed.accessUnit(under('msk_2', 26));
  expect(said.splice(0)).toEqual([
    ...['format msk_1', 'key', 'picture', 'picture'],
    ...['format msk_2', 'key', 'picture'],
  ]);
  // No picture is sent under masks that were not said, whatever a pipeline makes of its groups.
  feed.accessUnit(under('msk_3', 27));
  expect(said).toEqual([]);
});

test('MSK-19 a newcomer is told the masks of the group that is kept, and all is said again after a stop', () => {
  const { said, feed, subscriptions } = watched();
  feed.format(formatForTests);
  feed.accessUnit(under('msk_1', 0));
  subscriptions.subscribe(1, 'cam_place', 'main');
  feed.gap({ cause: 'mask-check-failed', detail: 'a zone is clear', atMs: 0 });
  feed.accessUnit(under('msk_1', 25));
  expect(said).toEqual(['format msk_1', 'key', 'stopped', 'format msk_1', 'key']);
});

test('LIV-24 who comes while no picture does is shown those that come again, of the form they had before', () => {
  const { said, feed, subscriptions } = watched();
  feed.format(formatForTests);
  feed.accessUnit(under('msk_1', 0));
  feed.gap({ cause: 'mask-engine-overloaded', detail: '2 s dropped', atMs: 0 });
  subscriptions.subscribe(1, 'cam_place', 'main');
  feed.accessUnit(under('msk_1', 25));
  feed.accessUnit(under('msk_1', 26));
  expect(said).toEqual(['stopped', 'format msk_1', 'key', 'picture']);
});

test('a link that does not keep up loses pictures to the next key, which says its masks', () => {
  const { said, link, feed, subscriptions } = watched();
  subscriptions.subscribe(1, 'cam_place', 'main');
  feed.format(formatForTests);
  link.bufferedBytes = 64 * 1024 * 1024;
  feed.accessUnit(under('msk_1', 0));
  link.bufferedBytes = 0;
  feed.accessUnit(under('msk_1', 1));
  expect(said).toEqual([]);
  feed.accessUnit(under('msk_1', 25));
  expect(said).toEqual(['format msk_1', 'key']);
});
