/**
 * The timeline of a playback: a canvas for the eye, a slider for the keyboard and screen readers.
 * Wheel and pinch zoom around the pointer, dragging seeks, dragging with Shift or the axis pans; the
 * cause of a gap under the pointer is written below. Its twin as a list is `timeline-list.tsx`.
 */

import type { TimelineView as TimelineFacts } from '@beffroi/wire';
import {
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useLocale, useText, useWords } from '../../i18n/text.ts';
import {
  drawTimeline,
  type TimelineColours,
  timelineHeightPx,
} from '../../media/timeline-drawing.ts';
import { followView, type TimeView, zoomView } from '../../media/timeline-scale.ts';
import { IconButton } from '../../ui/button.tsx';
import { gapAt, keyboardSeek } from './timeline-keys.ts';
import { type TimelineHover, useTimelinePointer } from './timeline-pointer.ts';

interface TimelineProps {
  readonly rows: readonly TimelineFacts[];
  readonly names: ReadonlyMap<string, string>;
  readonly bounds: TimeView;
  readonly positionMs: number;
  readonly playing: boolean;
  readonly onSeek: (atMs: number) => void;
}

export function Timeline(props: TimelineProps): ReactElement {
  const { rows, bounds, positionMs, onSeek } = props;
  const t = useText();
  const moments = useMoments();
  const [wanted, setView] = useState<TimeView>(bounds);
  const view = props.playing ? followView(wanted, positionMs, bounds) : wanted;
  const frame = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<TimelineHover | null>(null);
  const acts = { setView, onSeek, setHover, rowCount: rows.length };
  const pointer = useTimelinePointer(frame, { view, bounds, acts });
  const zoom = (factor: number): void => setView(zoomView(view, factor, positionMs, bounds));
  return (
    <div className="p-timeline">
      <ul className="p-timeline-names" aria-hidden="true">
        {rows.map((row) => (
          <li key={row.cameraId}>{props.names.get(row.cameraId) ?? row.cameraId}</li>
        ))}
      </ul>
      <div
        ref={frame}
        className="p-timeline-frame"
        role="slider"
        tabIndex={0}
        aria-label={t('Position dans l’enregistrement')}
        aria-valuemin={Math.round(bounds.fromMs)}
        aria-valuemax={Math.round(bounds.toMs)}
        aria-valuenow={Math.round(positionMs)}
        aria-valuetext={moments.dayTime(positionMs)}
        onKeyDown={(event) => keyed(event, { view, bounds, positionMs, onSeek, zoom })}
        {...pointer}
      >
        <TimelineCanvas {...props} view={view} />
      </div>
      <div className="p-timeline-zoom">
        <IconButton
          icon="plus"
          small
          label={t('Agrandir l’échelle (+)')}
          onPress={() => zoom(0.5)}
        />
        <IconButton icon="minus" small label={t('Réduire l’échelle (-)')} onPress={() => zoom(2)} />
        <IconButton
          icon="expand"
          small
          label={t('Toute la période')}
          onPress={() => setView(bounds)}
        />
      </div>
      <HoverText rows={rows} hover={hover} names={props.names} />
    </div>
  );
}

function HoverText({
  rows,
  hover,
  names,
}: Pick<TimelineProps, 'rows' | 'names'> & {
  readonly hover: TimelineHover | null;
}): ReactElement {
  const t = useText();
  const words = useWords();
  const moments = useMoments();
  const row = hover === null ? undefined : rows[hover.row];
  const gap = hover === null || row === undefined ? undefined : gapAt(row, hover.atMs, Date.now());
  return (
    <p className="p-timeline-hover">
      {hover === null ? (
        <span className="b-quiet">
          {t('Molette : échelle. Glisser : aller à. Majuscule et glisser : déplacer.')}
        </span>
      ) : (
        <>
          <time>{moments.dayTime(hover.atMs)}</time>{' '}
          {row === undefined ? '' : (names.get(row.cameraId) ?? '')}
          {gap === undefined ? null : (
            <>
              {' · '}
              <strong className="p-gap-words">
                {t('Interruption depuis {from} : {cause}', {
                  from: moments.dayTime(gap.fromMs),
                  cause: words(gap.words),
                })}
              </strong>
            </>
          )}
        </>
      )}
    </p>
  );
}

function TimelineCanvas({
  rows,
  positionMs,
  view,
}: TimelineProps & { readonly view: TimeView }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const widthPx = useWidth(canvas);
  const { timeZone } = useMoments();
  const locale = useLocale() === 'en' ? 'en-GB' : 'fr-FR';
  const heightPx = timelineHeightPx(rows.length);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || widthPx === 0) {
      return;
    }
    const scale = window.devicePixelRatio;
    element.width = Math.round(widthPx * scale);
    element.height = Math.round(heightPx * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const colours = coloursOf(element);
    const font = `12px ${getComputedStyle(element).fontFamily}`;
    drawTimeline(
      context,
      { widthPx, heightPx },
      { view, rows, positionMs, nowMs: Date.now(), timeZone, locale, colours, font },
    );
  });
  return (
    <canvas ref={canvas} className="p-timeline-canvas" style={{ blockSize: `${heightPx}px` }} />
  );
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidth] = useState(0);
  useEffect(() => {
    const observed = element.current;
    if (observed === null) {
      return undefined;
    }
    const observer = new ResizeObserver(() => setWidth(observed.clientWidth));
    observer.observe(observed);
    return () => observer.disconnect();
  }, [element]);
  return widthPx;
}

function coloursOf(element: HTMLElement): TimelineColours {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: token('--surface-0'),
    line: token('--line'),
    text: token('--text'),
    quietText: token('--text-3'),
    span: token('--accent'),
    gap: token('--warning'),
    bookmark: token('--notice'),
    playhead: token('--text'),
  };
}

interface KeyPlace {
  readonly view: TimeView;
  readonly bounds: TimeView;
  readonly positionMs: number;
  readonly onSeek: (atMs: number) => void;
  readonly zoom: (factor: number) => void;
}

function keyed(event: KeyboardEvent, place: KeyPlace): void {
  const { view, bounds, positionMs, onSeek, zoom } = place;
  const atMs = keyboardSeek(event.key, event.shiftKey, positionMs, view, bounds);
  if (atMs !== undefined) {
    onSeek(atMs);
  } else if (event.key === '+') {
    zoom(0.5);
  } else if (event.key === '-') {
    zoom(2);
  } else {
    return;
  }
  // The page's own arrows move by five seconds; here they move by the scale.
  event.preventDefault();
  event.stopPropagation();
}
