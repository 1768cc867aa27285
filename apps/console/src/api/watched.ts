/**
 * For promises that an event handler can't wait for (a change of page, a refetch): their failure is
 * written to the browser's console and never lost in silence. Acts that matter use a mutation, which
 * shows its refusal on the page.
 */

export function watched(promise: Promise<unknown>): void {
  promise.catch((thrown: unknown) => console.warn('An act of this page did not succeed.', thrown));
}
