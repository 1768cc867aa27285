/** The streets, buildings, water and green of the base, as paths on the plane; drawn once. */

import { memo, type ReactElement } from 'react';
import { type BaseMap, baseKinds, isArea, kindOf, linesOf } from './base-map.ts';
import type { Plane } from './geo.ts';

interface MapBaseProps {
  readonly base: BaseMap;
  readonly plane: Plane;
}

export const MapBase = memo(function MapBase({ base, plane }: MapBaseProps): ReactElement {
  return (
    <g>
      {baseKinds.map((kind) => (
        <g key={kind}>
          {(['area', 'line'] as const).map((form) => (
            <path
              key={form}
              className={`p-base p-base-${kind} p-base-${form}`}
              d={pathsOf(base, plane, kind, form === 'area')}
            />
          ))}
        </g>
      ))}
    </g>
  );
});

function pathsOf(base: BaseMap, plane: Plane, kind: string, areas: boolean): string {
  return base.features
    .filter((feature) => kindOf(feature) === kind && isArea(feature.geometry) === areas)
    .flatMap((feature) => linesOf(feature.geometry))
    .map((line) => {
      const points = line.map(([longitude, latitude]) => {
        const { x, y } = plane.toMetres({ longitude, latitude });
        return `${x.toFixed(1)} ${y.toFixed(1)}`;
      });
      return `M${points.join('L')}${areas ? 'Z' : ''}`;
    })
    .join('');
}
