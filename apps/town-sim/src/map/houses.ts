/**
 * Houses along the streets of the ground plan: a footprint on each side every dozen metres, unless
 * a street, a square, the river or another house is in the way. The same seed gives the same town.
 */

import { between, diceOf } from '../drawing/chance.ts';
import { areas, type PlannedArea, type PlannedStreet, type Spot, streets } from './ground-plan.ts';

const housesMax = 100;
const plotM = 35;

/** Outlines of at most 100 groups of houses. */
export function housesAlongStreets(): Spot[][] {
  const dice = diceOf(49_400);
  const middles: Spot[] = [];
  const houses: Spot[][] = [];
  for (const street of streets.filter((one) => one.houses)) {
    for (const [from, to] of segmentsOf(street.line)) {
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      const ahead: Spot = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
      for (let along = plotM * 0.8; along < length - plotM * 0.6; along += plotM) {
        for (const side of [-1, 1]) {
          const depth = between(dice, 10, 14);
          const wide = between(dice, plotM * 0.72, plotM * 0.95);
          const off = side * (street.widthM / 2 + 2 + depth / 2);
          const middle: Spot = [
            from[0] + ahead[0] * along - ahead[1] * off,
            from[1] + ahead[1] * along + ahead[0] * off,
          ];
          if (houses.length < housesMax && isFree(middle, street, middles)) {
            middles.push(middle);
            houses.push(footprint(middle, ahead, wide, depth));
          }
        }
      }
    }
  }
  return houses;
}

function footprint(middle: Spot, ahead: Spot, wide: number, depth: number): Spot[] {
  const corner = (along: number, across: number): Spot => [
    middle[0] + ahead[0] * along - ahead[1] * across,
    middle[1] + ahead[1] * along + ahead[0] * across,
  ];
  return [
    corner(-wide / 2, -depth / 2),
    corner(wide / 2, -depth / 2),
    corner(wide / 2, depth / 2),
    corner(-wide / 2, depth / 2),
  ];
}

function isFree(middle: Spot, own: PlannedStreet, others: readonly Spot[]): boolean {
  const room = plotM * 0.62;
  return (
    others.every((other) => Math.hypot(other[0] - middle[0], other[1] - middle[1]) > plotM * 0.9) &&
    areas.every((area) => area.kind === 'island' || !isNearArea(middle, area, 9)) &&
    streets.every(
      (street) => street === own || distanceToLine(middle, street.line) > room + street.widthM / 2,
    )
  );
}

function isNearArea(middle: Spot, area: PlannedArea, marginM: number): boolean {
  const closed = [...area.outline, area.outline[0] ?? middle];
  return isInside(middle, area.outline) || distanceToLine(middle, closed) < marginM;
}

function isInside([east, north]: Spot, outline: readonly Spot[]): boolean {
  let inside = false;
  for (const [index, here] of outline.entries()) {
    const next = outline[(index + 1) % outline.length] ?? here;
    const crosses = here[1] > north !== next[1] > north;
    if (
      crosses &&
      east < ((next[0] - here[0]) * (north - here[1])) / (next[1] - here[1]) + here[0]
    ) {
      inside = !inside;
    }
  }
  return inside;
}

function distanceToLine(spot: Spot, line: readonly Spot[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [from, to] of segmentsOf(line)) {
    const dx = to[0] - from[0];
    const dy = to[1] - from[1];
    const share = ((spot[0] - from[0]) * dx + (spot[1] - from[1]) * dy) / (dx * dx + dy * dy || 1);
    const held = Math.max(0, Math.min(1, share));
    least = Math.min(
      least,
      Math.hypot(spot[0] - from[0] - dx * held, spot[1] - from[1] - dy * held),
    );
  }
  return least;
}

function segmentsOf(line: readonly Spot[]): [Spot, Spot][] {
  return line.slice(1).map((to, index) => [line[index] ?? to, to]);
}
