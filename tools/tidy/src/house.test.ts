/** The laws of the house, read against the house itself. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sayFinding } from './finding.ts';
import { laws } from './laws.ts';
import { rooms } from './layers.ts';
import { readHouse } from './tree.ts';

const house = readHouse(join(import.meta.dirname, '../../..'));

describe('the laws of the house', () => {
  test.each(laws)('$name: $says', (law) => {
    expect(law.check(house).map(sayFinding)).toEqual([]);
  });

  test('reads the whole house', () => {
    expect(house.sources.length).toBeGreaterThan(200);
    expect(house.sources.reduce((sum, { imports }) => sum + imports.length, 0)).toBeGreaterThan(
      500,
    );
    for (const { room } of house.packages) {
      expect(rooms, `room ${room}`).toHaveProperty(room);
    }
  });
});
