/** A simulated town for the demonstration, the tests and the measurements. */

import { join } from 'node:path';

export {
  barCodeAgeMs,
  barCodeBits,
  barCodeRowLines,
  drawBarCode,
  readBarCode,
} from './clock/bar-code.ts';
export {
  type ClockCamera,
  type ClockCameraOptions,
  startClockCamera,
} from './clock/clock-camera.ts';
export { demonstrationTown } from './demonstration/town.ts';
export { type TownMap, townMap } from './map/town-map.ts';
export {
  startTownSim,
  type TownSim,
  type TownSimCamera,
  type TownSimOptions,
} from './start-town-sim.ts';

/** Program of the simulated town, for a supervisor to start. */
export const townSimEntry: string = join(import.meta.dirname, 'main.ts');

/** GeoJSON of the town for the console's map, a file that a centre's settings can name. */
export const demonstrationMap: string = join(
  import.meta.dirname,
  '../map/valmont-sur-loire.geojson',
);
