/** Parking des Halles under a grey sky: rows of cars, the covered market, houses behind. */

import { diceOf } from '../drawing/chance.ts';
import { rgb } from '../drawing/colour.ts';
import { lamp } from '../scene/furniture.ts';
import { planter, tree } from '../scene/greenery.ts';
import { across, staying, thereAndBack } from '../scene/journey.ts';
import { walker } from '../scene/people.ts';
import type { GroundPatch, Scene } from '../scene/scene.ts';
import type { Prop } from '../scene/stage.ts';
import { car } from '../scene/vehicle.ts';
import { moods } from './moods.ts';
import { patch, terrace } from './parts.ts';

export function coveredMarketCarPark(): Scene {
  const dice = diceOf(4937);
  return {
    view: { width: 1280, height: 720, mastM: 8, yawDeg: 5, pitchDeg: 19, focalPixels: 860 },
    mood: moods.overcast,
    ground: rgb('#77787a'),
    clouds: [
      [0.3, 0.4, 120],
      [0.75, 0.5, 110],
    ],
    patches: [
      patch(-60, 5, 70, 36, '#6c6d70'),
      ...bays(-14, 21, 12.5, 17.5),
      ...bays(-14, 21, 24, 29),
      patch(-60, 30.6, 70, 36.5, '#b5ac9c'),
      patch(-60, 30.4, 70, 30.6, '#d8d3c7'),
      patch(-18, 11.6, -15.4, 29.4, '#7f9a5c'),
    ],
    buildings: [
      {
        from: [-3, 37],
        to: [22, 37],
        heightM: 6.2,
        storeys: 1,
        bays: 8,
        wall: rgb('#9fb0a4'),
        roof: rgb('#6a6f78'),
        shutters: null,
        groundFloor: 'arches',
        awning: null,
        dwelling: false,
        seed: 71,
      },
      ...terrace(dice, [-26, 37.5], [-3.6, 37.5], {
        houses: 3,
        storeys: [3, 3],
        shops: 0.3,
        roof: 'slate',
      }),
      ...terrace(dice, [22.6, 37.5], [38, 37], {
        houses: 2,
        storeys: [3, 3],
        shops: 0,
        roof: 'tile',
      }),
    ],
    backdrop: farRow(),
    props: streetLife(),
  };
}

/** White lines between parking bays of 2.5 m. */
function bays(left: number, right: number, near: number, far: number): GroundPatch[] {
  const lines: GroundPatch[] = [];
  for (let x = left; x <= right + 0.01; x += 2.5) {
    lines.push(patch(x, near, x + 0.1, far, '#dcd9d0'));
  }
  return lines;
}

/** What stands and moves in the street. */
function streetLife(): readonly Prop[] {
  return [
    tree([-16.7, 15], 5.6, 1.9, 41),
    tree([-16.7, 24], 5.8, 2, 42),
    lamp([3.5, 20.6], 6.5),
    lamp([16, 20.6], 6.5),
    planter([-5, 32], 21),
    planter([24, 32], 22),
    ...[0, 1, 3, 4, 5, 7, 8, 10, 11, 12].map((bay) => {
      const x = -12.75 + bay * 2.5;
      return car(staying([x, 14.9], [x, bay % 3 === 0 ? 30 : 0]), bay + 2);
    }),
    car(across([-46, 20.8], [56, 20.8], 0.1), 6),
    car(across([46, 9.6], [-40, 9.6], 0.6), 9),
    walker(thereAndBack([1, 18.6], [4.6, 23.2], 0.15), 5),
    walker(thereAndBack([9, 31.6], [14.5, 33.6], 0.5), 10),
    walker(thereAndBack([-2, 33], [-9, 31.8], 0.8), 16),
    walker(staying([6, 34.5]), 12),
    walker(staying([6.8, 34.2]), 1),
    walker(thereAndBack([18.5, 22.6], [19.4, 30], 0.35), 19),
    walker(across([-12, 11], [14, 10.6], 0.25), 7),
  ];
}

/** Cars of the far row: nobody walks close behind them, so they are painted once. */
function farRow(): readonly Prop[] {
  return [
    ...[0, 2, 3, 5, 6, 9, 10, 13].map((bay) => {
      const x = -12.75 + bay * 2.5;
      return car(staying([x, 26.4], [x, bay % 2 === 0 ? 40 : 0]), bay * 3 + 1);
    }),
  ];
}
