import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

const origin = 'https://csu.ville.example';

test.each(['/', '/map?camera=cam_mairie', '/playback#here', '/a//b'])(
  'SEC-62 %s is a page of this console',
  (path) => {
    expect(ownPath(path, origin)).toBe(path);
  },
);

test.each([
  undefined,
  '',
  'map',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
])('SEC-62 %s leads nowhere but home', (path) => {
  expect(ownPath(path, origin)).toBe('/');
});
