/** Pixels and instants are inverses, zooming holds the anchor, and nothing leaves the bounds. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  centreView,
  followView,
  instantAt,
  panView,
  pixelOf,
  spanMaxMs,
  spanMinMs,
  spanOf,
  zoomView,
} from './timeline-scale.ts';

const dayMs = 86_400_000;
const bounds = { fromMs: 0, toMs: 15 * dayMs };

test('an instant comes back from its pixel', () => {
  const view = { fromMs: 1_763_770_000_000, toMs: 1_763_773_600_000 };
  expect(pixelOf(view, view.fromMs, 1200)).toBe(0);
  expect(pixelOf(view, view.toMs, 1200)).toBe(1200);
  expect(instantAt(view, pixelOf(view, 1_763_771_234_567, 1200), 1200)).toBeCloseTo(
    1_763_771_234_567,
    2,
  );
});

test('zooming keeps the instant under the pointer where it is', () => {
  const view = { fromMs: 5 * dayMs, toMs: 6 * dayMs };
  const anchorMs = 5.25 * dayMs;
  const zoomed = zoomView(view, 0.5, anchorMs, bounds);
  expect(spanOf(zoomed)).toBeCloseTo(dayMs / 2);
  expect(pixelOf(zoomed, anchorMs, 1000)).toBeCloseTo(pixelOf(view, anchorMs, 1000));
});

test('zooms from fifteen days to ten seconds and no further', () => {
  const inwards = zoomView({ fromMs: 0, toMs: dayMs }, 1e-9, 1000, bounds);
  expect(spanOf(inwards)).toBeCloseTo(spanMinMs);
  const outwards = zoomView({ fromMs: 0, toMs: dayMs }, 1e9, 1000, bounds);
  expect(outwards).toEqual(bounds);
});

test('whatever is done, the view stays within the bounds and its limits', () => {
  const move = fc.record({
    factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
    anchor: fc.double({ min: 0, max: 1, noNaN: true }),
    panMs: fc.integer({ min: -20 * dayMs, max: 20 * dayMs }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
      let view = { fromMs: dayMs, toMs: 2 * dayMs };
      for (const { factor, anchor, panMs } of moves) {
        view = zoomView(view, factor, view.fromMs + anchor * spanOf(view), bounds);
        view = panView(view, panMs, bounds);
        expect(view.fromMs).toBeGreaterThanOrEqual(-1);
        expect(view.toMs).toBeLessThanOrEqual(bounds.toMs + 1);
        expect(spanOf(view)).toBeGreaterThanOrEqual(spanMinMs - 1);
        expect(spanOf(view)).toBeLessThanOrEqual(spanMaxMs + 1);
      }
    }),
  );
});

test('follows the playhead only when it is about to leave', () => {
  const view = { fromMs: dayMs, toMs: 2 * dayMs };
  expect(followView(view, 1.5 * dayMs, bounds)).toBe(view);
  expect(followView(view, 1.99 * dayMs, bounds)).toEqual(centreView(view, 1.99 * dayMs, bounds));
});
