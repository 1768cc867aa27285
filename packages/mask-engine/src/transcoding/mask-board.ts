/**
 * The mask in force, ready to draw. Holds the settings last given, checks them once, and computes
 * the raster for the size of the picture at hand. A missing or faulty geometry gives no raster, and
 * so no picture (MSK-1, MSK-12): there is no default to fall back to.
 */

import type { GapCause, MaskSettings } from '@beffroi/office';
import {
  checkGeometry,
  type MaskMark,
  type MaskRaster,
  rasterise,
  zonesForShape,
} from '@beffroi/picture';

export type ReadyMask =
  | { readonly ready: true; readonly raster: MaskRaster; readonly mark: MaskMark }
  | { readonly ready: false; readonly cause: GapCause; readonly detail: string };

export class MaskBoard {
  #settings: MaskSettings;
  #ready: ReadyMask | null = null;
  #size = '';
  #version = 0;

  constructor(settings: MaskSettings) {
    this.#settings = settings;
  }

  /** Grows with each change, so that an encoder can begin a new group at it. */
  get version(): number {
    return this.#version;
  }

  set(settings: MaskSettings): void {
    this.#settings = settings;
    this.#ready = null;
    this.#version++;
  }

  /** What to draw on a picture of this size, in pixels. */
  forSize(width: number, height: number): ReadyMask {
    const size = `${width}x${height}`;
    if (this.#ready === null || this.#size !== size) {
      this.#size = size;
      this.#ready = this.#make(width, height);
    }
    return this.#ready;
  }

  #make(width: number, height: number): ReadyMask {
    const { geometry, mark, drawnAspect = width / height } = this.#settings;
    const checked = checkGeometry(geometry);
    if (!checked.ok) {
      const missing = checked.error.code === 'no-polygon';
      const cause = missing ? 'mask-missing' : 'mask-geometry-invalid';
      return { ready: false, cause, detail: checked.error.detail };
    }
    if (drawnAspect === null) {
      // MSK-18: where the zones lie on this picture isn't known.
      const detail = 'The main stream, on which the zones were drawn, has not said its size yet.';
      return { ready: false, cause: 'mask-geometry-invalid', detail };
    }
    const polygons = zonesForShape(geometry.polygons, drawnAspect, width / height);
    return { ready: true, raster: rasterise({ ...geometry, polygons }, width, height), mark };
  }
}
