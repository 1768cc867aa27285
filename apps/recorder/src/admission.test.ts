/** A camera that the cores can't carry is refused with the figure. */

import type { LinkCamera } from '@beffroi/wire';
import { describe, expect, test } from 'vitest';
import { Admission } from './admission.ts';

function camera(id: string, mode: 'server' | 'none-needed'): LinkCamera {
  const stream = { url: 'rtsp://192.0.2.1/1', username: null, password: null };
  return {
    id,
    name: id,
    place: '',
    fence: 1,
    retentionDays: 15,
    record: true,
    why: null,
    main: stream,
    sub: stream,
    mask: {
      versionId: 'msk_1',
      choice: mode === 'server' ? { mode, style: 'solid', polygons: [] } : { mode },
    },
  };
}

describe('admission of server-masked cameras', () => {
  test('MSK-15 the third heavy camera on one core is refused in figures', () => {
    const admission = new Admission(1);
    expect(admission.admit(camera('cam_a00', 'server'))).toBeNull();
    admission.measured('cam_a00', 0.45);
    expect(admission.admit(camera('cam_b00', 'server'))).toBeNull();
    admission.measured('cam_b00', 0.35);
    expect(admission.admit(camera('cam_c00', 'server'))).toMatch(/takes 0\.\d+ cores; 0\.0\d are/);
    admission.release('cam_a00');
    expect(admission.admit(camera('cam_c00', 'server'))).toBeNull();
  });

  test('MSK-15 a camera that needs no engine costs nothing', () => {
    const admission = new Admission(0);
    expect(admission.admit(camera('cam_a00', 'none-needed'))).toBeNull();
    expect(admission.coresUsed).toBe(0);
  });
});
