/**
 * Parts that several scenes share: rows of old houses, road markings, parked cars, trees in a row,
 * pools of lamp light. A scene says where; these say how.
 */

import { between, type Dice, pick } from '../drawing/chance.ts';
import { type Rgb, rgb } from '../drawing/colour.ts';
import type { Building } from '../scene/building.ts';
import type { GroundPatch } from '../scene/scene.ts';

type Spot = readonly [x: number, y: number];

const plasters = ['#ead9b8', '#e3cdb0', '#f0e6d2', '#d9c3a5', '#e6c9b4', '#d8d3c4', '#efd9a8'].map(
  rgb,
);
const slates = ['#5b6470', '#4f5964', '#6a6f78'].map(rgb);
const tiles = ['#a8644a', '#94573f', '#b0714f'].map(rgb);
const shutterPaints = ['#6f8f8a', '#8aa0b0', '#7c8f6a', '#9c4a3e', '#e8e6de', '#5a7392'].map(rgb);
const awnings = ['#2f6b4f', '#a33b36', '#35577d', '#c98a2e', '#7a3f5c'].map(rgb);

function oneOf(dice: Dice, list: readonly Rgb[]): Rgb {
  return pick(dice, list as [Rgb, ...Rgb[]]);
}

export interface Terrace {
  readonly houses: number;
  readonly storeys: readonly [number, number];
  readonly shops: number;
  readonly roof: 'slate' | 'tile';
}

/** A row of houses along a line, no two alike; `shops` is the share of shops below. */
export function terrace(dice: Dice, from: Spot, to: Spot, plan: Terrace): Building[] {
  const buildings: Building[] = [];
  const widths = Array.from({ length: plan.houses }, () => between(dice, 0.8, 1.2));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  let passed = 0;
  for (const width of widths) {
    const at = (share: number): Spot => [
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share,
    ];
    const left = at(passed / total);
    passed += width;
    const storeys = Math.round(between(dice, plan.storeys[0] - 0.4, plan.storeys[1] + 0.4));
    const shop = dice() < plan.shops;
    buildings.push({
      from: left,
      to: at(passed / total),
      heightM: 3.5 + (storeys - 1) * 2.9 + between(dice, 0.4, 0.9),
      storeys,
      bays: Math.max(1, Math.round((length * width) / total / 3)),
      wall: oneOf(dice, plasters),
      roof: oneOf(dice, plan.roof === 'slate' ? slates : tiles),
      shutters: dice() < 0.75 ? oneOf(dice, shutterPaints) : null,
      groundFloor: shop ? 'shop' : 'door',
      awning: shop ? oneOf(dice, awnings) : null,
      dwelling: true,
      seed: Math.floor(dice() * 1000),
    });
  }
  return buildings;
}

/** A rectangle of ground from its left near corner to its right far one. */
export function patch(
  left: number,
  near: number,
  right: number,
  far: number,
  colour: string,
): GroundPatch {
  return {
    corners: [
      [left, near],
      [right, near],
      [right, far],
      [left, far],
    ],
    colour: rgb(colour),
  };
}

/** White bands of a crossing over a road that runs across the picture. */
export function crossing(left: number, right: number, near: number, far: number): GroundPatch[] {
  const bands: GroundPatch[] = [];
  for (let at = near; at + 0.5 <= far; at += 1) {
    bands.push(patch(left, at, right, at + 0.5, '#e9e7e0'));
  }
  return bands;
}

/** Dashes along a line of the road; each 1.5 m every 4 m. */
export function dashes(from: Spot, to: Spot): GroundPatch[] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [aheadX, aheadY] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const out: GroundPatch[] = [];
  for (let at = 0; at + 1.5 < length; at += 4) {
    const corner = (along: number, side: number): Spot => [
      from[0] + aheadX * along - aheadY * side,
      from[1] + aheadY * along + aheadX * side,
    ];
    out.push({
      corners: [
        corner(at, 0.07),
        corner(at + 1.5, 0.07),
        corner(at + 1.5, -0.07),
        corner(at, -0.07),
      ],
      colour: rgb('#dedbd0'),
    });
  }
  return out;
}

/** Joints of paving between two corners, every `stepM` metres both ways. */
export function paving(
  left: number,
  near: number,
  right: number,
  far: number,
  stepM: number,
  colour: string,
): GroundPatch[] {
  const out: GroundPatch[] = [];
  for (let x = left; x <= right; x += stepM) {
    out.push({ ...patch(x, near, x + 0.06, far, colour), opacity: 0.5 });
  }
  for (let y = near; y <= far; y += stepM) {
    out.push({ ...patch(left, y, right, y + 0.08, colour), opacity: 0.5 });
  }
  return out;
}

/** A pool of lamp light on the ground, in rings that fade. */
export function lightPool([x, y]: Spot, radiusM: number): GroundPatch[] {
  return [1, 0.8, 0.6, 0.4].map((share) => ({
    corners: Array.from({ length: 28 }, (_, index) => {
      const angle = (index / 28) * 2 * Math.PI;
      return [
        x + Math.cos(angle) * radiusM * share,
        y + Math.sin(angle) * radiusM * share,
      ] as const;
    }),
    colour: rgb('#ffd590'),
    opacity: 0.1,
    glowing: true,
  }));
}
