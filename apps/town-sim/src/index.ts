/** A simulated town for the demonstration, the tests and the measurements. */

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
export {
  startTownSim,
  type TownSim,
  type TownSimCamera,
  type TownSimOptions,
} from './start-town-sim.ts';
