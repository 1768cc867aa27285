/** Civil time on the timeline, through both clock changes of Europe/Paris. */

import { expect, test } from 'vitest';
import { tickStepMs, ticksOf } from './timeline-ticks.ts';

const zone = 'Europe/Paris';
const hourMs = 3_600_000;
const ms = (text: string): number => new Date(text).getTime();
const local = (atMs: number): string =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    atMs,
  );

test('chooses a step that keeps ticks apart', () => {
  expect(tickStepMs({ fromMs: 0, toMs: 10_000 }, 1000, 80)).toBe(1000);
  expect(tickStepMs({ fromMs: 0, toMs: 24 * hourMs }, 1000, 80)).toBe(3 * hourMs);
  expect(tickStepMs({ fromMs: 0, toMs: 15 * 24 * hourMs }, 1000, 60)).toBe(24 * hourMs);
});

test('an ordinary day begins at its civil midnight', () => {
  const ticks = ticksOf(
    { fromMs: ms('2026-11-21T22:30:00Z'), toMs: ms('2026-11-22T05:30:00Z') },
    3 * hourMs,
    zone,
  );
  expect(ticks).toEqual([
    { atMs: ms('2026-11-21T23:00:00Z'), kind: 'midnight' },
    { atMs: ms('2026-11-22T02:00:00Z'), kind: 'tick' },
    { atMs: ms('2026-11-22T05:00:00Z'), kind: 'tick' },
  ]);
});

test('in spring 02:00 does not exist and 06:00 stays 06:00', () => {
  const view = { fromMs: ms('2026-03-28T23:00:00Z'), toMs: ms('2026-03-29T21:59:59Z') };
  expect(
    ticksOf(view, hourMs, zone)
      .slice(0, 4)
      .map((tick) => local(tick.atMs)),
  ).toEqual(['00:00', '01:00', '03:00', '04:00']);
  expect(ticksOf(view, 6 * hourMs, zone).map((tick) => local(tick.atMs))).toEqual([
    '00:00',
    '06:00',
    '12:00',
    '18:00',
  ]);
});

test('in autumn 02:00 comes twice and midnight ends a day of 25 hours', () => {
  const view = { fromMs: ms('2026-10-24T22:00:00Z'), toMs: ms('2026-10-25T23:00:00Z') };
  const hours = ticksOf(view, hourMs, zone);
  expect(hours.slice(1, 5).map((tick) => local(tick.atMs))).toEqual([
    '01:00',
    '02:00',
    '02:00',
    '03:00',
  ]);
  const midnights = hours.filter((tick) => tick.kind === 'midnight').map((tick) => tick.atMs);
  expect(midnights).toEqual([view.fromMs, view.toMs]);
});

test('a view of ten seconds has ten ticks, not a day of them', () => {
  const fromMs = ms('2026-11-22T10:00:00.500Z');
  expect(ticksOf({ fromMs, toMs: fromMs + 10_000 }, 1000, zone).length).toBe(10);
});
