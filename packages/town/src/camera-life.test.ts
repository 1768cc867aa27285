import type { Instant } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import type { Camera, CameraState } from './camera.ts';
import {
  type CameraStep,
  checkCamera,
  isStreamUrl,
  retentionDaysMax,
  stepCamera,
} from './camera-life.ts';
import { fr2026, legalProfileOn } from './legal-profile.ts';

const at = '2026-11-22T12:00:00.000Z' as Instant;
const order = { orderNumber: '1', from: '2026-01-01', until: '2030-12-31', retentionDaysMax: 20 };
const planned: CameraState = { kind: 'planned' };
const notified: CameraState = { kind: 'notified', noticeDay: '2026-11-22' };
const inService: CameraState = { kind: 'in-service', noticeDay: '2026-01-01', since: at };
const withdrawn: CameraState = { kind: 'withdrawn', since: at, reason: 'travaux' };

function step(state: CameraState, to: CameraStep, authorisation: Camera['authorisation'] = order) {
  return stepCamera({ state, authorisation }, to, at, 'Europe/Paris');
}

describe('the life of a camera', () => {
  const notice = { to: 'notified', noticeDay: '2026-11-22' } as const;
  const serve = { to: 'in-service' } as const;
  const withdraw = { to: 'withdrawn', reason: 'travaux' } as const;

  test('OPS-1 planned, notified, in service, withdrawn; a move goes back to notified', () => {
    expect(step(planned, notice)).toEqual({ ok: true, value: notified });
    expect(step(notified, serve)).toEqual({
      ok: true,
      value: { kind: 'in-service', noticeDay: '2026-11-22', since: at },
    });
    expect(step(inService, notice)).toEqual({ ok: true, value: notified });
    expect(step(inService, withdraw)).toEqual({ ok: true, value: withdrawn });
    expect(step(planned, withdraw)).toEqual({ ok: true, value: withdrawn });
  });

  test.each([
    [withdrawn, notice],
    [withdrawn, serve],
    [withdrawn, withdraw],
    [inService, serve],
    [notified, notice],
  ] as const)('OPS-1 refuses %j to %j', (state, to) => {
    expect(step(state, to)).toMatchObject({ ok: false, error: { rule: 'OPS-1' } });
  });

  test('OPS-2 no service without a notice of today or before', () => {
    expect(step(planned, serve)).toMatchObject({ error: { code: 'service-without-notice' } });
    const tomorrow: CameraState = { kind: 'notified', noticeDay: '2026-11-23' };
    expect(step(tomorrow, serve)).toMatchObject({ error: { code: 'service-without-notice' } });
  });

  test.each([null, { ...order, from: '2026-11-23' }, { ...order, until: '2026-11-21' }])(
    'OPS-2 no service under the authorisation %j',
    (authorisation) => {
      expect(step(notified, serve, authorisation)).toMatchObject({
        ok: false,
        error: { rule: 'OPS-2', code: 'service-without-authorisation' },
      });
    },
  );
});

describe('what a camera says of itself', () => {
  const camera = {
    name: 'Place',
    place: 'Place du Beffroi',
    objective: 'Prévenir',
    purposes: ['public-buildings'] as const,
    authorisation: order,
    retentionDays: 15,
    main: { url: 'rtsp://192.0.2.1:554/a?b=c' },
    sub: null,
  };
  test('a whole camera is accepted, with or without an authorisation yet', () => {
    expect(checkCamera(camera, fr2026).ok).toBe(true);
    expect(checkCamera({ ...camera, authorisation: null, retentionDays: 28 }, fr2026).ok).toBe(
      true,
    );
    expect(checkCamera({ ...camera, sub: { url: 'rtsps://h/b' } }, fr2026).ok).toBe(true);
  });

  test.each([
    ['OPS-4', 'camera-incomplete', { name: ' ' }],
    ['OPS-4', 'camera-incomplete', { place: '' }],
    ['OPS-4', 'camera-incomplete', { objective: '' }],
    ['OPS-4', 'camera-incomplete', { purposes: [] }],
    ['OPS-4', 'camera-address-invalid', { main: { url: 'rtsp://u:p@h/' } }],
    ['OPS-4', 'camera-address-invalid', { sub: { url: 'http://h/' } }],
    ['OPS-3', 'authorisation-too-long', { authorisation: { ...order, until: '2031-01-01' } }],
    ['OPS-3', 'authorisation-too-long', { authorisation: { ...order, until: '2025-12-31' } }],
    ['RET-1', 'retention-too-long', { retentionDays: 21 }],
    ['RET-1', 'retention-too-long', { retentionDays: 0 }],
    ['RET-1', 'retention-too-long', { retentionDays: 1.5 }],
    ['RET-1', 'retention-too-long', { authorisation: null, retentionDays: 29 }],
  ])('%s refuses as %s: %j', (rule, code, change) => {
    expect(checkCamera({ ...camera, ...change }, fr2026)).toMatchObject({
      ok: false,
      error: { rule, code },
    });
  });

  test('RET-1 the order may shorten the law’s ceiling and never lengthen it', () => {
    expect(retentionDaysMax(15, fr2026)).toBe(15);
    expect(retentionDaysMax(60, fr2026)).toBe(28);
    expect(retentionDaysMax(null, fr2026)).toBe(28);
  });

  test('RET-3 the default is fifteen days, and figures come from the profile of the day', () => {
    expect(legalProfileOn('2026-11-22')).toMatchObject({
      name: 'fr-2026',
      retentionDaysDefault: 15,
      retentionDaysMax: 28,
    });
    expect(legalProfileOn('1999-01-01').name).toBe('fr-2026');
  });

  test.each([
    ['rtsp://camera', true],
    ['rtsp://camera:554', true],
    ['rtsps://[2001:db8::1]:322/x', true],
    ['rtsp://10.0.0.1/axis-media/media.amp?videocodec=h264', true],
    ['rtsp://', false],
    ['rtsp://a b/', false],
    ['rtsp://user@host/', false],
    ['rtsp://host/#x', false],
    ['RTSP://host/', false],
  ])('OPS-4 %s is an address of a stream: %s', (url, wanted) => {
    expect(isStreamUrl(url)).toBe(wanted);
  });
});
