/**
 * Where a person goes on to after signing in: a page of this console, read as a browser reads it.
 * `//elsewhere` and `/\elsewhere` are other machines, and would make us a stepping stone. Asked where
 * the path is used: what a route's `validateSearch` leaves out of its answer still reaches the page.
 */

/** The path when it is one of this console, `/` otherwise. */
export function ownPath(path: string | undefined, origin = window.location.origin): string {
  const isOwn =
    path?.startsWith('/') === true &&
    !/[\\\s]/.test(path) &&
    URL.parse(path, origin)?.origin === origin;
  return isOwn ? path : '/';
}
