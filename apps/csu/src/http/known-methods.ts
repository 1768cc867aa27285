/**
 * Which methods each address of the API answers, read off the routes as they are added (SEC-47): whoever
 * asks by another is told that the address is there and how it may be asked (RFC 9110 section 15.5.6), not
 * that it doesn't exist. Knows addresses by their form alone; whether a thing is there is asked by a route.
 */

import type { FastifyInstance } from 'fastify';

export class KnownMethods {
  readonly #methods = new Map<string, Set<string>>();

  /** Reads every route that is added to `app` from here on. */
  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      const known = this.#methods.get(url) ?? new Set();
      this.#methods.set(url, known);
      for (const each of [method].flat()) {
        known.add(each);
      }
    });
  }

  /** Methods of an address without its query, in the order of the routes; none where nothing answers. */
  of(path: string): readonly string[] {
    const parts = path.split('/');
    const found = [...this.#methods].filter(([url]) => isOfForm(parts, url.split('/')));
    return [...new Set(found.flatMap(([, methods]) => [...methods]))];
  }
}

function isOfForm(parts: readonly string[], form: readonly string[]): boolean {
  return (
    parts.length === form.length &&
    form.every((part, index) =>
      part.startsWith(':') ? parts[index] !== '' : part === parts[index],
    )
  );
}
