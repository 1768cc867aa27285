/**
 * A drawn little town for the map of the pages' tests: a river, a ring road, streets around a square,
 * houses along them, a park. Made by arithmetic, the same each time; no real place.
 */

export const townCentre = { longitude: 0.6842, latitude: 47.3127 };

type Point = readonly [number, number];

interface Feature {
  readonly type: 'Feature';
  readonly properties: Readonly<Record<string, string>>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

/** Metres east and north of the square, as degrees. */
export function at(eastM: number, northM: number): Point {
  const squeeze = Math.cos((townCentre.latitude * Math.PI) / 180);
  return [
    Number((townCentre.longitude + eastM / (111_320 * squeeze)).toFixed(6)),
    Number((townCentre.latitude + northM / 111_320).toFixed(6)),
  ];
}

function line(kind: string, name: string, points: readonly Point[]): Feature {
  return {
    type: 'Feature',
    properties: { kind, name },
    geometry: { type: 'LineString', coordinates: points },
  };
}

function area(kind: string, points: readonly Point[]): Feature {
  const ring = [...points, points[0]];
  return {
    type: 'Feature',
    properties: { kind },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

function circle(radiusM: number, fromDeg: number, toDeg: number): Point[] {
  const steps = Math.ceil(Math.abs(toDeg - fromDeg) / 6);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((fromDeg + ((toDeg - fromDeg) * step) / steps) * Math.PI) / 180;
    return at(Math.sin(angle) * radiusM, Math.cos(angle) * radiusM * 0.8);
  });
}

function spokes(): Feature[] {
  const angles = [10, 55, 98, 150, 205, 248, 300, 340];
  return angles.map((deg, index) => {
    const angle = (deg * Math.PI) / 180;
    const points = [30, 120, 240, 380, 560].map((radius) =>
      at(Math.sin(angle + radius / 2600) * radius, Math.cos(angle + radius / 2600) * radius * 0.8),
    );
    return line('street', `Rue ${index + 1}`, points);
  });
}

function houses(): Feature[] {
  const rings = [70, 105, 150, 185, 290, 330];
  return rings.flatMap((radius, ring) => {
    const count = Math.round(radius / 7);
    return Array.from({ length: count }, (_, index) => {
      const middle = (index / count) * 2 * Math.PI + ring * 0.13;
      const half = 8.5 / radius;
      const depth = 9 + ((index * 7 + ring * 5) % 8);
      const corner = (turn: number, far: number): Point =>
        at(Math.sin(middle + turn) * far, Math.cos(middle + turn) * far * 0.8);
      return (index * 5 + ring) % 6 === 0
        ? []
        : [
            area('building', [
              corner(-half, radius),
              corner(half, radius),
              corner(half, radius + depth),
              corner(-half, radius + depth),
            ]),
          ];
    }).flat();
  });
}

/** The GeoJSON that `GET /api/map` answers. */
export function fakeMap(): { readonly type: 'FeatureCollection'; readonly features: Feature[] } {
  return {
    type: 'FeatureCollection',
    features: [
      area('green', circle(60, 300, 420).concat([at(190, 150), at(90, 260), at(-40, 220)])),
      area('water', [
        at(-620, -330),
        at(-300, -370),
        at(0, -350),
        at(320, -390),
        at(640, -360),
        at(640, -430),
        at(320, -465),
        at(0, -420),
        at(-300, -440),
        at(-620, -400),
      ]),
      line('street', 'Boulevard', circle(230, 0, 360)),
      line('street', 'Mail', circle(130, 0, 360)),
      line('street', 'Quai', [
        at(-600, -300),
        at(-280, -335),
        at(0, -315),
        at(300, -350),
        at(600, -325),
      ]),
      ...spokes(),
      ...houses(),
    ],
  };
}
