/** Rue du Marche at dusk: a narrow street of shops with lit flats above. */

import { diceOf } from '../drawing/chance.ts';
import { rgb } from '../drawing/colour.ts';
import { bollard, lamp, stall } from '../scene/furniture.ts';
import { planter } from '../scene/greenery.ts';
import { across, staying, thereAndBack } from '../scene/journey.ts';
import { cyclist, walker } from '../scene/people.ts';
import type { Scene } from '../scene/scene.ts';
import type { Prop } from '../scene/stage.ts';
import { car } from '../scene/vehicle.ts';
import { moods } from './moods.ts';
import { lightPool, patch, paving, terrace } from './parts.ts';

export function marketStreet(): Scene {
  const dice = diceOf(4907);
  const plan = { houses: 5, storeys: [3, 4], shops: 0.85, roof: 'slate' } as const;
  return {
    view: { width: 1280, height: 720, mastM: 6.2, yawDeg: -3, pitchDeg: 11, focalPixels: 860 },
    mood: moods.dusk,
    ground: rgb('#8f8a80'),
    clouds: [[0.5, 0.4, 60]],
    patches: [
      patch(-8.5, 5, 8.5, 90, '#a49a8b'),
      ...paving(-8.5, 8, 8.5, 62, 2.5, '#7f776b'),
      patch(-3, 5, 3, 90, '#787572'),
      patch(-3.2, 5, -3, 90, '#c9c2b4'),
      patch(3, 5, 3.2, 90, '#c9c2b4'),
      ...lightPool([-4.6, 15], 4.5),
      ...lightPool([4.6, 22], 4.5),
      ...lightPool([-4.6, 31], 4.5),
      ...lightPool([4.6, 42], 4.5),
    ],
    buildings: [
      ...terrace(dice, [-8.5, 11], [-8.5, 62], plan),
      ...terrace(dice, [8.5, 62], [8.5, 9], plan),
      ...terrace(dice, [-14, 70], [14, 70], {
        houses: 3,
        storeys: [3, 3],
        shops: 0,
        roof: 'slate',
      }),
    ],
    props: streetLife(),
  };
}

/** What stands and moves in the street. */
function streetLife(): readonly Prop[] {
  const fruit = ['#c9562f', '#d9b13a', '#7c9a3f', '#a83a3a'].map(rgb);
  return [
    lamp([-4.6, 15], 4.6),
    lamp([4.6, 22], 4.6),
    lamp([-4.6, 31], 4.6),
    lamp([4.6, 42], 4.6),
    stall([-6, 21], rgb('#a33b36'), fruit),
    stall([-6, 26.5], rgb('#2f6b4f'), [...fruit].reverse()),
    stall([6.2, 29], rgb('#c98a2e'), fruit),
    bollard([-3.6, 12]),
    bollard([-3.6, 17]),
    bollard([3.6, 13]),
    bollard([3.6, 18]),
    planter([6.6, 15], 8),
    planter([-6.8, 34], 9),
    walker(thereAndBack([-5, 14], [-4.6, 20], 0.15), 1),
    walker(thereAndBack([5.2, 13], [4.8, 20.5], 0.6), 6),
    walker(thereAndBack([-1.5, 34], [2, 27], 0.4), 11),
    walker(staying([-5.2, 19.4]), 15),
    walker(staying([-4.6, 25.2]), 8),
    walker(staying([-7, 22.2]), 20),
    walker(thereAndBack([5.3, 27.6], [4.2, 34], 0.85), 17),
    walker(thereAndBack([0.5, 46], [-1.2, 38], 0.25), 2),
    walker(across([-8, 11.6], [9, 11], 0.5), 4),
    cyclist(across([1.4, 58], [1.6, 4], 0.1), 6),
    cyclist(across([-1.4, 4], [-1.2, 62], 0.55), 9),
    car(staying([-1.6, 52], [-1.6, 30]), 4),
  ];
}
