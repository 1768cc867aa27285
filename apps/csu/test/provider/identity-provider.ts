/**
 * The identity provider of `provider-process.ts` as a test holds it: start, tell, walk a browser
 * through it (cookies and redirections of its own), stop. A real process on a real port.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ProviderSettings } from '../../src/settings.ts';
import type { ProviderOrders } from './provider-process.ts';

const program = join(import.meta.dirname, 'provider-process.ts');
const redirectionsMax = 10;

export class IdentityProvider {
  readonly settings: ProviderSettings;
  readonly #child: ChildProcess;
  #orders: ProviderOrders;

  private constructor(child: ChildProcess, issuer: string) {
    this.#child = child;
    const clientSecret = 'only-for-tests-0123456789abcdef-0123456789';
    this.settings = {
      ...{ issuer, clientId: 'beffroi', clientSecret, label: 'ProConnect' },
      ...{ acr: ['eidas1'], amr: [] },
    };
    this.#orders = {
      ...{ clientId: 'beffroi', clientSecret, redirectUris: [], signOutUris: [] },
      ...{ subject: 'karim-at-the-provider', acr: 'eidas1', amr: ['pwd'], lie: null },
    };
  }

  static async start(): Promise<IdentityProvider> {
    const child = fork(program, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const [{ issuer }] = (await once(child, 'message')) as [{ issuer: string }];
    return new IdentityProvider(child, issuer);
  }

  /** Who is there, and how it lies; what isn't said stays as it was. */
  async tell(orders: Partial<ProviderOrders>): Promise<void> {
    this.#orders = { ...this.#orders, ...orders };
    const told = once(this.#child, 'message');
    this.#child.send(this.#orders);
    await told;
  }

  /** Before that it answers 503 to everything. */
  async serve(origin: string): Promise<void> {
    await this.tell({
      redirectUris: [`${origin}/sign-in/return`],
      signOutUris: [`${origin}/sign-in`],
    });
  }

  /** Follows the way of a browser until it leaves the provider; answers that address. */
  async walk(url: string): Promise<URL> {
    const jar = new Map<string, string>();
    let next = new URL(url);
    for (let count = 0; count < redirectionsMax; count++) {
      const answer = await fetch(next, {
        redirect: 'manual',
        headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        jar.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location === null) {
        throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
      }
      next = new URL(location, next);
      if (next.origin !== this.settings.issuer) {
        return next;
      }
    }
    throw new Error('the provider sends the browser round and round');
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill();
    await gone;
  }
}
