/**
 * Draws the timeline on a canvas: a row a camera, recorded stretches, gaps hatched, bookmarks,
 * midnights, the playhead. It draws what it is given and keeps nothing; colours come from the
 * page's tokens, and each meaning also has a shape (hatch, flag, line), never a colour alone.
 */

import { pixelOf, type TimeView } from './timeline-scale.ts';
import { type Tick, tickStepMs, ticksOf } from './timeline-ticks.ts';

export interface TimelineRow {
  readonly cameraId: string;
  readonly spans: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number | null }[];
  readonly bookmarks: readonly { readonly atMs: number }[];
}

export interface TimelineColours {
  readonly ground: string;
  readonly line: string;
  readonly text: string;
  readonly quietText: string;
  readonly span: string;
  readonly gap: string;
  readonly bookmark: string;
  readonly playhead: string;
}

export interface TimelinePicture {
  readonly view: TimeView;
  readonly rows: readonly TimelineRow[];
  readonly positionMs: number;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly locale: string;
  readonly colours: TimelineColours;
  readonly font: string;
}

export const axisHeightPx = 26;
export const rowHeightPx = 22;
const rowGapPx = 3;
const labelGapPx = 92;

/** Height of the canvas for so many cameras, CSS pixels. */
export function timelineHeightPx(rowCount: number): number {
  return axisHeightPx + Math.max(1, rowCount) * rowHeightPx + rowGapPx;
}

/** Which row a point is in, undefined on the axis. */
export function rowAt(yPx: number, rowCount: number): number | undefined {
  const row = Math.floor((yPx - axisHeightPx) / rowHeightPx);
  return row >= 0 && row < rowCount ? row : undefined;
}

/** Draws all of it; `widthPx` and `heightPx` are CSS pixels, the context is scaled already. */
export function drawTimeline(
  context: CanvasRenderingContext2D,
  size: { readonly widthPx: number; readonly heightPx: number },
  picture: TimelinePicture,
): void {
  const { colours, rows } = picture;
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, size.widthPx, size.heightPx);
  rows.forEach((row, i) => {
    drawRow(context, size.widthPx, axisHeightPx + i * rowHeightPx, row, picture);
  });
  drawAxis(context, size, picture);
  drawPlayhead(context, size, picture);
}

function drawRow(
  context: CanvasRenderingContext2D,
  widthPx: number,
  topPx: number,
  row: TimelineRow,
  { view, colours, nowMs }: TimelinePicture,
): void {
  const heightPx = rowHeightPx - rowGapPx;
  const stretch = (fromMs: number, toMs: number): readonly [number, number] | undefined => {
    const left = Math.max(0, pixelOf(view, fromMs, widthPx));
    const right = Math.min(widthPx, pixelOf(view, toMs, widthPx));
    return right < 0 || left > widthPx ? undefined : [left, Math.max(1, right - left)];
  };
  context.fillStyle = colours.span;
  for (const span of row.spans) {
    const at = stretch(span.fromMs, span.toMs);
    if (at !== undefined) {
      context.fillRect(at[0], topPx + 3, at[1], heightPx - 6);
    }
  }
  for (const gap of row.gaps) {
    const at = stretch(gap.fromMs, gap.toMs ?? nowMs);
    if (at !== undefined) {
      hatch(context, { left: at[0], top: topPx + 3, width: at[1], height: heightPx - 6 }, colours);
    }
  }
  context.fillStyle = colours.bookmark;
  for (const bookmark of row.bookmarks) {
    drawFlag(context, pixelOf(view, bookmark.atMs, widthPx), topPx, heightPx);
  }
  context.fillStyle = colours.line;
  context.fillRect(0, topPx + heightPx, widthPx, 1);
}

function hatch(
  context: CanvasRenderingContext2D,
  box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  },
  colours: TimelineColours,
): void {
  const { left, top, width, height } = box;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.fillStyle = colours.ground;
  context.fillRect(left, top, width, height);
  context.strokeStyle = colours.gap;
  context.lineWidth = 1.5;
  context.beginPath();
  // Lines start on a grid of the page, so that the hatch doesn't crawl while panning.
  for (let x = Math.floor((left - height) / 6) * 6; x < left + width; x += 6) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
  context.strokeStyle = colours.gap;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, Math.max(0, width - 1), height - 1);
}

function drawFlag(
  context: CanvasRenderingContext2D,
  xPx: number,
  topPx: number,
  heightPx: number,
): void {
  const x = Math.round(xPx);
  context.fillRect(x, topPx, 2, heightPx);
  context.beginPath();
  context.moveTo(x, topPx);
  context.lineTo(x + 9, topPx + 4);
  context.lineTo(x, topPx + 8);
  context.fill();
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  picture: TimelinePicture,
): void {
  const { view, colours, timeZone } = picture;
  const stepMs = tickStepMs(view, widthPx, labelGapPx);
  const label = labelOf(picture, stepMs);
  context.font = picture.font;
  context.textBaseline = 'middle';
  for (const tick of ticksOf(view, stepMs, timeZone)) {
    const x = Math.round(pixelOf(view, tick.atMs, widthPx));
    const isMidnight = tick.kind === 'midnight';
    context.fillStyle = isMidnight ? colours.quietText : colours.line;
    context.fillRect(x, isMidnight ? 0 : axisHeightPx - 6, isMidnight ? 2 : 1, heightPx);
    context.fillStyle = isMidnight ? colours.text : colours.quietText;
    const text = label(tick);
    // Half a label would read as another hour.
    if (x + 5 + context.measureText(text).width <= widthPx) {
      context.fillText(text, x + 5, axisHeightPx / 2);
    }
  }
}

function labelOf({ timeZone, locale }: TimelinePicture, stepMs: number): (tick: Tick) => string {
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(stepMs < 60_000 ? { second: '2-digit' } : {}),
  });
  return (tick) => (tick.kind === 'midnight' ? day : time).format(tick.atMs);
}

function drawPlayhead(
  context: CanvasRenderingContext2D,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  { view, colours, positionMs }: TimelinePicture,
): void {
  const x = Math.round(pixelOf(view, positionMs, widthPx));
  if (x < -6 || x > widthPx + 6) {
    return;
  }
  context.fillStyle = colours.playhead;
  context.fillRect(x - 1, 0, 2, heightPx);
  context.beginPath();
  context.moveTo(x - 6, 0);
  context.lineTo(x + 6, 0);
  context.lineTo(x, 8);
  context.fill();
}
