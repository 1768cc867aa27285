/**
 * The six cameras of Valmont-sur-Loire, a town that does not exist: which street each one draws,
 * and whether it masks by itself. Keys are the paths of the RTSP server: `rtsp://host/KEY/main`.
 */

import { Failure } from '@beffroi/kernel';
import type { Scene } from './scene/scene.ts';
import { coveredMarketCarPark } from './scenes/covered-market-car-park.ts';
import { loireQuay } from './scenes/loire-quay.ts';
import { marketStreet } from './scenes/market-street.ts';
import { schoolForecourt } from './scenes/school-forecourt.ts';
import { station } from './scenes/station.ts';
import { townHallSquare } from './scenes/town-hall-square.ts';

export interface SimulatedCamera {
  readonly key: string;
  readonly scene: () => Scene;
  readonly masksItself: boolean;
}

export const simulatedCameras: readonly SimulatedCamera[] = [
  { key: 'mairie', scene: townHallSquare, masksItself: false },
  { key: 'marche', scene: marketStreet, masksItself: false },
  { key: 'ecole', scene: schoolForecourt, masksItself: false },
  { key: 'gare', scene: station, masksItself: true },
  { key: 'loire', scene: loireQuay, masksItself: false },
  { key: 'halles', scene: coveredMarketCarPark, masksItself: false },
];

/** Throws Failure `camera-unknown`. */
export function cameraOf(key: string): SimulatedCamera {
  const camera = simulatedCameras.find((one) => one.key === key);
  if (!camera) {
    const known = simulatedCameras.map((one) => one.key).join(', ');
    throw new Failure('camera-unknown', `no simulated camera "${key}"; known: ${known}`);
  }
  return camera;
}
