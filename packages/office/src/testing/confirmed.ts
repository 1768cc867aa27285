/**
 * A sensitive act as a demonstration does it: asked, proved by whoever asks, by a second person where it
 * wants one, and asked again. For tests that are about the act and not about its proof.
 */

import type { Actor, Answer, Confirmations } from '../office.ts';

/** What the act answers in the end; its own refusals too. */
export async function confirmed<T>(
  confirmations: Confirmations,
  actor: Actor,
  act: (actor: Actor) => Answer<T>,
  second: Actor | null = null,
): Answer<T> {
  const first = await act(actor);
  const confirmationId = first.ok ? undefined : first.error.confirmationId;
  if (confirmationId === undefined) {
    return first;
  }
  const proved = await confirmations.proveForDemonstration(actor, confirmationId);
  if (!proved.ok) {
    return proved;
  }
  if (second !== null && proved.value.step === 'second-proof') {
    const seconded = await confirmations.proveForDemonstration(second, confirmationId);
    if (!seconded.ok) {
      return seconded;
    }
  }
  return await act({ ...actor, confirmationId });
}
