/**
 * `node packages/town/test/ask-the-table.ts [all|one]`: asks the law every question of its table, with
 * the rules of writing a clearance, and says how many. Run alone so that V8 can count which branches
 * of the law were taken; `one` asks a single question, to show that the count sees what is missing.
 */

import {
  checkClearance,
  decide,
  fr2026,
  isWithin,
  mayAnywhere,
  rightsOfPost,
} from '../src/index.ts';
import {
  actLines,
  breaks,
  brokenCodes,
  clearance,
  factsOf,
  noon,
  noonMs,
  oddWorlds,
  rightWorld,
  type World,
} from './decision-table.ts';

const agent = {
  kind: 'approved-agent',
  prefectApproval: '2024-01-01',
  prosecutorApproval: null,
  oath: null,
} as const;

const worlds: readonly World[] =
  process.argv[2] === 'one'
    ? [rightWorld({ kind: 'watch-live' })]
    : [
        ...actLines.map(({ act }) => rightWorld(act)),
        ...actLines.flatMap(({ act, right }) =>
          brokenCodes.map((code) => breaks[code](rightWorld(act), right)),
        ),
        ...oddWorlds(),
      ];

for (const world of worlds) {
  decide(world.act, factsOf(world), noon);
}
if (process.argv[2] !== 'one') {
  askTheRest();
}
process.stdout.write(`${worlds.length} questions\n`);

/** What the table has no line for: greyed pages, terms, and a clearance that may be written. */
function askTheRest(): void {
  for (const world of oddWorlds()) {
    const { camera: _, ...facts } = factsOf(world);
    mayAnywhere('watch-live', facts, noon);
    mayAnywhere('watch-live', { ...facts, person: null }, noon);
    mayAnywhere('watch-live', { ...facts, clearances: [] }, noon);
    factsOf({ ...world, camera: null }).clearances.map(({ term }) => isWithin(term, noonMs));
  }
  for (const [from, until] of [
    ['2026-01-01', '2030-12-31'],
    ['2026-01-01', '2025-12-31'],
    ['2024-02-29', '2029-03-01'],
  ] as const) {
    checkClearance({ ...clearance, from, until }, 'csu-head', fr2026);
    checkClearance({ ...clearance, ground: agent, from, until }, 'csu-head', fr2026);
    checkClearance({ ...clearance, from, until }, 'dpo', fr2026);
  }
  rightsOfPost('operator');
}
