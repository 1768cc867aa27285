import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { townMap, townMapText } from './town-map.ts';

const file = join(import.meta.dirname, '../../map/valmont-sur-loire.geojson');

test('the committed map is the drawn one', () => {
  expect(readFileSync(file, 'utf8')).toBe(townMapText());
});

test('has a small town of streets, houses, a river and greens', () => {
  const kinds = new Map<string, number>();
  for (const { properties } of townMap().features) {
    kinds.set(properties.kind, (kinds.get(properties.kind) ?? 0) + 1);
  }
  expect(townMap().features.length).toBeGreaterThan(100);
  expect(townMap().features.length).toBeLessThanOrEqual(150);
  expect(kinds.get('building')).toBeGreaterThan(50);
  expect(kinds.get('water')).toBe(1);
});

test('every ring is closed, counter-clockwise and inside the box', () => {
  const { bbox, features } = townMap();
  expect(bbox[0]).toBeLessThan(bbox[2]);
  for (const { geometry } of features) {
    if (geometry.type === 'Polygon') {
      const ring = geometry.coordinates[0] ?? [];
      expect(ring.at(0)).toEqual(ring.at(-1));
      expect(area(ring)).toBeGreaterThan(0);
    }
  }
});

function area(ring: readonly (readonly [number, number])[]): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
}
