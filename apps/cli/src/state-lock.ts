/**
 * One house for one state directory: a second start would take the database from under the first. The
 * lock is a unix socket, which the system lets go of when its holder ends, however it ends.
 */

import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { Failure } from '@beffroi/kernel';

export interface StateLock {
  release(): Promise<void>;
}

/** What the system takes for the path of a unix socket: unix(7), `sun_path` without its last zero. */
const socketPathBytesMax = 107;

/**
 * Throws Failure `state-in-use` when another house of this machine holds it, `state-path-long` when no
 * socket can lie there.
 */
export async function lockState(socketPath: string): Promise<StateLock> {
  const sizeBytes = Buffer.byteLength(socketPath);
  if (sizeBytes > socketPathBytesMax) {
    throw new Failure(
      'state-path-long',
      `${socketPath} is ${sizeBytes} bytes long, more than the ${socketPathBytesMax} that the system takes for a socket; choose a shorter place for the state`,
    );
  }
  const server = createServer((socket) => socket.destroy());
  if (!(await listens(server, socketPath))) {
    if (await isHeld(socketPath)) {
      throw new Failure(
        'state-in-use',
        `a centre or a recorder already runs on this state (${socketPath}); stop it first, or name another`,
      );
    }
    await rm(socketPath, { force: true });
    if (!(await listens(server, socketPath))) {
      throw new Failure('state-in-use', `another start was quicker to take ${socketPath}; retry`);
    }
  }
  server.unref();
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** False when something lies there already. */
function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        resolve(false);
      } else {
        reject(error);
      }
    });
    server.listen(path, () => {
      server.removeAllListeners('error');
      resolve(true);
    });
  });
}

/** Whether somebody answers there; a house that crashed leaves the name without a holder. */
export function isHeld(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
