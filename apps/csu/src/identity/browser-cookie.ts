/**
 * The cookie that binds a sign-in at the provider to the browser that began it (SEC-62): out of reach
 * of scripts and of other sites, for five minutes, `__Host-` over TLS. The browser comes back to a page
 * of the console, which hands the provider's answer in itself, so the cookie is as strict as the
 * session's.
 */

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;
const lifeSeconds = 300;

export interface BrowserCookie {
  give(token: string): string;
  take(): string;
  read(header: string | undefined): string | null;
}

export function browserCookie(isSecure: boolean): BrowserCookie {
  const name = isSecure ? '__Host-beffroi-provider' : 'beffroi-provider';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    give: (token) => `${name}=${token}; Max-Age=${lifeSeconds}; ${attributes}`,
    take: () => `${name}=; Max-Age=0; ${attributes}`,
    read(header) {
      const pairs = (header ?? '').split(';').map((pair) => pair.trim());
      const token = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return token !== undefined && tokenPattern.test(token) ? token : null;
    },
  };
}
