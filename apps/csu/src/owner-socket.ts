/**
 * The owner's door: HTTP over a unix socket that only the user who runs the centre may open (mode
 * 0600). Through it the command line makes one-time links, imports town files and registers
 * recorders. Never reachable from the network; every act still goes through the office and its
 * register (SEC-4).
 */

import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Failure, messageOf } from '@beffroi/kernel';

const bodyBytesMax = 4 * 1024 * 1024;

/** What the owner may ask: path -> act. An act's thrown Failure is told in its own words. */
export type OwnerActs = Readonly<Record<string, (body: unknown) => Promise<unknown>>>;

export interface OwnerDoor {
  close(): Promise<void>;
}

export async function openOwnerDoor(socketPath: string, acts: OwnerActs): Promise<OwnerDoor> {
  await rm(socketPath, { force: true });
  const server = createServer((request, response) => {
    answer(request, response, acts).catch((thrown: unknown) =>
      reply(response, thrown instanceof Failure ? 409 : 500, {
        message: messageOf(thrown),
        ...(thrown instanceof Failure ? { code: thrown.code } : {}),
        // A town file that was refused names each place where it is wrong.
        ...(thrown instanceof Failure && 'faults' in thrown ? { faults: thrown.faults } : {}),
      }),
    );
  });
  // The socket must never be open to others, not even for the moment before chmod.
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
  } finally {
    process.umask(before);
  }
  await chmod(socketPath, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  acts: OwnerActs,
): Promise<void> {
  const act = Object.hasOwn(acts, request.url ?? '') ? acts[request.url ?? ''] : undefined;
  if (request.method !== 'POST' || act === undefined) {
    reply(response, 404, { message: `the centre knows no ${request.url ?? ''}` });
    return;
  }
  const body = await readBody(request);
  reply(response, 200, (await act(body)) ?? null);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    sizeBytes += part.length;
    if (sizeBytes > bodyBytesMax) {
      throw new Failure('body-too-long', 'more than 4 MiB was sent');
    }
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8') || 'null');
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (!response.headersSent) {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }
}
