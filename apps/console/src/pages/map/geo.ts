/**
 * The small geometry of a town's map: an equal-scale plane around a centre (a town is flat enough),
 * bearings, and a camera's field of view as a polygon. Pure. Degrees are WGS 84; metres on the plane
 * go east (x) and south (y), as screens do.
 */

export interface LngLat {
  readonly longitude: number;
  readonly latitude: number;
}

export interface Metres {
  readonly x: number;
  readonly y: number;
}

export interface Sight extends LngLat {
  readonly bearingDeg: number;
  readonly openingDeg: number;
  readonly rangeM: number;
}

const metresPerDegree = 111_320;
const sectorStepDeg = 6;

export class Plane {
  readonly #centre: LngLat;
  readonly #squeeze: number;

  constructor(centre: LngLat) {
    this.#centre = centre;
    this.#squeeze = Math.cos((centre.latitude * Math.PI) / 180);
  }

  toMetres(at: LngLat): Metres {
    return {
      x: (at.longitude - this.#centre.longitude) * metresPerDegree * this.#squeeze,
      y: (this.#centre.latitude - at.latitude) * metresPerDegree,
    };
  }

  toLngLat(at: Metres): LngLat {
    return {
      longitude: this.#centre.longitude + at.x / (metresPerDegree * this.#squeeze),
      latitude: this.#centre.latitude - at.y / metresPerDegree,
    };
  }
}

/** The point `rangeM` away in a direction, degrees clockwise from north. */
export function ahead(from: Metres, bearingDeg: number, rangeM: number): Metres {
  const angle = (bearingDeg * Math.PI) / 180;
  return { x: from.x + Math.sin(angle) * rangeM, y: from.y - Math.cos(angle) * rangeM };
}

/** Direction from one point to another, 0 to 360 degrees clockwise from north. */
export function bearingOf(from: Metres, to: Metres): number {
  const angle = (Math.atan2(to.x - from.x, from.y - to.y) * 180) / Math.PI;
  return (angle + 360) % 360;
}

export function distanceM(from: Metres, to: Metres): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** What a camera sees, as a ring of points on the plane: its place, then the arc; a circle at 360. */
export function sector(plane: Plane, sight: Sight): readonly Metres[] {
  const apex = plane.toMetres(sight);
  const steps = Math.max(2, Math.ceil(sight.openingDeg / sectorStepDeg));
  const first = sight.bearingDeg - sight.openingDeg / 2;
  const arc = Array.from({ length: steps + 1 }, (_, step) =>
    ahead(apex, first + (sight.openingDeg * step) / steps, sight.rangeM),
  );
  return sight.openingDeg >= 360 ? arc : [apex, ...arc];
}
