import { expect, test } from 'vitest';
import { browserName } from './browser-name.ts';

const webKit = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`${webKit} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.3485.54`, 'Edge 141'],
  [`${webKit} HeadlessChrome/140.0.0.0 Safari/537.36`, 'Chromium 140'],
  [
    'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    'Safari 18',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox 144'],
  [
    'a console that nobody knows, version 2 of its kind',
    'a console that nobody knows, version 2 o',
  ],
  ['', '–'],
])('a browser is named as a person would: %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
