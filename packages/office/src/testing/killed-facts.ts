/** A centre that dies at a unit of work: what came before is kept, nothing after it happens. */

import type { Facts } from '../ports/facts.ts';

/** Facts of a centre that is killed before or after its nth unit of work, counted from 0. */
export function killedAt(facts: Facts, step: number, when: 'before' | 'after'): Facts {
  let works = 0;
  let dead = false;
  return {
    ...facts,
    async transact(work) {
      const isLast = works === step;
      works += 1;
      dead ||= isLast && when === 'before';
      if (dead) {
        throw new Error('killed');
      }
      const value = await facts.transact(work);
      dead = isLast;
      return value;
    },
  };
}
