/**
 * The session token in the browser: a cookie that scripts can't read, that never leaves for another
 * site, and that over TLS is bound to this very host (`__Host-`), RFC 6265bis. No expiry: it ends
 * with the browser, and the office ends the session before that (SEC-44). Tokens are base64url, so
 * nothing needs quoting.
 */

const tokenPattern = /^[A-Za-z0-9_-]{1,200}$/;

export interface SessionCookie {
  /** `set-cookie` that signs in. */
  give(token: string): string;
  /** `set-cookie` that signs out. */
  take(): string;
  /** The token of a `cookie` header, null when there is none. */
  read(header: string | undefined): string | null;
}

export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Host-beffroi' : 'beffroi';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    give: (token) => `${name}=${token}; ${attributes}`,
    take: () => `${name}=; Max-Age=0; ${attributes}`,
    read(header) {
      const pairs = (header ?? '').split(';').map((pair) => pair.trim());
      const token = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return token !== undefined && tokenPattern.test(token) ? token : null;
    },
  };
}
