/**
 * Three families of tests: `pure` shares one worker (no module holds state), `wet` touches disk,
 * sockets and child processes, `e2e` drives Chromium.
 */

import { defineConfig } from 'vitest/config';

/** They drive Chromium: one at a time, and not beside others. */
const browserTests = 'apps/{console,verify}/test/**/*.test.ts';
const pureRooms = 'packages/{kernel,town,register,picture,wire,office}/src/**/*.test.ts';

/** How long a condition is waited for, and how long a test may take: far beyond a slow machine. */
const patience = { expect: { poll: { timeout: 30_000 } }, testTimeout: 180_000 } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'pure', include: [pureRooms], isolate: false, ...patience } },
      {
        test: {
          name: 'wet',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'apps/*/{src,test}/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
          exclude: [pureRooms, browserTests, '**/node_modules/**'],
          ...patience,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts', browserTests],
          ...patience,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
