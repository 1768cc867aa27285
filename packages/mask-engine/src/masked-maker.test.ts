import type { AccessUnit, ClearAccessUnit, MaskedAccessUnit } from '@beffroi/picture';
import { expect, test } from 'vitest';
import {
  declaredNoneNeeded,
  maskedByCamera,
  maskedByEngine,
  maskedFromWorker,
} from './masked-maker.ts';

const plain: AccessUnit = {
  codec: 'h264',
  key: true,
  data: new Uint8Array(8),
  ticks: 0,
  receivedMs: 0,
  cameraMs: null,
};
const clear = plain as ClearAccessUnit;
const flat = { masked: true, decoded: true, deviation: 0.3, detail: 'flat' };

test('MSK-4 a picture whose key picture is not masked passes no door', () => {
  const mark = { mode: 'camera', version: 'msk_1' } as const;
  expect(maskedByCamera(clear, flat, mark).mask).toEqual(mark);
  expect(() => maskedByCamera(clear, { ...flat, masked: false }, mark)).toThrow('not masked');
});

test('MSK-1 a door takes the mark of its own mode only', () => {
  const server = { mode: 'server', version: 'msk_1' } as const;
  const none = { mode: 'none-needed', version: 'msk_1' } as const;
  expect(maskedByEngine(plain, server).mask).toEqual(server);
  expect(declaredNoneNeeded(clear, none).mask).toEqual(none);
  expect(() => maskedByEngine(plain, none)).toThrow('none-needed');
  expect(() => maskedFromWorker(plain, none)).toThrow('none-needed');
  expect(() => declaredNoneNeeded(clear, server)).toThrow('server');
  expect(() => maskedByCamera(clear, flat, server)).toThrow('server');
});

test('MSK-1 neither a clear picture nor a look-alike is a masked one to the compiler', () => {
  const show = (unit: MaskedAccessUnit) => unit.mask;
  // @ts-expect-error a clear picture has no mask
  expect(show(clear)).toBeUndefined();
  const lookAlike = { ...plain, mask: { mode: 'server', version: 'msk_1' } as const };
  // @ts-expect-error the brand can't be written down
  expect(show(lookAlike)).toBeDefined();
});
