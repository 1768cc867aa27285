/**
 * What stands in a street: lamps, benches, bollards, market stalls, a flag, a fountain. Lamps glow
 * when the mood is night.
 */

import { type Rgb, rgb, toYuv } from '../drawing/colour.ts';
import { fillEllipse, glow, stroke } from '../drawing/shapes.ts';
import { depthOf, type Place, project, scaleAt } from '../drawing/view.ts';
import { blockOn, type Footing, paintBlock, placeOn } from './block.ts';
import { litColour, type Prop, paintPlaces } from './stage.ts';

function facing(x: number, y: number): Footing {
  return { x, y, aheadX: 1, aheadY: 0 };
}

export function lamp(at: readonly [number, number], tallM = 5.2): Prop {
  const place: Place = [at[0], at[1], 0];
  return {
    place: () => place,
    paint(stage) {
      const foot = project(stage.view, place);
      const head = project(stage.view, [at[0], at[1], tallM]);
      const unit = scaleAt(stage.view, place);
      if (!foot || !head) {
        return;
      }
      const iron = litColour(stage, rgb('#2f3a3a'), depthOf(stage.view, place));
      stroke(stage.picture, foot, head, 0.11 * unit, iron);
      stroke(stage.picture, foot, [foot[0], foot[1] - 0.7 * unit], 0.22 * unit, iron);
      fillEllipse(stage.picture, [head[0], head[1] - 0.42 * unit], 0.26 * unit, 0.1 * unit, iron);
      const bulb = stage.mood.night ? toYuv(rgb('#fff0c2')) : litColour(stage, rgb('#dfe6e2'), 10);
      fillEllipse(stage.picture, [head[0], head[1] - 0.18 * unit], 0.2 * unit, 0.26 * unit, bulb);
      if (stage.mood.night) {
        glow(
          stage.picture,
          [head[0], head[1] - 0.18 * unit],
          Math.min(110, 1.9 * unit),
          toYuv(rgb('#ffdc96')),
          0.75,
        );
      }
    },
  };
}

export function bench(at: readonly [number, number]): Prop {
  const footing = facing(at[0], at[1]);
  return {
    place: () => [at[0], at[1], 0],
    paint(stage) {
      paintBlock(stage, blockOn(footing, [-0.9, 0.9], 0.22, [0.38, 0.46]), rgb('#8a5f3c'));
      const back = blockOn({ ...footing, y: at[1] + 0.22 }, [-0.9, 0.9], 0.04, [0.5, 0.85]);
      paintBlock(stage, back, rgb('#8a5f3c'));
      for (const along of [-0.75, 0.75]) {
        paintBlock(
          stage,
          blockOn({ ...footing, x: at[0] + along }, [-0.04, 0.04], 0.18, [0, 0.38]),
          rgb('#2f3a3a'),
        );
      }
    },
  };
}

export function bollard(at: readonly [number, number]): Prop {
  return {
    place: () => [at[0], at[1], 0],
    paint(stage) {
      paintBlock(
        stage,
        blockOn(facing(at[0], at[1]), [-0.08, 0.08], 0.08, [0, 0.85]),
        rgb('#37413f'),
      );
      paintBlock(
        stage,
        blockOn(facing(at[0], at[1]), [-0.09, 0.09], 0.09, [0.7, 0.78]),
        rgb('#f0ece0'),
      );
    },
  };
}

