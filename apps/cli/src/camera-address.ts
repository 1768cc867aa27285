/**
 * The address of a camera as people paste it: with user and password in it or without, and the
 * password as it was typed, `@`, `/`, `:` and `%` included. What is taken out of it is never said again
 * (CAM-5).
 */

import { Failure } from '@beffroi/kernel';

export interface GivenAddress {
  /** Without user information. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/** An address of numbers at the beginning: no path looks like it. */
const numbersFirst = /^(\[[0-9a-f:.]+\]|\d{1,3}(\.\d{1,3}){3})(:\d{1,5})?([/?]|$)/i;
const hostShape = /^(\[[0-9a-f:.]+\]|[^:@/?#\s[\]]+)(:\d{1,5})?$/i;

/** Throws Failure `usage`, in which no password stands. */
export function readCameraAddress(given: string): GivenAddress {
  const [, scheme = '', rest = ''] = /^(rtsps?:\/\/)(.*)$/i.exec(given) ?? [];
  if (scheme === '') {
    throw new Failure('usage', 'give the address: beffroi camera probe rtsp://192.0.2.7/stream1');
  }
  const at = endOfUserInformation(rest);
  const place = rest.slice(at === -1 ? 0 : at + 1);
  const [host = ''] = place.split(/[/?]/);
  const port = /:(\d+)$/.exec(host)?.[1];
  if (!hostShape.test(host) || Number(port ?? 554) > 65_535 || Number(port ?? 554) < 1) {
    throw new Failure(
      'usage',
      `${scheme}${place} is no address; it looks like rtsp://192.0.2.7:554/stream1, or rtsp://[2001:db8::7]/stream1`,
    );
  }
  const [username, password] = at === -1 ? [null, null] : userInformation(rest.slice(0, at));
  return { url: `${scheme.toLowerCase()}${place}`, username, password };
}

/** A password may hold every sign: what follows the `@` that counts is a host. -1 without one. */
function endOfUserInformation(rest: string): number {
  const last = rest.lastIndexOf('@');
  if (last !== -1 && numbersFirst.test(rest.slice(last + 1))) {
    return last;
  }
  const [first = ''] = rest.split(/[/?]/);
  if (first.includes('@')) {
    return first.lastIndexOf('@');
  }
  // An `@` in the path of an address that begins with a host belongs to the path.
  return hostShape.test(first) ? -1 : last;
}

function userInformation(text: string): [string, string | null] {
  const colon = text.indexOf(':');
  return colon === -1
    ? [decoded(text), null]
    : [decoded(text.slice(0, colon)), decoded(text.slice(colon + 1))];
}

/** As it was written where that is no percent-encoding: `100%` is a password. */
function decoded(text: string): string {
  return /%(?![0-9a-f]{2})/i.test(text) ? text : decodedOr(text);
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    if (thrown instanceof URIError) {
      return text;
    }
    throw thrown;
  }
}
