import { expect, test } from 'vitest';
import { RestartPace } from './restart-pace.ts';

test('MSK-16 a worker that starves is given more time each time, up to a limit', () => {
  const pace = new RestartPace();
  expect([pace.silenceMsMax(false), pace.silenceMsMax(true)]).toEqual([30_000, 10_000]);
  pace.wasSilent();
  expect([pace.silenceMsMax(false), pace.silenceMsMax(true)]).toEqual([60_000, 20_000]);
  for (let i = 0; i < 9; i++) {
    pace.wasSilent();
    pace.after(60_000);
  }
  expect(pace.silenceMsMax(false)).toBe(240_000);
  pace.after(8 * 60_000);
  expect(pace.silenceMsMax(true)).toBe(10_000);
});
