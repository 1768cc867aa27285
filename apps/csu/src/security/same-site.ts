/**
 * Keeps other sites' pages from acting with a signed-in person's browser (SEC-41): the host must be
 * one of ours (no DNS rebinding), a request that changes something carries the header `x-beffroi: 1`
 * that a foreign page can't set, and its `Origin` is the host it asks. The cookie is `SameSite=Strict`
 * besides. Pure checks on headers.
 */

import type { IncomingHttpHeaders } from 'node:http';

export interface SameSite {
  isOurHost(headers: IncomingHttpHeaders): boolean;
  /** For requests that change something. */
  isOurPage(headers: IncomingHttpHeaders): boolean;
  /** For WebSockets, which carry no header of ours: the origin must be there and be ours. */
  isOurSocket(headers: IncomingHttpHeaders): boolean;
}

export function sameSite(hostNames: readonly string[], isSecure: boolean): SameSite {
  const known = new Set(hostNames.map((name) => name.toLowerCase()));
  const scheme = isSecure ? 'https:' : 'http:';

  function isOurHost(headers: IncomingHttpHeaders): boolean {
    const name = hostNameOf(headers.host);
    return name !== undefined && known.has(name) && URL.canParse(`http://${headers.host}`);
  }

  function isOurOrigin(headers: IncomingHttpHeaders): boolean {
    const origin = headers.origin === undefined ? null : URL.parse(headers.origin);
    return origin !== null && origin.protocol === scheme && origin.host === headers.host;
  }

  return {
    isOurHost,
    isOurPage: (headers) =>
      isOurHost(headers) &&
      headers['x-beffroi'] === '1' &&
      (headers.origin === undefined || isOurOrigin(headers)) &&
      (headers['sec-fetch-site'] === undefined || headers['sec-fetch-site'] === 'same-origin'),
    isOurSocket: (headers) => isOurHost(headers) && isOurOrigin(headers),
  };
}

/** The name of a `Host` header without its port, undefined when it is none. */
export function hostNameOf(host: string | undefined): string | undefined {
  return host === undefined
    ? undefined
    : /^(\[[0-9a-f:]+\]|[^:[\]/@]+)(:\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase();
}
