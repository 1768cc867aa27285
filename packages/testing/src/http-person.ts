/** A person who speaks HTTP without a browser: signs in by a one-time link and keeps the cookie. */

import { totpCode } from './chromium.ts';
import type { RunningHouse } from './running-house.ts';

export interface HttpPerson {
  readonly cookie: string;
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
}

export async function signInOverHttp(house: RunningHouse, login: string): Promise<HttpPerson> {
  const link = await house.verb<{ url: string }>('link', login);
  const token = link.url.split('/').at(-1) ?? '';
  const password = 'corneille-vigie-tocsin-42-ardoise';
  const stranger = personWith(house, '');
  const { secret } = await stranger.send<{ secret: string }>(
    'POST',
    `/api/enrol/${token}/password`,
    { password },
  );
  await stranger.send('POST', `/api/enrol/${token}/totp`, { code: totpCode(secret, Date.now()) });
  const code = totpCode(secret, Date.now() + 30_000);
  const answer = await request(house, '', 'POST', '/api/sign-in/password', {
    login,
    password,
    code,
  });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  return personWith(house, cookie.join('; '));
}

function personWith(house: RunningHouse, cookie: string): HttpPerson {
  return {
    cookie,
    send: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await request(house, cookie, method, path, body);
      const text = await answer.text();
      return (text === '' ? null : JSON.parse(text)) as T;
    },
  };
}

async function request(
  house: RunningHouse,
  cookie: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const answer = await fetch(new URL(path, house.url), {
    method,
    headers: {
      cookie,
      origin: new URL(house.url).origin,
      'content-type': 'application/json',
      'x-beffroi': '1',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  }
  return answer;
}
