/**
 * A tour of the town: saved layouts one after another, or all cameras by pages of the present grid.
 * Pure: what comes next is a matter of lists; the page keeps the time.
 */

import type { LayoutView } from '@beffroi/wire';

export interface TourStep {
  readonly name: string;
  readonly columns: number;
  readonly tiles: readonly (string | null)[];
}

export const tourSecondsMin = 5;
export const tourSecondsMax = 600;

/** The chosen layouts in the order they are listed. */
export function layoutSteps(
  layouts: readonly LayoutView[],
  chosen: readonly string[],
): readonly TourStep[] {
  return layouts.filter((layout) => chosen.includes(layout.id));
}

/** All cameras, as many a page as the grid has places; `name` is the range, `1-4`. */
export function cameraSteps(cameraIds: readonly string[], columns: number): readonly TourStep[] {
  const size = columns * columns;
  const steps: TourStep[] = [];
  for (let from = 0; from < cameraIds.length; from += size) {
    const tiles = cameraIds.slice(from, from + size);
    steps.push({ name: `${from + 1}-${from + tiles.length}`, columns, tiles });
  }
  return steps;
}
