/** Addresses as people paste them; what stands in them as a password stands in no message. */

import { expect, test } from 'vitest';
import { readCameraAddress } from './camera-address.ts';

test.each([
  ['rtsp://192.0.2.7/stream1', 'rtsp://192.0.2.7/stream1', null, null],
  ['rtsp://cam.ville.fr:8554/a?b=c@d', 'rtsp://cam.ville.fr:8554/a?b=c@d', null, null],
  ['rtsp://192.0.2.7/live@main', 'rtsp://192.0.2.7/live@main', null, null],
  ['RTSPS://[2001:db8::7]:322/s', 'rtsps://[2001:db8::7]:322/s', null, null],
  ['rtsp://admin@192.0.2.7/s', 'rtsp://192.0.2.7/s', 'admin', null],
  ['rtsp://admin:p@ss@192.0.2.7:554/s', 'rtsp://192.0.2.7:554/s', 'admin', 'p@ss'],
  ['rtsp://admin:p:s/s@192.0.2.7/s', 'rtsp://192.0.2.7/s', 'admin', 'p:s/s'],
  ['rtsp://admin:p@ss/x%@192.0.2.7:554/s', 'rtsp://192.0.2.7:554/s', 'admin', 'p@ss/x%'],
  ['rtsp://admin:100%@192.0.2.7/s', 'rtsp://192.0.2.7/s', 'admin', '100%'],
  ['rtsp://admin:p%40ss%C3%A9@192.0.2.7/s', 'rtsp://192.0.2.7/s', 'admin', 'p@ssé'],
  ['rtsp://admin:%E9t%E9@192.0.2.7/s', 'rtsp://192.0.2.7/s', 'admin', '%E9t%E9'],
  ['rtsp://admin:été@[2001:db8::7]/live@1', 'rtsp://[2001:db8::7]/live@1', 'admin', 'été'],
])('CAM-5 %s', (given, url, username, password) => {
  expect(readCameraAddress(given)).toEqual({ url, username, password });
});

test.each([
  'http://admin:geheim@192.0.2.7/s',
  'rtsp://admin:geheim@/s',
  'rtsp://admin:ge/heim@192.0.2.7:99999/s',
  'rtsp://admin:geheim@ville fr/s',
  '192.0.2.7',
])('CAM-5 %s is refused without its password', (given) => {
  expect(() => readCameraAddress(given)).toThrow(/give the address|is no address/);
  expect(() => readCameraAddress(given)).not.toThrow(/geheim|ge\/heim/);
});
