/**
 * Three families of tests: `pure` shares one worker (no module holds state), `wet` touches disk,
 * sockets and child processes, `e2e` drives Chromium.
 */

import { defineConfig } from 'vitest/config';

/** They drive Chromium: one at a time, and not beside others. */
const browserTests = 'apps/{console,verify}/test/**/*.test.ts';
const pureRooms = 'packages/{kernel,town,register,picture,wire,office}/src/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      // Pure tests wait for nothing: a short limit would measure the machine, not the house.
      { test: { name: 'pure', include: [pureRooms], isolate: false, testTimeout: 60_000 } },
      {
        test: {
          name: 'wet',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'apps/*/{src,test}/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
          exclude: [pureRooms, browserTests, '**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts', browserTests],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
