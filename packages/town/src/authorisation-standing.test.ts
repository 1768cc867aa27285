import { describe, expect, test } from 'vitest';
import { authorisationStanding } from './authorisation-standing.ts';
import type { Camera } from './camera.ts';
import { fr2026 } from './legal-profile.ts';

const authorisation = {
  orderNumber: '2026-1',
  from: '2026-01-15',
  until: '2031-01-14',
  retentionDaysMax: 15,
};
const inService: Camera['state'] = {
  kind: 'in-service',
  noticeDay: '2026-01-20',
  since: '2026-01-21T08:00:00.000Z' as never,
};
const notified: Camera['state'] = { kind: 'notified', noticeDay: '2026-01-20' };

describe('the authorisation of a camera', () => {
  test.each([
    ['2026-01-15', 'good'],
    ['2030-05-16', 'good'],
    ['2030-05-17', 'ending'],
    ['2030-08-15', 'ending'],
    ['2030-08-16', 'last-call'],
    ['2031-01-14', 'last-call'],
    ['2031-01-15', 'missing'],
    ['2026-01-14', 'missing'],
  ])('OPS-12 on %s a camera in service with an order until 2031-01-14 is %s', (today, standing) => {
    expect(authorisationStanding({ state: inService, authorisation }, today, fr2026)).toBe(
      standing,
    );
  });

  test.each<[string, Camera['state'], typeof authorisation | null, string]>([
    ['in service without an order', inService, null, 'missing'],
    ['notified without an order', notified, null, 'missing'],
    ['notified with an order that begins later', notified, authorisation, 'good'],
    ['planned', { kind: 'planned' }, null, 'good'],
    [
      'withdrawn',
      { kind: 'withdrawn', since: '2026-01-01T00:00:00.000Z' as never, reason: 'x' },
      authorisation,
      'good',
    ],
  ])('OPS-12 a camera %s', (_, state, order, standing) => {
    expect(authorisationStanding({ state, authorisation: order }, '2026-01-01', fr2026)).toBe(
      standing,
    );
  });
});
