/**
 * MASKED: nobody but the one maker calls a picture masked (MSK-1). A brand of the compiler is a
 * seat-belt that an `as` takes off; this law forbids the `as`, the type predicate and the assertion
 * anywhere else. The builder of test pictures is the second place, and only tests import it.
 */

import type { Finding } from '../finding.ts';
import type { House } from '../tree.ts';
import { isNode, walk } from '../walk.ts';

const makers: ReadonlySet<string> = new Set(['packages/mask-engine/src/masked-maker.ts']);
const testBuilders = /^packages\/testing\/src\//;
const casts: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSTypeAssertion',
  'TSTypePredicate',
]);
const masked = /\bMasked(AccessUnit|Picture|Packet|Frame)\b/;

export function checkMaskedCasts(house: House): Finding[] {
  const findings: Finding[] = [];
  for (const file of house.sources) {
    if (makers.has(file.path) || testBuilders.test(file.path)) {
      continue;
    }
    walk(file.parsed.program, (node) => {
      const type = node['typeAnnotation'];
      if (!casts.has(node.type) || !isNode(type)) {
        return;
      }
      const text = file.text.slice(type.start, type.end);
      if (masked.test(text)) {
        const words = `only masked-maker.ts makes a masked picture; no cast to ${text}`;
        findings.push({
          law: 'masked-cast',
          path: file.path,
          line: file.lineOf(node.start),
          words,
        });
      }
    });
  }
  return findings;
}
