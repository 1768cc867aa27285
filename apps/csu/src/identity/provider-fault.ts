/**
 * Why asking the provider failed, in closed words: whether it is away, or has said something that
 * isn't believed. The library's message may quote a token or a claim, so it is never passed on.
 */

import { Failure } from '@beffroi/kernel';
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';

export interface ProviderFault {
  readonly isAway: boolean;
  /** A code of the library, or a few words of ours. */
  readonly why: string;
}

const awayCodes: ReadonlySet<string> = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT']);
const serverFaults = 500;

/** A defect of ours is thrown on. */
export function faultOf(thrown: unknown): ProviderFault {
  if (thrown instanceof Failure) {
    return { isAway: false, why: thrown.code };
  }
  if (thrown instanceof ResponseBodyError || thrown instanceof WWWAuthenticateChallengeError) {
    return { isAway: thrown.status >= serverFaults, why: thrown.code };
  }
  if (thrown instanceof ClientError) {
    const { cause } = thrown;
    if (cause instanceof Failure) {
      return { isAway: false, why: cause.code };
    }
    const status = cause instanceof Response ? cause.status : 0;
    const isAway =
      awayCodes.has(thrown.code ?? '') || status >= serverFaults || isUnreachable(cause);
    return { isAway, why: thrown.code ?? 'unreachable' };
  }
  if (isUnreachable(thrown)) {
    return { isAway: true, why: 'unreachable' };
  }
  throw thrown;
}

/** `fetch` says a broken connection as a TypeError that has a cause. */
function isUnreachable(thrown: unknown): boolean {
  return (
    (thrown instanceof TypeError && thrown.message === 'fetch failed') ||
    (thrown instanceof DOMException && thrown.name === 'TimeoutError')
  );
}
