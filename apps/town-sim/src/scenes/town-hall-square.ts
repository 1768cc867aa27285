/** Place de la Mairie, by morning light: the town hall and its flag, a fountain, passers-by. */

import { diceOf } from '../drawing/chance.ts';
import { rgb } from '../drawing/colour.ts';
import { bench, flag, fountain, lamp } from '../scene/furniture.ts';
import { planter, tree } from '../scene/greenery.ts';
import { across, staying, thereAndBack } from '../scene/journey.ts';
import { cyclist, walker } from '../scene/people.ts';
import type { Scene } from '../scene/scene.ts';
import type { Prop } from '../scene/stage.ts';
import { car } from '../scene/vehicle.ts';
import { moods } from './moods.ts';
import { dashes, patch, paving, terrace } from './parts.ts';

export function townHallSquare(): Scene {
  const dice = diceOf(4901);
  const plan = { houses: 3, storeys: [3, 3], shops: 0.4, roof: 'slate' } as const;
  return {
    view: { width: 1280, height: 720, mastM: 7, yawDeg: 0, pitchDeg: 11, focalPixels: 800 },
    mood: moods.morning,
    ground: rgb('#b9b09e'),
    clouds: [
      [0.2, 0.35, 70],
      [0.72, 0.25, 90],
      [0.48, 0.6, 50],
    ],
    patches: [
      patch(-13, 8, 13, 44, '#cbbfa8'),
      ...paving(-13, 15, 13, 44, 3, '#a99d88'),
      patch(-40, 9.6, 40, 15, '#6b6c6e'),
      ...dashes([-34, 12.3], [34, 12.3]),
      patch(-40, 15, 40, 15.3, '#d8d2c4'),
      patch(-40, 9.3, 40, 9.6, '#d8d2c4'),
    ],
    buildings: [
      // The belfry, behind the town hall.
      {
        from: [-2, 47.5],
        to: [2, 47.5],
        heightM: 15.2,
        storeys: 4,
        bays: 1,
        wall: rgb('#e2d3b4'),
        roof: rgb('#4f5964'),
        shutters: null,
        groundFloor: 'shop',
        awning: null,
        dwelling: false,
        seed: 40,
      },
      {
        from: [-11, 46],
        to: [11, 46],
        heightM: 9.6,
        storeys: 2,
        bays: 7,
        wall: rgb('#f1e6cd'),
        roof: rgb('#4f5964'),
        shutters: null,
        groundFloor: 'arches',
        awning: null,
        dwelling: false,
        seed: 31,
      },
      ...terrace(dice, [-14, 17], [-14, 45], plan),
      ...terrace(dice, [14, 45], [14, 17], plan),
    ],
    props: streetLife(),
  };
}

/** What stands and moves in the street. */
function streetLife(): readonly Prop[] {
  return [
    flag([-6.4, 45.6], 9.8),
    fountain([0, 27], 2.6),
    tree([-9.5, 24], 7, 2.3, 1),
    tree([-9.5, 33], 7.2, 2.4, 2),
    tree([9.5, 24], 6.8, 2.2, 3),
    tree([9.5, 33], 7.2, 2.4, 4),
    lamp([-5.5, 21]),
    lamp([5.5, 21]),
    lamp([-5.5, 36]),
    lamp([5.5, 36]),
    bench([-4.2, 31]),
    bench([4.2, 31]),
    planter([-3, 17], 5),
    planter([3, 17], 6),
    walker(thereAndBack([-6, 19], [1, 22], 0.1), 3),
    walker(thereAndBack([7, 30], [2.5, 36], 0.55), 7),
    walker(thereAndBack([-3, 38], [-8, 29], 0.3), 12),
    walker(across([-12, 17.2], [12.5, 16.6], 0.2), 5),
    walker(staying([4.4, 30.4]), 9),
    walker(staying([4.9, 30.2]), 14),
    walker(thereAndBack([3.6, 25], [-3.8, 23.2], 0.75), 22, 1.15),
    cyclist(across([30, 13.6], [-30, 13.6], 0.35), 4),
    car(across([-46, 11], [46, 11], 0.05), 1),
    car(across([52, 13.6], [-52, 13.6], 0.72), 3),
  ];
}
