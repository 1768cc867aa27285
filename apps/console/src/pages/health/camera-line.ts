/** A line of the health page: the camera, and what the recorder measured of it. */

import type { CameraView, HealthView } from '@beffroi/wire';

export interface CameraLine {
  readonly camera: CameraView;
  readonly health: HealthView['cameras'][number];
}
