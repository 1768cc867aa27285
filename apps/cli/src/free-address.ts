/**
 * Whether the centre's address is free, asked before anything is begun: a first start draws, installs
 * and fills for a minute, and would only then find its port taken.
 */

import { once } from 'node:events';
import { createServer } from 'node:net';
import { Failure, messageOf } from '@beffroi/kernel';

/** Throws Failure `port-taken`, with the option that helps. */
export async function assertFree(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
  } catch (thrown) {
    throw new Failure(
      'port-taken',
      `the console can't be served at ${host}, port ${port} (${messageOf(thrown)}); choose another with --port${host === '127.0.0.1' ? '' : ' or --host'}`,
      { cause: thrown },
    );
  } finally {
    server.close();
  }
}
