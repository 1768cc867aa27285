/** A decision as the page needs it: yes or no, by which rule, and the words of a no. */

import type { Decision } from '@beffroi/town';
import type { DecisionView } from '@beffroi/wire';

export function decisionView(decision: Decision): DecisionView {
  return {
    allowed: decision.allowed,
    rule: decision.rule,
    words: decision.allowed ? null : decision.words,
  };
}
