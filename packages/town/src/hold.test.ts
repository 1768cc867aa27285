/** What justice keeps: framework, reference, end; a call that nobody confirms lapses. */

import type { Id, Instant } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import { checkHold, type Hold, type HoldWish, holdEnd, isCovered, isHolding } from './hold.ts';
import { fr2026 } from './legal-profile.ts';

const zone = 'Europe/Paris';
const today = '2026-11-22';
const hourMs = 3_600_000;
const placedAt = '2026-11-22T10:00:00.000Z' as Instant;
const placedMs = Date.parse(placedAt);
const wish: HoldWish = {
  framework: '60-1',
  reference: 'PV 2026/1042',
  channel: 'written',
  requester: 'Brigadier Martin, commissariat de Vermeil',
  cameraIds: ['cam_place'],
  fromMs: placedMs - 5 * hourMs,
  toMs: placedMs - 4 * hourMs,
  until: '2027-02-28',
};
const hold: Hold = {
  ...wish,
  id: 'hld_one' as Id<'hold'>,
  placedBy: 'per_head' as Id<'person'>,
  placedAt,
  confirmed: null,
  ended: null,
};

describe('holds', () => {
  test.each<[string, Partial<HoldWish>, string | null]>([
    ['a written requisition', {}, null],
    ['the last day is today', { until: today }, null],
    ['a year ahead', { until: '2027-11-23' }, null],
    ['no reference', { reference: ' ' }, 'hold-without-reference'],
    ['nobody who asks', { requester: '' }, 'hold-without-reference'],
    ['an end that has passed', { until: '2026-11-21' }, 'hold-end-invalid'],
    ['more than a year', { until: '2027-11-24' }, 'hold-end-invalid'],
    ['an empty span', { toMs: wish.fromMs }, 'period-invalid'],
    ['no number', { toMs: Number.NaN }, 'period-invalid'],
    ['more than 31 days', { toMs: wish.fromMs + 31 * 24 * hourMs + 1 }, 'period-invalid'],
  ])('HLD-1 %s', (_, changes, code) => {
    const checked = checkHold({ ...wish, ...changes }, fr2026, today);
    expect(checked.ok ? null : checked.error.code).toBe(code);
  });

  test('HLD-1 it keeps to the last instant of its last day, over a clock change too', () => {
    const over = Date.parse('2027-02-28T23:00:00Z');
    expect(holdEnd(hold, fr2026, zone)).toEqual({ atMs: over, why: 'over' });
    expect(isHolding(hold, fr2026, zone, over - 1)).toBe(true);
    expect(isHolding(hold, fr2026, zone, over)).toBe(false);
    const spring = { ...hold, until: '2027-03-28' };
    expect(holdEnd(spring, fr2026, zone).atMs).toBe(Date.parse('2027-03-28T22:00:00Z'));
  });

  test('HLD-2 a call lapses after 72 hours, a confirmed one does not', () => {
    const phoned: Hold = { ...hold, channel: 'phone' };
    const lapse = placedMs + 72 * hourMs;
    expect(holdEnd(phoned, fr2026, zone)).toEqual({ atMs: lapse, why: 'lapsed' });
    expect(isHolding(phoned, fr2026, zone, lapse - 1)).toBe(true);
    expect(isHolding(phoned, fr2026, zone, lapse)).toBe(false);
    const confirmed = { at: placedAt, by: phoned.placedBy, reference: 'PV 7' };
    expect(holdEnd({ ...phoned, confirmed }, fr2026, zone).why).toBe('over');
    const short = { ...phoned, until: today };
    expect(holdEnd(short, fr2026, zone)).toEqual({
      atMs: Date.parse('2026-11-22T23:00:00Z'),
      why: 'over',
    });
  });

  test('HLD-2 what was lifted keeps nothing', () => {
    const ended = { at: placedAt, by: null, why: 'lifted', reason: '' } as const;
    expect(isHolding({ ...hold, ended }, fr2026, zone, placedMs)).toBe(false);
  });

  test('HLD-1 it covers what touches its span on its cameras, and what is still being written', () => {
    const file = (startMs: number, endMs: number | null, cameraId = 'cam_place') =>
      isCovered(hold, { cameraId, startMs, endMs });
    expect(file(hold.fromMs - hourMs, hold.fromMs)).toBe(false);
    expect(file(hold.fromMs - hourMs, hold.fromMs + 1)).toBe(true);
    expect(file(hold.toMs - 1, hold.toMs + hourMs)).toBe(true);
    expect(file(hold.toMs, hold.toMs + hourMs)).toBe(false);
    expect(file(hold.fromMs - hourMs, null)).toBe(true);
    expect(file(hold.fromMs, hold.toMs, 'cam_gare')).toBe(false);
  });
});
