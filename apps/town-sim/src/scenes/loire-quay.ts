/**
 * Quai de Loire in the golden hour: river, boats, planes in a row, the far bank. No dwelling is in
 * view: the camera for which a named person may declare that nothing needs a mask.
 */

import { rgb } from '../drawing/colour.ts';
import { bench, lamp } from '../scene/furniture.ts';
import { planter, tree } from '../scene/greenery.ts';
import { across, staying, thereAndBack } from '../scene/journey.ts';
import { cyclist, walker } from '../scene/people.ts';
import type { Scene } from '../scene/scene.ts';
import { type Prop, paintGround, type Stage } from '../scene/stage.ts';
import { boat } from '../scene/vehicle.ts';
import { moods } from './moods.ts';
import { patch, paving } from './parts.ts';

export function loireQuay(): Scene {
  return {
    view: { width: 1280, height: 720, mastM: 6.8, yawDeg: 12, pitchDeg: 13, focalPixels: 880 },
    mood: moods.golden,
    ground: rgb('#9aa58a'),
    clouds: [
      [0.25, 0.5, 90],
      [0.7, 0.35, 120],
    ],
    patches: [
      patch(-140, 27, 240, 130, '#7f9aa3'),
      patch(-140, 120, 260, 400, '#7f9468'),
      { ...patch(10, 78, 60, 84, '#d9c79a') },
      { ...patch(-60, 92, -16, 97, '#d9c79a') },
      patch(-80, 24.5, 120, 27, '#b3a58d'),
      patch(-80, 26.6, 120, 27, '#8c7f6c'),
      patch(-80, 9, 120, 24.5, '#c7b797'),
      ...paving(-40, 16, 60, 24.5, 2.6, '#ab9c80'),
      patch(-80, 8, 120, 15.6, '#87996a'),
      patch(-80, 11.2, 120, 13.8, '#cdbf9f'),
    ],
    buildings: [],
    backdrop: [
      ...Array.from({ length: 26 }, (_, index) =>
        tree(
          [-120 + index * 13, 124 + (index % 3) * 5],
          9 + (index % 4) * 2,
          5.5,
          60 + index,
          rgb('#6b7f4a'),
        ),
      ),
    ],
    props: streetLife(),
    beneath: paintRipples,
  };
}

/** Light on the water: short strokes that drift a whole number of steps in a loop. */
function paintRipples(stage: Stage, turn: number): void {
  for (let row = 0; row < 26; row++) {
    const y = 28.5 + row * row * 0.13;
    const drift = ((turn * (row % 2 === 0 ? 2 : 1) + row * 0.37) % 1) * 12;
    for (let index = 0; index < 9 + row; index++) {
      const x = -34 - row * 3 + index * 12 + drift;
      const long = 2.2 + ((row * 7 + index * 5) % 5) * 0.5;
      const colour = (row + index) % 3 === 0 ? rgb('#f6d9a4') : rgb('#9db4b8');
      paintGround(
        stage,
        [
          [x, y],
          [x + long, y],
          [x + long, y + 0.16 + row * 0.012],
          [x, y + 0.16 + row * 0.012],
        ],
        colour,
        { opacity: 0.4 },
      );
    }
  }
}

/** What stands and moves in the street. */
function streetLife(): readonly Prop[] {
  return [
    ...[-22, -13, -4, 6, 16, 27, 39].map((x, index) =>
      tree([x, 17.2], 8.4, 2.6, 31 + index, rgb(index % 2 === 0 ? '#7c8c42' : '#8a8a3c')),
    ),
    lamp([1, 23.6]),
    lamp([20, 23.6]),
    lamp([-17, 23.6]),
    bench([-1.2, 22.4]),
    bench([11, 22.4]),
    planter([24, 22], 12),
    planter([-9, 22], 13),
    boat(across([-60, 44], [110, 50], 0.1)),
    boat(staying([22, 31.5], [40, 31.5])),
    walker(thereAndBack([0, 20.6], [7, 21.4], 0.2), 4),
    walker(thereAndBack([13, 20.2], [6, 19.6], 0.7), 8),
    walker(staying([-1.4, 21.8]), 2),
    walker(staying([11.2, 21.8]), 17),
    walker(staying([11.8, 21.8]), 6, 1.2),
    walker(across([-6, 12.4], [16, 12.6], 0.1), 13),
    walker(across([16.5, 13.2], [-7, 12.8], 0.55), 19),
    cyclist(across([40, 12.2], [-30, 12.2], 0.4), 7),
    cyclist(across([-26, 13], [44, 13], 0.8), 10),
  ];
}
