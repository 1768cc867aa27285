/**
 * Trees and planters: a trunk and a crown of overlapping discs in three tones that sway a little,
 * each at its own whole number of beats in a loop.
 */

import { between, type Dice, diceOf } from '../drawing/chance.ts';
import { blend, type Rgb, rgb } from '../drawing/colour.ts';
import { fillEllipse, stroke } from '../drawing/shapes.ts';
import { depthOf, type Place, project, scaleAt } from '../drawing/view.ts';
import { blockOn, paintBlock } from './block.ts';
import { litColour, type Prop } from './stage.ts';

interface Leaf {
  readonly right: number;
  readonly up: number;
  readonly radius: number;
  readonly tone: number;
  readonly beats: number;
}

/** A tree at a place of the ground; `crownM` is the radius of its crown, `tallM` its height. */
export function tree(
  at: readonly [number, number],
  tallM: number,
  crownM: number,
  seed: number,
  leaf: Rgb = rgb('#5d7f4a'),
): Prop {
  const leaves = leavesOf(diceOf(seed * 97 + 13), tallM, crownM);
  const place: Place = [at[0], at[1], 0];
  return {
    place: () => place,
    paint(stage, turn) {
      const foot = project(stage.view, place);
      const unit = scaleAt(stage.view, place);
      if (!foot) {
        return;
      }
      const depth = depthOf(stage.view, place);
      const bark = litColour(stage, rgb('#6a5442'), depth, 0.9);
      fillEllipse(
        stage.picture,
        foot,
        crownM * 0.8 * unit,
        crownM * 0.2 * unit,
        litColour(stage, [20, 26, 24], depth),
        0.3,
      );
      const fork = tallM - crownM * 1.2;
      stroke(stage.picture, foot, [foot[0], foot[1] - fork * unit], 0.32 * unit, bark);
      for (const { right, up, radius, tone, beats } of leaves) {
        const sway = Math.sin(2 * Math.PI * (beats * turn + tone)) * 0.05 * (up / tallM);
        const green = blend(
          leaf,
          tone < 0.5 ? [24, 40, 30] : [236, 232, 150],
          tone < 0.5 ? 0.42 - tone * 0.6 : (tone - 0.5) * 0.55,
        );
        fillEllipse(
          stage.picture,
          [foot[0] + (right + sway) * unit, foot[1] - up * unit],
          radius * unit,
          radius * 0.88 * unit,
          litColour(stage, green, depth),
        );
      }
    },
  };
}

function leavesOf(dice: Dice, tallM: number, crownM: number): Leaf[] {
  const leaves: Leaf[] = [];
  const middle = tallM - crownM;
  for (let index = 0; index < 34; index++) {
    const layer = index / 33;
    const angle = between(dice, 0, 2 * Math.PI);
    const reach = Math.sqrt(dice()) * crownM * 0.8;
    leaves.push({
      right: Math.cos(angle) * reach - layer * crownM * 0.12,
      up: middle + Math.sin(angle) * reach * 0.85 + layer * crownM * 0.16,
      radius: crownM * between(dice, 0.22, 0.4) * (1.15 - layer * 0.45),
      tone: Math.min(0.95, layer * 0.85 + between(dice, 0, 0.12)),
      beats: 2 + Math.floor(dice() * 3),
    });
  }
  return leaves;
}

/** A planter with flowers. */
export function planter(at: readonly [number, number], seed: number): Prop {
  const place: Place = [at[0], at[1], 0];
  const dice = diceOf(seed);
  const flowers = Array.from(
    { length: 14 },
    () => [between(dice, -0.55, 0.55), between(dice, 0.55, 0.95), dice()] as const,
  );
  return {
    place: () => place,
    paint(stage) {
      paintBlock(
        stage,
        blockOn({ x: at[0], y: at[1], aheadX: 1, aheadY: 0 }, [-0.6, 0.6], 0.4, [0, 0.55]),
        rgb('#8c8478'),
        rgb('#4a5a3a'),
      );
      const foot = project(stage.view, place);
      const unit = scaleAt(stage.view, place);
      if (!foot) {
        return;
      }
      const depth = depthOf(stage.view, place);
      for (const [right, up, kind] of flowers) {
        const colour = kind < 0.45 ? rgb('#54783f') : kind < 0.75 ? rgb('#d9566b') : rgb('#f0d36a');
        fillEllipse(
          stage.picture,
          [foot[0] + right * unit, foot[1] - up * unit],
          0.13 * unit,
          0.12 * unit,
          litColour(stage, colour, depth),
        );
      }
    },
  };
}
