import { describe, expect, test } from 'vitest';
import {
  type ActLine,
  actLines,
  type Broken,
  breaks,
  brokenCodes,
  factsOf,
  noon,
  oddWorlds,
  rightWorld,
  type World,
} from '../test/decision-table.ts';
import { decide, mayAnywhere } from './decide.ts';
import { refusal } from './refusal.ts';

function answer(world: World) {
  return decide(world.act, factsOf(world), noon);
}

function brokenBy({ act, right }: ActLine, code: Broken): World {
  return breaks[code](rightWorld(act), right);
}

describe('the law as a table', () => {
  test.each(actLines)('SEC-5 all being right, $act.kind is allowed', ({ act }) => {
    expect(answer(rightWorld(act))).toMatchObject({ allowed: true });
  });

  test.each(actLines)('SEC-5 $act.kind is refused for its reasons and no other', (line) => {
    const produced = brokenCodes.filter((code) => {
      const decision = answer(brokenBy(line, code));
      return !decision.allowed && decision.code === code;
    });
    expect(produced.toSorted()).toEqual(line.reasons.toSorted());
  });

  test.each(
    actLines.flatMap((line) => line.reasons.map((code) => [line.act.kind, code, line] as const)),
  )(
    'SEC-5 %s refused as %s cites its rule, in two languages, with nothing left to fill',
    (_kind, code, line) => {
      const decision = answer(brokenBy(line, code));
      expect(decision).toMatchObject({ allowed: false, rule: refusal(code).rule, code });
      const { fr, en } = decision.allowed ? { fr: '', en: '' } : decision.words;
      expect(fr.length).toBeGreaterThan(9);
      expect(en.length).toBeGreaterThan(9);
      expect(fr).not.toBe(en);
      expect(`${fr} ${en}`).not.toMatch(/[{}]|undefined|null/);
    },
  );

  test('SEC-5 a reason of the table is produced by some act, or it isn’t a reason', () => {
    const used = new Set(actLines.flatMap(({ reasons }) => reasons));
    expect(brokenCodes.filter((code) => !used.has(code))).toEqual([]);
  });

  test('SEC-8 an act with several reasons gives the same one however often it is asked', () => {
    for (const world of oddWorlds()) {
      expect(answer(world)).toEqual(answer(world));
    }
  });

  test.each(actLines)(
    'SEC-5 the page of $act.kind is not greyed while the act is allowed',
    (line) => {
      const { camera: _, ...facts } = factsOf(rightWorld(line.act));
      expect(mayAnywhere(line.right, facts, noon)).toMatchObject({ allowed: true });
    },
  );
});
