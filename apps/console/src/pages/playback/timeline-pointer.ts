/**
 * Mouse, pen and fingers on the timeline: one finger or the mouse seeks (with Shift: pans), two
 * fingers pinch, the wheel zooms around the pointer (sideways or with Shift: pans).
 */

import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { rowAt } from '../../media/timeline-drawing.ts';
import { instantAt, panView, spanOf, type TimeView, zoomView } from '../../media/timeline-scale.ts';

export interface PointerActs {
  readonly setView: (view: TimeView) => void;
  readonly onSeek: (atMs: number) => void;
  readonly setHover: (hover: TimelineHover | null) => void;
  readonly rowCount: number;
}

export interface TimelineHover {
  readonly atMs: number;
  /** -1 on the axis. */
  readonly row: number;
}

interface PointerHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
}

interface TimelinePlace {
  readonly view: TimeView;
  readonly bounds: TimeView;
  readonly acts: PointerActs;
}

export function useTimelinePointer(
  frame: RefObject<HTMLElement | null>,
  place: TimelinePlace,
): PointerHandlers {
  /** Where each finger is, by pointer id. */
  const touches = useRef(new Map<number, number>());
  useWheel(frame, place);
  const { view, acts } = place;
  const lift = (event: PointerEvent): void => {
    touches.current.delete(event.pointerId);
  };
  return {
    onPointerDown: (event) => {
      const { xPx, widthPx } = pointOf(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      touches.current.set(event.pointerId, xPx);
      if (touches.current.size === 1 && !event.shiftKey) {
        acts.onSeek(instantAt(view, xPx, widthPx));
      }
    },
    onPointerMove: (event) => {
      const { xPx, yPx, widthPx } = pointOf(event);
      const before = touches.current.get(event.pointerId);
      acts.setHover({ atMs: instantAt(view, xPx, widthPx), row: rowAt(yPx, acts.rowCount) ?? -1 });
      if (before !== undefined) {
        const other = [...touches.current].find(([id]) => id !== event.pointerId)?.[1];
        touches.current.set(event.pointerId, xPx);
        drag(place, { xPx, widthPx, before, other, isShifted: event.shiftKey });
      }
    },
    onPointerUp: lift,
    onPointerCancel: lift,
    onPointerLeave: () => acts.setHover(null),
  };
}

interface Drag {
  readonly xPx: number;
  readonly widthPx: number;
  readonly before: number;
  readonly other: number | undefined;
  readonly isShifted: boolean;
}

function drag({ view, bounds, acts }: TimelinePlace, move: Drag): void {
  const { xPx, widthPx, before, other } = move;
  if (other !== undefined) {
    const factor = Math.abs(before - other) / Math.max(1, Math.abs(xPx - other));
    acts.setView(zoomView(view, factor, instantAt(view, other, widthPx), bounds));
  } else if (move.isShifted) {
    acts.setView(panView(view, ((before - xPx) / widthPx) * spanOf(view), bounds));
  } else {
    acts.onSeek(instantAt(view, xPx, widthPx));
  }
}

/** React's wheel listeners are passive and can't keep the page from scrolling. */
function useWheel(frame: RefObject<HTMLElement | null>, place: TimelinePlace): void {
  const latest = useRef(place);
  useEffect(() => {
    latest.current = place;
  });
  useEffect(() => {
    const element = frame.current;
    if (element === null) {
      return undefined;
    }
    const wheeled = (event: WheelEvent): void => {
      event.preventDefault();
      const { view, bounds, acts } = latest.current;
      const box = element.getBoundingClientRect();
      const by = event.deltaX + event.deltaY;
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const anchorMs = instantAt(view, event.clientX - box.left, box.width);
      acts.setView(
        isSideways
          ? panView(view, (by / box.width) * spanOf(view), bounds)
          : zoomView(view, Math.exp(by / 400), anchorMs, bounds),
      );
    };
    element.addEventListener('wheel', wheeled, { passive: false });
    return () => element.removeEventListener('wheel', wheeled);
  }, [frame]);
}

function pointOf(event: PointerEvent): {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
} {
  const box = event.currentTarget.getBoundingClientRect();
  return { xPx: event.clientX - box.left, yPx: event.clientY - box.top, widthPx: box.width };
}