/** A market stall: a table of crates under a striped roof. */
export function stall(at: readonly [number, number], colour: Rgb, goods: readonly Rgb[]): Prop {
  const footing = facing(at[0], at[1]);
  return {
    place: () => [at[0], at[1], 0],
    paint(stage) {
      paintBlock(
        stage,
        blockOn(footing, [-1.5, 1.5], 0.6, [0, 0.85]),
        rgb('#a8947a'),
        rgb('#c4b393'),
      );
      for (const [index, good] of goods.entries()) {
        const left = -1.4 + (index * 2.8) / goods.length;
        paintBlock(
          stage,
          blockOn(footing, [left, left + 2.6 / goods.length], 0.5, [0.85, 1.02]),
          good,
        );
      }
      for (const [along, across] of [
        [-1.5, -0.7],
        [1.5, -0.7],
        [-1.5, 0.7],
        [1.5, 0.7],
      ] as const) {
        const foot = placeOn(footing, along, across, 0);
        paintBlock(
          stage,
          blockOn({ ...footing, x: foot[0], y: foot[1] }, [-0.04, 0.04], 0.04, [0, 2.2]),
          rgb('#e8e2d4'),
        );
      }
      const stripes = 8;
      for (let index = 0; index < stripes; index++) {
        const left = -1.75 + (index * 3.5) / stripes;
        const right = left + 3.5 / stripes;
        const cloth = index % 2 === 0 ? colour : rgb('#f6f1e6');
        const slope = [
          placeOn(footing, left, 1, 2.1),
          placeOn(footing, right, 1, 2.1),
          placeOn(footing, right, -0.9, 2.65),
          placeOn(footing, left, -0.9, 2.65),
        ];
        paintPlaces(stage, slope, cloth);
        const hem = [
          placeOn(footing, left, 1, 1.85),
          placeOn(footing, right, 1, 1.85),
          placeOn(footing, right, 1, 2.1),
          placeOn(footing, left, 1, 2.1),
        ];
        paintPlaces(stage, hem, cloth, { light: 0.86 });
      }
    },
  };
}

/** The tricolour on its pole, `from` metres up; it waves twice in a loop. */
export function flag(at: readonly [number, number], from: number): Prop {
  const colours = [rgb('#22418c'), rgb('#f4f2ec'), rgb('#c8323c')];
  return {
    place: () => [at[0], at[1], 0],
    paint(stage, turn) {
      const pole: Place[] = [
        [at[0] - 0.06, at[1], from],
        [at[0] + 0.06, at[1], from],
        [at[0] + 0.06, at[1], from + 4],
        [at[0] - 0.06, at[1], from + 4],
      ];
      paintPlaces(stage, pole, rgb('#d8d4c8'));
      const wave = (share: number): number =>
        Math.sin(2 * Math.PI * (2 * turn - share)) * 0.16 * share;
      for (const [index, colour] of colours.entries()) {
        const a = index / 3;
        const b = (index + 1) / 3;
        const cloth: Place[] = [
          [at[0] + a * 2.4, at[1], from + 2.3 + wave(a)],
          [at[0] + b * 2.4, at[1], from + 2.3 + wave(b)],
          [at[0] + b * 2.4, at[1], from + 3.9 + wave(b)],
          [at[0] + a * 2.4, at[1], from + 3.9 + wave(a)],
        ];
        paintPlaces(stage, cloth, colour);
      }
    },
  };
}

/** A round fountain with a jet. */
export function fountain(at: readonly [number, number], radiusM: number): Prop {
  const ring = (radius: number, z: number): Place[] =>
    Array.from({ length: 24 }, (_, index) => {
      const angle = (index / 24) * 2 * Math.PI;
      return [at[0] + Math.cos(angle) * radius, at[1] + Math.sin(angle) * radius, z];
    });
  return {
    place: () => [at[0], at[1] - radiusM, 0],
    paint(stage, turn) {
      paintPlaces(stage, ring(radiusM + 0.25, 0), rgb('#8f877a'));
      paintPlaces(stage, ring(radiusM + 0.2, 0.45), rgb('#c9c0af'));
      paintPlaces(stage, ring(radiusM - 0.1, 0.42), rgb('#6fa3b5'));
      for (let wave = 0; wave < 3; wave++) {
        const share = (turn * 3 + wave / 3) % 1;
        paintPlaces(stage, ring((radiusM - 0.15) * share, 0.43), rgb('#a9cdd8'), {
          opacity: 0.25 * (1 - share),
        });
      }
      const foot = project(stage.view, [at[0], at[1], 0.45]);
      const unit = scaleAt(stage.view, [at[0], at[1], 0]);
      if (!foot) {
        return;
      }
      const water = litColour(stage, rgb('#e3f1f4'), 20);
      stroke(stage.picture, foot, [foot[0], foot[1] - 1.5 * unit], 0.1 * unit, water, 0.8);
      for (let drop = 0; drop < 12; drop++) {
        const share = (turn * 8 + drop / 12) % 1;
        const side = drop % 2 === 0 ? 1 : -1;
        const spread = side * (0.2 + (drop % 4) * 0.14) * share;
        const up = 1.5 * (1 - share * share);
        fillEllipse(
          stage.picture,
          [foot[0] + spread * unit, foot[1] - up * unit],
          0.07 * unit,
          0.1 * unit,
          water,
          0.7,
        );
      }
    },
  };
}
