import { expect, test } from 'vitest';
import { oneTimeCodes } from './one-time-code.ts';

/** The secret of RFC 6238, appendix B; its codes there have 8 digits, ours are their last 6. */
const secret = new TextEncoder().encode('12345678901234567890');

test.each([
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [20_000_000_000, '353130', 666_666_666],
])('SEC-48 at %i s the code %s is of step %i (RFC 6238)', (seconds, code, step) => {
  expect(oneTimeCodes.stepOf(secret, code, seconds * 1000)).toBe(step);
  expect(oneTimeCodes.stepOf(secret, code, (seconds + 30) * 1000)).toBe(step);
  expect(oneTimeCodes.stepOf(secret, code, (seconds + 90) * 1000)).toBeNull();
});

test('SEC-48 a code that is none is of no step', () => {
  expect(oneTimeCodes.stepOf(secret, '000000', 59_000)).toBeNull();
  expect(oneTimeCodes.stepOf(secret, '28708', 59_000)).toBeNull();
});
