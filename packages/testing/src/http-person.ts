/**
 * A person who speaks HTTP without a browser: comes in by a one-time link with a passkey in software,
 * keeps the cookie, and proves each sensitive act that is asked (SEC-30). Alone: of what wants two
 * persons the refusal is thrown.
 */

import type { RunningHouse } from './running-house.ts';
import { SoftwarePasskey } from './software-passkey.ts';

export interface HttpPerson {
  readonly cookie: string;
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
}

interface Post {
  readonly origin: string;
  readonly passkey: SoftwarePasskey;
  cookie: string;
}

interface Challenge {
  readonly challenge: string;
}

export async function signInOverHttp(house: RunningHouse, login: string): Promise<HttpPerson> {
  const link = await house.verb<{ url: string }>('link', login);
  const token = link.url.split('/').at(-1) ?? '';
  const { origin } = new URL(house.url);
  const post: Post = { origin, passkey: new SoftwarePasskey(origin), cookie: '' };
  const enrol = `/api/enrol/${token}/passkey`;
  const wanted = await send<Challenge>(post, 'POST', `${enrol}/options`);
  await send(post, 'POST', enrol, post.passkey.created(wanted));
  const asked = await send<Challenge>(post, 'POST', '/api/sign-in/passkey/options');
  const came = await request(post, 'POST', '/api/sign-in/passkey', post.passkey.signed(asked));
  await assertDone(came, 'POST', '/api/sign-in/passkey');
  const cookies = came.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  post.cookie = cookies.join('; ');
  return {
    cookie: post.cookie,
    send: (method, path, body) => send(post, method, path, body),
  };
}

async function send<T>(post: Post, method: string, path: string, body?: unknown): Promise<T> {
  const first = await request(post, method, path, body);
  const answer = first.status === 428 ? await confirmed(post, first, method, path, body) : first;
  await assertDone(answer, method, path);
  const text = await answer.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

/** Signs the digest of the act and asks it again. */
async function confirmed(
  post: Post,
  refused: Response,
  method: string,
  path: string,
  body: unknown,
): Promise<Response> {
  const { confirmationId } = (await refused.json()) as { readonly confirmationId: string };
  const proof = `/api/confirmations/${confirmationId}/passkey`;
  const options = await send<Challenge>(post, 'POST', `${proof}/options`);
  await send(post, 'POST', proof, post.passkey.signed(options));
  return await request(post, method, path, body, confirmationId);
}

async function assertDone(answer: Response, method: string, path: string): Promise<void> {
  if (!answer.ok) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  }
}

function request(
  { origin, cookie }: Post,
  method: string,
  path: string,
  body?: unknown,
  confirmationId?: string,
): Promise<Response> {
  return fetch(new URL(path, origin), {
    method,
    headers: {
      cookie,
      origin,
      'content-type': 'application/json',
      'x-beffroi': '1',
      ...(confirmationId === undefined ? {} : { 'x-beffroi-confirmation': confirmationId }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
