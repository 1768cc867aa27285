/** Bearings and fields of view: north is up, east is right, and there is a way back. */

import { expect, test } from 'vitest';
import { ahead, bearingOf, distanceM, Plane, sector } from './geo.ts';

const centre = { longitude: -1.68, latitude: 48.11 };

test('a point on the plane comes back to where it stands on earth', () => {
  const plane = new Plane(centre);
  const at = { longitude: -1.6712, latitude: 48.1153 };
  const back = plane.toLngLat(plane.toMetres(at));
  expect(back.longitude).toBeCloseTo(at.longitude, 9);
  expect(back.latitude).toBeCloseTo(at.latitude, 9);
});

test('bearings go clockwise from north', () => {
  const here = { x: 0, y: 0 };
  for (const bearing of [0, 45, 90, 180, 270, 359]) {
    expect(bearingOf(here, ahead(here, bearing, 100))).toBeCloseTo(bearing, 6);
  }
  expect(ahead(here, 90, 10).x).toBeCloseTo(10);
  expect(ahead(here, 0, 10).y).toBeCloseTo(-10);
});

test('a sector starts at the camera and stays within its range and opening', () => {
  const plane = new Plane(centre);
  const ring = sector(plane, { ...centre, bearingDeg: 10, openingDeg: 60, rangeM: 50 });
  const [apex, ...arc] = ring;
  expect(apex).toEqual({ x: 0, y: 0 });
  for (const point of arc) {
    expect(distanceM({ x: 0, y: 0 }, point)).toBeCloseTo(50, 6);
    const off = ((bearingOf({ x: 0, y: 0 }, point) - 10 + 540) % 360) - 180;
    expect(Math.abs(off)).toBeLessThanOrEqual(30.000_001);
  }
});

test('a camera that sees all around has a circle without an apex', () => {
  const ring = sector(new Plane(centre), { ...centre, bearingDeg: 0, openingDeg: 360, rangeM: 20 });
  expect(ring.every((point) => distanceM({ x: 0, y: 0 }, point) > 19)).toBe(true);
});
