/** The forecourt of the Jules-Ferry school: a crossing, lime trees, families, houses beside. */

import { diceOf } from '../drawing/chance.ts';
import { rgb } from '../drawing/colour.ts';
import { bench, bollard, lamp } from '../scene/furniture.ts';
import { planter, tree } from '../scene/greenery.ts';
import { across, staying, thereAndBack } from '../scene/journey.ts';
import { cyclist, walker } from '../scene/people.ts';
import type { Scene } from '../scene/scene.ts';
import type { Prop } from '../scene/stage.ts';
import { car } from '../scene/vehicle.ts';
import { moods } from './moods.ts';
import { crossing, dashes, patch, paving, terrace } from './parts.ts';

export function schoolForecourt(): Scene {
  const dice = diceOf(4913);
  return {
    view: { width: 1280, height: 720, mastM: 6.5, yawDeg: 8, pitchDeg: 14, focalPixels: 880 },
    mood: moods.noon,
    ground: rgb('#a7a498'),
    clouds: [
      [0.15, 0.4, 80],
      [0.62, 0.3, 70],
      [0.9, 0.55, 60],
    ],
    patches: [
      patch(-60, 12, 70, 18.5, '#67696c'),
      ...dashes([-50, 15.2], [60, 15.2]),
      patch(-60, 18.5, 70, 18.8, '#d6d1c5'),
      patch(-60, 11.7, 70, 12, '#d6d1c5'),
      ...crossing(1.5, 5, 12.2, 18.4),
      patch(-20, 18.8, 34, 30, '#c8bca6'),
      ...paving(-20, 18.8, 34, 30, 2.8, '#ab9f8a'),
      patch(-6.5, 20, -1.5, 27.5, '#8aa05f'),
    ],
    buildings: [
      {
        from: [-9, 31],
        to: [13, 31],
        heightM: 8.2,
        storeys: 2,
        bays: 7,
        wall: rgb('#e9cfa6'),
        roof: rgb('#a8644a'),
        shutters: rgb('#5a7392'),
        groundFloor: 'arches',
        awning: null,
        dwelling: false,
        seed: 12,
      },
      ...terrace(dice, [-34, 30], [-9.6, 30.4], {
        houses: 3,
        storeys: [2, 3],
        shops: 0,
        roof: 'tile',
      }),
      ...terrace(dice, [13.6, 30.4], [36, 30], {
        houses: 3,
        storeys: [2, 3],
        shops: 0.2,
        roof: 'tile',
      }),
    ],
    props: streetLife(),
  };
}

/** What stands and moves in the street. */
function streetLife(): readonly Prop[] {
  return [
    tree([-4, 25.5], 6.4, 2.2, 11, rgb('#6f9148')),
    tree([-12, 24], 7, 2.5, 12, rgb('#5f8546')),
    tree([16, 24.5], 6.6, 2.3, 13, rgb('#6f9148')),
    tree([24, 24], 7, 2.5, 14, rgb('#5f8546')),
    lamp([-1, 19.6]),
    lamp([11, 19.6]),
    bench([8.5, 26]),
    planter([0.6, 28], 3),
    planter([7, 28.6], 4),
    ...[-3, -1.2, 6.4, 8.2, 10, 11.8].map((x) => bollard([x, 19.2])),
    walker(thereAndBack([3.4, 11], [3.4, 22], 0.1), 2),
    walker(thereAndBack([2.7, 11], [2.7, 22], 0.1), 23, 1.15),
    walker(thereAndBack([5.5, 28], [9.5, 21.5], 0.4), 5, 1.2),
    walker(thereAndBack([9, 29], [2.5, 24], 0.7), 10, 1.12),
    walker(thereAndBack([-2, 22.4], [6, 23.5], 0.3), 19, 1.25),
    walker(staying([0.5, 23.6]), 7),
    walker(staying([1.2, 23.2]), 13),
    walker(staying([7.4, 24.4]), 16),
    walker(thereAndBack([14, 21], [20, 26.5], 0.6), 21),
    walker(across([-11, 10.8], [11, 10.4], 0.3), 24),
    cyclist(across([-36, 13.3], [44, 13.3], 0.6), 3),
    car(across([60, 16.9], [-52, 16.9], 0.05), 5),
    car(across([-58, 13.6], [66, 13.6], 0.2), 0),
    car(staying([-18, 19.9], [-10, 19.9]), 2),
    car(staying([27, 20], [36, 20]), 6),
  ];
}
