/** The light of an hour: six moods, so that no two cameras of the town look alike. */

import { rgb } from '../drawing/colour.ts';
import type { Mood } from '../scene/stage.ts';

export const moods = {
  morning: {
    skyTop: rgb('#7fb0d6'),
    skyLow: rgb('#f3e9d6'),
    ambient: [1.02, 1, 0.95],
    sun: 'left',
    haze: rgb('#e9e4d6'),
    hazeM: 260,
    night: false,
  },
  noon: {
    skyTop: rgb('#5d9bd3'),
    skyLow: rgb('#d9e8f0'),
    ambient: [1.03, 1.02, 1],
    sun: 'right',
    haze: rgb('#d9e4ea'),
    hazeM: 320,
    night: false,
  },
  overcast: {
    skyTop: rgb('#a9b6bf'),
    skyLow: rgb('#dde1e0'),
    ambient: [0.93, 0.95, 0.97],
    sun: 'none',
    haze: rgb('#cfd5d6'),
    hazeM: 190,
    night: false,
  },
  golden: {
    skyTop: rgb('#6c8fb8'),
    skyLow: rgb('#f7c98b'),
    ambient: [1.08, 0.95, 0.8],
    sun: 'left',
    haze: rgb('#f0cfa0'),
    hazeM: 230,
    night: false,
  },
  dusk: {
    skyTop: rgb('#26365c'),
    skyLow: rgb('#d9866a'),
    ambient: [0.55, 0.52, 0.66],
    sun: 'none',
    haze: rgb('#6d5a70'),
    hazeM: 210,
    night: true,
  },
  night: {
    skyTop: rgb('#0d1428'),
    skyLow: rgb('#2a3552'),
    ambient: [0.36, 0.39, 0.52],
    sun: 'none',
    haze: rgb('#1d2640'),
    hazeM: 200,
    night: true,
  },
} as const satisfies Record<string, Mood>;
