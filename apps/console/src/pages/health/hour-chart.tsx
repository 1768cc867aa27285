/** A small chart of one figure over the last hour (uPlot), in the theme's colours, in the town's time. */

import 'uplot/dist/uPlot.min.css';
import { type ReactElement, useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { type Moments, useMoments } from '../../i18n/moments.ts';

interface HourChartProps {
  readonly title: string;
  /** One a minute, oldest first. */
  readonly values: readonly (number | null)[];
  readonly nowMs: number;
}

const heightPx = 120;

export function HourChart({ title, values, nowMs }: HourChartProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const moments = useMoments();
  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return undefined;
    }
    let chart = draw(element, values, nowMs, moments);
    const redraw = (): void => {
      chart.destroy();
      chart = draw(element, values, nowMs, moments);
    };
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const size = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: heightPx }),
    );
    size.observe(element);
    return () => {
      theme.disconnect();
      size.disconnect();
      chart.destroy();
    };
  }, [values, nowMs, moments]);
  return (
    <figure className="p-chart">
      <figcaption className="b-label">{title}</figcaption>
      <div ref={place} aria-hidden="true" />
    </figure>
  );
}

function draw(
  element: HTMLElement,
  values: readonly (number | null)[],
  nowMs: number,
  moments: Moments,
): UPlot {
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue('--text-3').trim();
  const grid = { stroke: style.getPropertyValue('--line').trim(), width: 1 };
  const axis = { stroke: ink, grid, ticks: { show: false }, font: '11px Inter Variable' };
  const seconds = values.map((_, index) => (nowMs - (values.length - 1 - index) * 60_000) / 1000);
  return new UPlot(
    {
      width: element.clientWidth,
      height: heightPx,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 8, 0, 0],
      scales: { y: { range: (_chart, low, high) => [Math.min(0, low), Math.max(1, high * 1.1)] } },
      axes: [
        {
          ...axis,
          space: 60,
          size: 26,
          values: (_chart, ticks) => ticks.map((second) => moments.time(second * 1000).slice(0, 5)),
        },
        {
          ...axis,
          size: 48,
          space: 28,
          values: (_chart, ticks) => ticks.map((tick) => moments.number(tick, 1)),
        },
      ],
      series: [
        {},
        { stroke: style.getPropertyValue('--accent').trim(), width: 1.5, points: { show: false } },
      ],
    },
    [seconds, [...values]],
    element,
  );
}
