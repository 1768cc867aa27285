/**
 * Writes requests with their number, session and authorization, and recognises the answers. A
 * request that was challenged is written again with the answer to the challenge: at most three
 * times, so that a wrong password doesn't lock the camera's account.
 */

import { err, ok, type Result } from '@beffroi/kernel';
import {
  authorizationOf,
  type Challenge,
  type Credentials,
  type HashText,
  strongestChallenge,
} from './authorization.ts';
import { headerOf, headerSafe, type RtspMessage } from './message.ts';

export interface RequestWriterOptions {
  readonly credentials: Credentials | null;
  readonly hash: HashText;
  readonly clientNonce: string;
}

interface Request {
  readonly cseq: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly attempt: number;
}

const attemptsMax = 3;
/** Requests whose answer is still awaited; older ones are forgotten. */
const awaitedMax = 8;

export class RequestWriter {
  readonly #options: RequestWriterOptions;
  #cseq = 0;
  #nonceCount = 0;
  #challenge: Challenge | undefined;
  #awaited: Request[] = [];
  #last: Request | undefined;
  session: string | undefined;

  constructor(options: RequestWriterOptions) {
    this.#options = options;
  }

  write(method: string, url: string, headers: readonly string[] = []): string {
    return this.#write({ method, url, headers, attempt: 1 });
  }

  /** The request that an answer belongs to; a camera that forgets the number means the oldest. */
  answered(message: RtspMessage): Request | undefined {
    const text = headerOf(message, 'cseq');
    const index =
      text === undefined ? 0 : this.#awaited.findIndex((other) => other.cseq === Number(text));
    const [request] = index === -1 ? [] : this.#awaited.splice(index, 1);
    this.#last = request ?? this.#last;
    return request;
  }

  /** The last answered request once more, with credentials; or why there is no use in it. */
  answerChallenge(values: readonly string[]): Result<string, string> {
    const request = this.#last;
    const challenge = strongestChallenge(values);
    if (this.#options.credentials === null) {
      return err('The camera asks for a user name and a password, and none is configured.');
    }
    if (challenge === undefined || request === undefined) {
      return err('The camera asks for a kind of authentication that is neither Basic nor Digest.');
    }
    const tried = this.#challenge !== undefined && request.attempt > 1;
    const stale = challenge.scheme === 'digest' && challenge.stale;
    if ((tried && !stale) || request.attempt >= attemptsMax) {
      return err('The camera refuses the user name or the password (401).');
    }
    if (challenge.scheme !== 'digest' || challenge.nonce !== nonceOf(this.#challenge)) {
      this.#nonceCount = 0;
    }
    this.#challenge = challenge;
    return ok(this.#write({ ...request, attempt: request.attempt + 1 }));
  }

  /** Our answer to a request of the camera's. */
  reply(message: RtspMessage, status: number): string {
    const cseq = headerSafe(headerOf(message, 'cseq') ?? '0').slice(0, 20);
    const reason = status === 200 ? 'OK' : 'Not Implemented';
    return `RTSP/1.0 ${status} ${reason}\r\nCSeq: ${cseq}\r\n\r\n`;
  }

  #write(request: Omit<Request, 'cseq'>): string {
    const cseq = ++this.#cseq;
    this.#awaited.push({ ...request, cseq });
    if (this.#awaited.length > awaitedMax) {
      this.#awaited.shift();
    }
    const lines = [
      `${request.method} ${headerSafe(request.url)} RTSP/1.0`,
      `CSeq: ${cseq}`,
      'User-Agent: Beffroi',
      ...(this.session === undefined ? [] : [`Session: ${headerSafe(this.session)}`]),
      ...this.#authorization(request),
      ...request.headers,
    ];
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  #authorization(request: Omit<Request, 'cseq'>): string[] {
    const { credentials, hash, clientNonce } = this.#options;
    if (this.#challenge === undefined || credentials === null) {
      return [];
    }
    const use = {
      method: request.method,
      uri: request.url,
      nonceCount: ++this.#nonceCount,
      clientNonce,
    };
    return [`Authorization: ${authorizationOf(this.#challenge, credentials, use, hash)}`];
  }
}

function nonceOf(challenge: Challenge | undefined): string | undefined {
  return challenge?.scheme === 'digest' ? challenge.nonce : undefined;
}
