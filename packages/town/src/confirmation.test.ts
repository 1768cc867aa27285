import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConfirmationState,
  confirmationRule,
  confirmationStep,
  confirmationTerm,
  refusalToProve,
} from './confirmation.ts';
import { fourEyesByDefault, personsFor, secondRights, sensitiveActs } from './sensitive-act.ts';

const minuteMs = 60_000;
const people = ['per_a', 'per_b', 'per_c'] as const;

function asked(persons: 1 | 2, provedBy: readonly string[], isRefused = false): ConfirmationState {
  const term = confirmationTerm(persons, 0);
  return { askerId: 'per_a', persons, ...term, provedBy, isRefused, isDone: false };
}

const state = fc
  .tuple(
    fc.constantFrom(1 as const, 2 as const),
    fc.array(fc.constantFrom(...people)),
    fc.boolean(),
  )
  .map((parts) => asked(...parts));

describe('confirmations', () => {
  test('SEC-32 it waits five minutes for whoever asks, fifteen where a second person is wanted', () => {
    const { proveMs, secondMs } = confirmationRule;
    expect([proveMs, secondMs]).toEqual([5 * minuteMs, 15 * minuteMs]);
    expect(confirmationStep(asked(1, []), proveMs - 1)).toBe('first-proof');
    expect(confirmationStep(asked(1, []), proveMs)).toBe('over');
    expect(confirmationStep(asked(1, ['per_a']), proveMs - 1)).toBe('ready');
    expect(confirmationStep(asked(1, ['per_a']), proveMs)).toBe('over');
    expect(confirmationStep(asked(2, []), proveMs)).toBe('over');
    expect(confirmationStep(asked(2, ['per_a']), secondMs - 1)).toBe('second-proof');
    expect(confirmationStep(asked(2, ['per_a']), secondMs)).toBe('over');
    expect(confirmationStep(asked(2, ['per_a', 'per_b']), secondMs - 1)).toBe('ready');
    expect(confirmationStep(asked(2, ['per_a', 'per_b']), secondMs)).toBe('over');
    const done = { ...asked(2, ['per_a', 'per_b']), isDone: true };
    expect(confirmationStep(done, secondMs)).toBe('done');
  });

  test('SEC-31 ready takes whoever asks, another where two are wanted, no refusal and time left', () => {
    fc.assert(
      fc.property(state, fc.integer({ min: 0, max: 20 * minuteMs }), (each, atMs) => {
        if (confirmationStep(each, atMs) === 'ready') {
          expect(each.isRefused).toBe(false);
          expect(atMs).toBeLessThan(each.untilMs);
          expect(each.provedBy).toContain('per_a');
          expect(new Set(each.provedBy).size).toBeGreaterThanOrEqual(each.persons);
        }
      }),
    );
  });

  test('SEC-31 whoever may prove brings it one step on, and nobody proves twice', () => {
    fc.assert(
      fc.property(
        state,
        fc.constantFrom(...people),
        fc.integer({ min: 0, max: 20 * minuteMs }),
        (each, personId, atMs) => {
          if (refusalToProve(each, personId, atMs) === null) {
            expect(each.provedBy).not.toContain(personId);
            const next = { ...each, provedBy: [...each.provedBy, personId] };
            expect(['second-proof', 'ready']).toContain(confirmationStep(next, atMs));
          }
        },
      ),
    );
  });

  test('SEC-31 lifting masks and ending a hold want two by default; the town’s list says otherwise', () => {
    for (const act of sensitiveActs) {
      expect(personsFor(act, null)).toBe(fourEyesByDefault.includes(act) ? 2 : 1);
      expect(personsFor(act, [])).toBe(1);
      expect(personsFor(act, [act])).toBe(2);
    }
    expect(fourEyesByDefault).toEqual(['lift-masks', 'end-hold']);
  });

  test('SEC-36 what gives a right of a second person wants two wherever any act does', () => {
    for (const right of secondRights) {
      expect(personsFor('give-clearance', null, ['watch-live', right])).toBe(2);
      expect(personsFor('make-way-in', ['break-glass'], [right])).toBe(2);
      expect(personsFor('give-clearance', [], [right])).toBe(1);
    }
    expect(personsFor('give-clearance', null, ['watch-live'])).toBe(1);
  });
});
