/**
 * The arithmetic of the timeline: which instants are in view, where they are on the canvas, how
 * zooming keeps the instant under the pointer still. From fifteen days and more down to ten
 * seconds. No DOM.
 */

export interface TimeView {
  readonly fromMs: number;
  readonly toMs: number;
}

export const spanMinMs = 10_000;
/** Longest retention is 30 days by law, 31 are what one question may ask. */
export const spanMaxMs = 31 * 86_400_000;

export function spanOf(view: TimeView): number {
  return view.toMs - view.fromMs;
}

/** Pixels from the left edge; may lie outside 0..widthPx. */
export function pixelOf(view: TimeView, atMs: number, widthPx: number): number {
  return ((atMs - view.fromMs) / spanOf(view)) * widthPx;
}

export function instantAt(view: TimeView, xPx: number, widthPx: number): number {
  return view.fromMs + (xPx / widthPx) * spanOf(view);
}

/** A view of the same middle with `factor` times the span; `anchorMs` stays where it is. */
export function zoomView(
  view: TimeView,
  factor: number,
  anchorMs: number,
  bounds: TimeView,
): TimeView {
  const largestMs = Math.min(spanMaxMs, Math.max(spanMinMs, spanOf(bounds)));
  const spanMs = Math.min(Math.max(spanOf(view) * factor, spanMinMs), largestMs);
  const share = (anchorMs - view.fromMs) / spanOf(view);
  const fromMs = anchorMs - share * spanMs;
  return keepWithin({ fromMs, toMs: fromMs + spanMs }, bounds);
}

export function panView(view: TimeView, byMs: number, bounds: TimeView): TimeView {
  return keepWithin({ fromMs: view.fromMs + byMs, toMs: view.toMs + byMs }, bounds);
}

/** A view of the same span with an instant in its middle, within bounds. */
export function centreView(view: TimeView, atMs: number, bounds: TimeView): TimeView {
  const halfMs = spanOf(view) / 2;
  return keepWithin({ fromMs: atMs - halfMs, toMs: atMs + halfMs }, bounds);
}

/** Follows the playhead: turns the page when it leaves the view, otherwise stays still. */
export function followView(view: TimeView, atMs: number, bounds: TimeView): TimeView {
  const marginMs = spanOf(view) * 0.05;
  const isInside = atMs >= view.fromMs + marginMs && atMs <= view.toMs - marginMs;
  return isInside ? view : centreView(view, atMs, bounds);
}

function keepWithin(view: TimeView, bounds: TimeView): TimeView {
  const spanMs = spanOf(view);
  if (spanMs >= spanOf(bounds)) {
    const middleMs = (bounds.fromMs + bounds.toMs) / 2;
    return { fromMs: middleMs - spanMs / 2, toMs: middleMs + spanMs / 2 };
  }
  const fromMs = Math.min(Math.max(view.fromMs, bounds.fromMs), bounds.toMs - spanMs);
  return { fromMs, toMs: fromMs + spanMs };
}
