/** Tours leave no camera out. */

import { expect, test } from 'vitest';
import { cameraSteps } from './tour.ts';

test('pages of the grid hold every camera once', () => {
  const steps = cameraSteps(['a', 'b', 'c', 'd', 'e'], 2);
  expect(steps.map((step) => step.tiles)).toEqual([['a', 'b', 'c', 'd'], ['e']]);
  expect(steps.map((step) => step.name)).toEqual(['1-4', '5-5']);
});
