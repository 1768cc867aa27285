/** The delay grows to ten seconds and no further. */

import { expect, test } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay.ts';

test('grows from an eighth of a second to ten', () => {
  expect(reconnectDelayMs(0, 0)).toBe(125);
  expect(reconnectDelayMs(0, 1)).toBe(250);
  expect(reconnectDelayMs(3, 1)).toBe(2000);
  expect(reconnectDelayMs(1000, 1)).toBe(10_000);
  expect(reconnectDelayMs(1000, 0)).toBe(5000);
});
