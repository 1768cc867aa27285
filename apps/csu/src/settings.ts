/**
 * How this centre is served: addresses, certificate, files. Data only; where it comes from (flags,
 * environment, the command line) is the composition root's business.
 */

export type TlsSettings =
  /** Plain http: accepted on loopback only (SEC-40). */
  | { readonly kind: 'none' }
  /** The town's own certificate chain and key, PEM files. */
  | { readonly kind: 'files'; readonly certificateFile: string; readonly keyFile: string }
  /** A small authority of our own, made in this directory at first start. */
  | { readonly kind: 'internal'; readonly directory: string };

/** The town's identity provider (OpenID Connect, shaped as ProConnect). */
export interface ProviderSettings {
  /** Exactly as the provider names itself; https, or http on loopback. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says: the name people know it by. */
  readonly label: string;
  /** Levels of assurance that are taken (`acr`); of eIDAS levels a higher one is taken too. */
  readonly acr: readonly string[];
  /** Methods of which the provider must name one (`amr`); empty: not asked. */
  readonly amr: readonly string[];
}

export interface CsuSettings {
  /** Address to listen on, `127.0.0.1` or `0.0.0.0`. */
  readonly bind: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Names and addresses by which people reach this machine; loopback names are always known. */
  readonly hostNames: readonly string[];
  readonly tls: TlsSettings;
  /** Port of the plain page that helps to install the internal authority; null for none. */
  readonly plainPort: number | null;
  readonly townName: string;
  /** The town's identity provider (OpenID Connect); null for none. */
  readonly provider: ProviderSettings | null;
  /** GeoJSON file of the map base; null for an empty one. */
  readonly mapFile: string | null;
  /** Bearer token for `/metrics` from elsewhere than loopback; null allows loopback only. */
  readonly metricsToken: string | null;
}

export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]', '::1'];

/** Whether an address can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  const bare = address.replace(/^::ffff:/, '');
  return loopbackNames.includes(bare) || /^127(\.\d{1,3}){3}$/.test(bare);
}
