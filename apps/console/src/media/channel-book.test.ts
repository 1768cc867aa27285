/** Channels are never shared, and each acknowledgement is said once with the highest sequence. */

import { expect, test } from 'vitest';
import { ChannelBook } from './channel-book.ts';

test('gives 256 different channels, then none', () => {
  const book = new ChannelBook();
  const channels = new Set(Array.from({ length: 256 }, () => book.take()));
  expect(channels.size).toBe(256);
  expect(channels.has(undefined)).toBe(false);
  expect(book.take()).toBeUndefined();
});

test('reuses the channel that has been free longest', () => {
  const book = new ChannelBook();
  const first = book.take()!;
  book.release(first);
  expect(book.take()).not.toBe(first);
});

test('acknowledges the highest sequence once', () => {
  const book = new ChannelBook();
  const a = book.take()!;
  const b = book.take()!;
  book.settle(a, 4);
  book.settle(a, 6);
  book.settle(a, 5);
  book.settle(b, 1);
  expect(book.drainAcks()).toEqual([
    [a, 6],
    [b, 1],
  ]);
  expect(book.drainAcks()).toEqual([]);
});

test('says nothing of a channel that was given back', () => {
  const book = new ChannelBook();
  const a = book.take()!;
  book.settle(a, 4);
  book.release(a);
  book.settle(a, 5);
  expect(book.drainAcks()).toEqual([]);
  expect(book.takenCount).toBe(0);
});
