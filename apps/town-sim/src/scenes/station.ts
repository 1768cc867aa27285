/** The station forecourt at night: the hall lit from inside, taxis, flats across the way. */

import { diceOf } from '../drawing/chance.ts';
import { rgb } from '../drawing/colour.ts';
import { bench, bollard, lamp } from '../scene/furniture.ts';
import { tree } from '../scene/greenery.ts';
import { across, staying, thereAndBack } from '../scene/journey.ts';
import { walker } from '../scene/people.ts';
import type { Scene } from '../scene/scene.ts';
import type { Prop } from '../scene/stage.ts';
import { car } from '../scene/vehicle.ts';
import { moods } from './moods.ts';
import { crossing, lightPool, patch, terrace } from './parts.ts';

export function station(): Scene {
  const dice = diceOf(4921);
  const lamps = [
    [-12, 20],
    [-4, 20],
    [5, 20],
    [14, 20],
    [-9, 31],
    [9, 31],
  ] as const;
  return {
    view: { width: 1280, height: 720, mastM: 7.2, yawDeg: -9, pitchDeg: 15, focalPixels: 880 },
    mood: moods.night,
    ground: rgb('#8b8a88'),
    clouds: [],
    patches: [
      patch(-60, 10, 60, 17, '#5d5f63'),
      patch(-60, 17, 60, 17.3, '#c9c5bb'),
      patch(-40, 17.3, 40, 40, '#9c978d'),
      ...crossing(-2, 2, 10.2, 17),
      ...lamps.flatMap((at) => lightPool(at, 5)),
      { ...patch(-8, 34, 8, 40, '#ffcf86'), opacity: 0.22, glowing: true },
    ],
    buildings: [
      {
        from: [-9, 41],
        to: [13, 41],
        heightM: 9.6,
        storeys: 2,
        bays: 7,
        wall: rgb('#d9c6a4'),
        roof: rgb('#4f5964'),
        shutters: null,
        groundFloor: 'arches',
        awning: null,
        dwelling: false,
        seed: 44,
      },
      ...terrace(dice, [-22, 17.5], [-19, 40], {
        houses: 3,
        storeys: [3, 4],
        shops: 0.35,
        roof: 'slate',
      }),
      ...terrace(dice, [-19, 43], [-9.4, 43], {
        houses: 1,
        storeys: [3, 3],
        shops: 0,
        roof: 'slate',
      }),
    ],
    props: streetLife(lamps),
  };
}

/** What stands and moves in the street. */
function streetLife(lamps: readonly (readonly [number, number])[]): readonly Prop[] {
  return [
    ...lamps.map((at) => lamp(at)),
    tree([16, 30], 7, 2.5, 21, rgb('#4f6b48')),
    tree([-15, 29], 6.4, 2.1, 22, rgb('#4f6b48')),
    bench([-3, 34]),
    bench([4, 34]),
    ...[-8, -6, -4, 4, 6, 8].map((x) => bollard([x, 18])),
    car(staying([-9.5, 22.5], [-20, 22.5]), 4),
    car(staying([-3.8, 22.5], [-20, 22.5]), 1),
    car(staying([9, 24], [20, 26]), 2),
    car(staying([10, 28], [20, 30]), 7),
    car(across([-56, 11.8], [56, 11.8], 0.15), 3),
    car(across([58, 15.2], [-58, 15.2], 0.6), 0),
    walker(thereAndBack([0.5, 39], [-0.8, 27], 0.1), 6),
    walker(thereAndBack([2.5, 38], [6.5, 29], 0.5), 9),
    walker(thereAndBack([0.8, 9.4], [0.4, 19], 0.75), 12),
    walker(staying([-2.6, 33.4]), 3),
    walker(staying([4.4, 33.4]), 18),
    walker(thereAndBack([-8, 26], [-3, 29.5], 0.3), 15),
    walker(across([13, 18.6], [-14, 18.8], 0.4), 20),
  ];
}
