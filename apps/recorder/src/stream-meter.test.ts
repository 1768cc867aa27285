/** Rates over whole seconds. */

import { describe, expect, test } from 'vitest';
import { StreamMeter } from './stream-meter.ts';

describe('the meter of a stream', () => {
  test('counts pictures and bits of whole seconds', () => {
    const meter = new StreamMeter();
    for (let picture = 0; picture < 75; picture++) {
      meter.count(1_000_000 + picture * 40, 20_000);
    }
    expect(meter.rates(1_003_000)).toEqual({ fps: 25, kbitPerSecond: 4000 });
  });

  test('a stream that stopped has no rate after the window', () => {
    const meter = new StreamMeter();
    meter.count(1_000_000, 1000);
    expect(meter.rates(1_020_000)).toBeNull();
  });
});
