/**
 * An identity provider as ProConnect is shaped, in a process of its own: `oidc-provider` on a free
 * loopback port, with signed userinfo, `acr` and `amr`, client_secret_post and PKCE. Whoever starts it
 * says over IPC who "is at the keyboard" and which lie to tell; nobody is ever asked for a password.
 */

import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';

/** What the provider is told; the same message may come again. */
export interface ProviderOrders {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly signOutUris: readonly string[];
  readonly subject: string;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly lie: ProviderLie | null;
}

export type ProviderLie =
  | 'alg-none'
  | 'shared-secret'
  | 'other-key'
  | 'other-issuer'
  | 'other-audience'
  | 'other-nonce'
  | 'expired'
  | 'other-userinfo-subject'
  | 'unsigned-userinfo-of-another'
  | 'says-no'
  | 'fails'
  | 'endless';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...pair.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' };

let orders: ProviderOrders | null = null;
let answer: ReturnType<Provider['callback']> | null = null;

const server = createServer((request, response) => {
  if (answer === null) {
    response.writeHead(503).end();
    return;
  }
  void answer(request, response);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ issuer: issuer() });
});

process.on('message', (message: ProviderOrders) => {
  const isOther = JSON.stringify(message.redirectUris) !== JSON.stringify(orders?.redirectUris);
  orders = message;
  if (isOther) {
    answer = makeProvider(message).callback();
  }
  process.send?.({ ready: true });
});
process.on('disconnect', () => process.exit(0));

function issuer(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function makeProvider(first: ProviderOrders): Provider {
  const configuration: Configuration = {
    clients: [
      {
        client_id: first.clientId,
        client_secret: first.clientSecret,
        redirect_uris: [...first.redirectUris],
        post_logout_redirect_uris: [...first.signOutUris],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'RS256',
        userinfo_signed_response_alg: 'RS256',
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['only for tests'] },
    acrValues: ['eidas1', 'eidas2', 'eidas3'],
    claims: { openid: ['sub'], acr: null, amr: null, auth_time: null },
    clientAuthMethods: ['client_secret_post'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'HS256'] },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      jwtUserinfo: { enabled: true },
      userinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.account?.accountId,
      } as ConstructorParameters<typeof oidc.provider.Grant>[0]);
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(issuer(), configuration);
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      await interact(provider, ctx);
      return;
    }
    await next();
    lie(ctx);
  });
  return provider;
}

/** The person at the keyboard says yes at once, unless told to say no. */
async function interact(
  provider: Provider,
  { req, res }: Pick<KoaContextWithOIDC, 'req' | 'res'>,
): Promise<void> {
  const told = orders;
  if (told === null) {
    return;
  }
  const result =
    told.lie === 'says-no'
      ? { error: 'access_denied', error_description: '<b>no</b>' }
      : { login: { accountId: told.subject, acr: told.acr, amr: [...told.amr] } };
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

function lie(ctx: { path: string; status: number; body: unknown; type: string }): void {
  const kind = orders?.lie ?? null;
  if (ctx.path === '/token' && ctx.status === 200 && kind !== null) {
    const body = ctx.body as { id_token: string };
    if (kind === 'fails') {
      ctx.status = 503;
      ctx.body = 'down';
      return;
    }
    ctx.body =
      kind === 'endless'
        ? { ...body, more: 'x'.repeat(1_000_000) }
        : { ...body, id_token: forged(body.id_token, kind) };
  }
  if (ctx.path === '/me' && kind === 'other-userinfo-subject') {
    ctx.body = forged(String(ctx.body), kind);
  }
  if (ctx.path === '/me' && kind === 'unsigned-userinfo-of-another') {
    ctx.type = 'application/json';
    ctx.body = { sub: 'somebody-else' };
  }
}

function forged(token: string, kind: ProviderLie): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = read(head);
  const claims = read(body);
  switch (kind) {
    case 'alg-none':
      return `${write({ ...header, alg: 'none' })}.${body}.`;
    case 'shared-secret':
      return `${write({ ...header, alg: 'HS256' })}.${body}.${signature}`;
    case 'other-key':
      return signed(header, claims, stranger.privateKey.export({ format: 'jwk' }));
    case 'other-issuer':
      return signed(header, { ...claims, iss: 'https://elsewhere.example' });
    case 'other-audience':
      return signed(header, { ...claims, aud: 'another-client' });
    case 'other-nonce':
      return signed(header, { ...claims, nonce: 'of another sign-in' });
    case 'expired':
      return signed(header, { ...claims, iat: 1_600_000_000, exp: 1_600_000_060 });
    case 'other-userinfo-subject':
      return claims['nonce'] === undefined
        ? signed(header, { ...claims, sub: 'somebody-else' })
        : token;
    default:
      return token;
  }
}

function signed(header: object, claims: object, key: object = jwk): string {
  const text = `${write(header)}.${write(claims)}`;
  const privateKey = createPrivateKey({ key: key as Record<string, string>, format: 'jwk' });
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

function read(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}

function write(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
