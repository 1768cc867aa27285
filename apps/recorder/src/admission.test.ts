/** A camera that the cores can't carry is refused with the figure. */

import type { LinkCamera } from '@beffroi/wire';
import { describe, expect, test } from 'vitest';
import { Admission } from './admission.ts';

function camera(id: string, mode: 'server' | 'none-needed' = 'server'): LinkCamera {
  const stream = (name: string) => ({
    url: `rtsp://192.0.2.1/${id}/${name}`,
    username: null,
    password: null,
  });
  return {
    id,
    name: id,
    place: '',
    fence: 1,
    retentionDays: 15,
    record: true,
    why: null,
    main: stream('main'),
    sub: stream('sub'),
    mask: {
      versionId: 'msk_1',
      choice: mode === 'server' ? { mode, style: 'solid', polygons: [] } : { mode },
    },
  };
}

describe('admission of server-masked cameras', () => {
  test('MSK-15 the third heavy camera on one core is refused in figures', () => {
    const admission = new Admission(1);
    expect(admission.admit(camera('cam_a00'))).toBeNull();
    admission.measured('cam_a00', 0.45);
    expect(admission.admit(camera('cam_b00'))).toBeNull();
    admission.measured('cam_b00', 0.35);
    expect(admission.admit(camera('cam_c00'))).toMatch(/takes 0\.\d+ cores; 0\.0\d are/);
    admission.release('cam_a00');
    expect(admission.admit(camera('cam_c00'))).toBeNull();
  });

  test('MSK-15 a camera that needs no engine costs nothing', () => {
    const admission = new Admission(0);
    expect(admission.admit(camera('cam_a00', 'none-needed'))).toBeNull();
    expect(admission.coresUsed).toBe(0);
  });

  test('MSK-15 a stream that shows itself bigger than assumed is booked by its size, or refused', () => {
    const admission = new Admission(1);
    expect(admission.admit(camera('cam_a00'))).toBeNull();
    const small = admission.coresUsed;
    expect(admission.shown(camera('cam_a00'), 'main', { width: 1920, height: 1080 })).toBeNull();
    expect(admission.coresUsed).toBeGreaterThan(1.8 * small);
    expect(admission.admit(camera('cam_b00'))).toBeNull();
    const big = { width: 3840, height: 2160 };
    const refusal = admission.shown(camera('cam_b00'), 'main', big);
    expect(refusal).toMatch(
      /^3840x2160 at 15 a second and 640x360 .* takes 1\.\d+ cores; 0\.5\d are/,
    );
    expect(admission.admit(camera('cam_b00'))).toBe(refusal);
    expect(admission.coresUsed).toBeLessThan(0.35);
  });

  test('MSK-15 what a probe has seen is booked from the start', () => {
    const admission = new Admission(1);
    const wide = camera('cam_a00');
    admission.probed(wide.main.url, { width: 3840, height: 2160, fps: 25, codec: 'h265' });
    expect(admission.admit(wide)).toMatch(/^3840x2160 at 25 a second/);
  });

  test('MSK-15 what is measured counts from then on, but a starved worker is not taken for cheap', () => {
    const admission = new Admission(1);
    admission.admit(camera('cam_a00'));
    const estimated = admission.coresUsed;
    admission.measured('cam_a00', 0.001);
    expect(admission.coresUsed).toBeCloseTo(estimated / 2);
    admission.measured('cam_a00', 0.5);
    expect(admission.coresUsed).toBe(0.5);
    expect(admission.shown(camera('cam_a00'), 'main', { width: 3840, height: 2160 })).toBeNull();
    expect(admission.coresUsed).toBe(0.5);
  });
});
