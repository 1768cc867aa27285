/**
 * Speaks to the running centre as the owner of the machine: HTTP over a unix socket that only the
 * owner's user may open. No password, no network.
 */

import { request } from 'node:http';
import { Failure, type Json } from '@beffroi/kernel';

/** A read-back of an hour of recordings takes minutes. */
const answerMsMax = 600_000;
const answerBytesMax = 8 * 1024 * 1024;

/** What the centre would not do, with its whole answer. */
export class CentreRefusal extends Failure<'centre-refused'> {
  readonly answer: unknown;
  /** What the centre's own failure was, null when it didn't say. */
  readonly reason: string | null;

  constructor(answer: unknown) {
    super('centre-refused', refusalText(answer));
    this.answer = answer;
    this.reason = reasonOf(answer);
  }
}

/** POSTs to the owner's socket; throws `centre-away`, or `CentreRefusal`. */
export function askCentre<T>(socketPath: string, path: string, body: Json): Promise<T> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath,
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        timeout: answerMsMax,
      },
      (answer) => {
        const parts: Buffer[] = [];
        let sizeBytes = 0;
        answer.on('data', (part: Buffer) => {
          sizeBytes += part.length;
          if (sizeBytes > answerBytesMax) {
            asked.destroy(new Failure('answer-too-long', 'the centre answered more than 8 MiB'));
            return;
          }
          parts.push(part);
        });
        answer.on('end', () => {
          const given = parsed(Buffer.concat(parts).toString('utf8'));
          if (answer.statusCode === 200) {
            resolve(given as T);
          } else {
            reject(new CentreRefusal(given));
          }
        });
      },
    );
    asked.on('timeout', () => asked.destroy(new Failure('centre-late', 'no answer within 10 min')));
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const away = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
      reject(
        away
          ? new Failure(
              'centre-away',
              `no centre runs here (${socketPath}); start it with npm start, or say which with --town FILE or --state DIR`,
              { cause: error },
            )
          : error,
      );
    });
    asked.end(text);
  });
}

/** A centre that ends in the middle of its answer leaves half a text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text || 'null') as unknown;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return { message: 'the centre ended while it answered; look at its log and ask again' };
    }
    throw thrown;
  }
}

function refusalText(given: unknown): string {
  if (typeof given === 'object' && given !== null && 'message' in given) {
    return String(given.message);
  }
  return 'the centre refused';
}

function reasonOf(given: unknown): string | null {
  const code = typeof given === 'object' && given !== null && 'code' in given ? given.code : null;
  return typeof code === 'string' ? code : null;
}
