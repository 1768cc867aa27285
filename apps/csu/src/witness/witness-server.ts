/**
 * A witness that anybody can run on a machine of their own (C2SP tlog-witness, add-checkpoint): it
 * signs a checkpoint only when it grows out of the one it saw last (REG-7). It knows the registers
 * whose keys it was given, holds no personal data, and answers one question at a time.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Clock } from '@beffroi/office';
import {
  cosign,
  judgeCheckpoint,
  type NoteKey,
  readKey,
  readWitnessRequest,
  type WitnessRequest,
  writeKey,
} from '@beffroi/register';
import { realDisk } from '@beffroi/store-recordings';
import { sha256, verifyEd25519 } from '../register/ed25519.ts';
import type { RegisterDisk } from '../register/register-disk.ts';
import { openWitnessFiles, type WitnessFiles } from './witness-state.ts';

/** A proof has 63 hashes at most, a note a few lines. */
const bodyBytesMax = 64 * 1024;
const waitingMax = 64;
const requestMsMax = 10_000;

export interface WitnessWish {
  readonly folder: string;
  /** Name its key signs under, at first start. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Keys of the registers it watches, `name+id+key`. */
  readonly registers: readonly string[];
  readonly clock: Clock;
  readonly disk?: RegisterDisk;
}

export interface Witness {
  readonly keyLine: string;
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

/** Throws Failure `key-unreadable`, `port-taken`, `witness-state-unreadable`. */
export async function startWitness(wish: WitnessWish): Promise<Witness> {
  const keys = wish.registers.map((line) => keyOfLine(line));
  const files = await openWitnessFiles(wish.disk ?? realDisk, wish.folder, wish.name);
  const keyLine = writeKey(files.signer.key);
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = async (request: WitnessRequest): Promise<Answer> => {
    if (waiting >= waitingMax) {
      return { status: 503, text: 'busy; ask again later\n' };
    }
    waiting += 1;
    const done = turn.then(() => judge(request, keys, files, wish.clock));
    turn = done.catch(() => undefined);
    return await done.finally(() => {
      waiting -= 1;
    });
  };
  const server = createServer({ requestTimeout: requestMsMax }, (request, response) => {
    answer(request, inTurn, keyLine).then(
      (given) => reply(response, given),
      (thrown: unknown) => reply(response, { status: 500, text: `${messageOf(thrown)}\n` }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Failure('port-taken', `port ${wish.port} of ${wish.host}: ${error.code}`, {
          cause: error,
        }),
      ),
    );
    server.listen(wish.port, wish.host, resolve);
  });
  return {
    keyLine,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  ask: (request: WitnessRequest) => Promise<Answer>,
  keyLine: string,
): Promise<Answer> {
  if (request.method === 'GET' && request.url === '/') {
    return { status: 200, text: `${keyLine}\n` };
  }
  if (request.method !== 'POST' || request.url !== '/add-checkpoint') {
    return { status: 404, text: 'POST /add-checkpoint (C2SP tlog-witness)\n' };
  }
  const body = await bodyOf(request);
  if (body === null) {
    return { status: 413, text: `more than ${bodyBytesMax} bytes\n` };
  }
  const read = readWitnessRequest(body);
  return read === undefined
    ? { status: 400, text: 'the request can’t be read\n' }
    : await ask(read);
}

async function judge(
  request: WitnessRequest,
  keys: readonly NoteKey[],
  files: WitnessFiles,
  clock: Clock,
): Promise<Answer> {
  const judged = await judgeCheckpoint(
    {
      sha256,
      verify: verifyEd25519,
      keysOf: (origin) => keys.filter(({ name }) => name === origin),
      seen: files.seen,
    },
    request,
  );
  if (!judged.ok) {
    const { status, words, lastSize } = judged.error;
    return status === 409
      ? { status, text: `${lastSize}\n`, type: 'text/x.tlog.size' }
      : { status, text: `${words.en}\n` };
  }
  const { checkpoint, text } = judged.value;
  await files.keep(checkpoint.origin, { size: checkpoint.size, root: checkpoint.root });
  const line = await cosign(text, files.signer, Math.floor(clock.nowMs() / 1000));
  return { status: 200, text: line };
}

function keyOfLine(line: string): NoteKey {
  const key = readKey(sha256, line.trim());
  if (key === undefined) {
    throw new Failure(
      'key-unreadable',
      `${line} is no key line (name+id+key); beffroi doctor prints it on the centre's machine`,
    );
  }
  return key;
}

/** Null for a body that is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    sizeBytes += part.length;
    if (sizeBytes > bodyBytesMax) {
      return null;
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function reply(
  response: ServerResponse,
  { status, text, type = 'text/plain; charset=utf-8' }: Answer,
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}
