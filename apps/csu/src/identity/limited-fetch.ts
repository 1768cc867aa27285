/**
 * How the centre asks the identity provider: an address that is safe, no redirection followed, a body
 * of bounded length. What the provider's own metadata names is no exception (SEC-61).
 */

import { Failure } from '@beffroi/kernel';
import type { CustomFetch } from 'openid-client';
import { isSafeAddress } from './provider-settings.ts';

const bodyBytesMax = 256 * 1024;
const statusesWithoutBody = new Set([101, 204, 205, 304]);

/** Throws Failure `provider-answer-refused`; what `fetch` itself throws passes. */
export const limitedFetch: CustomFetch = async (url, options) => {
  if (!isSafeAddress(url)) {
    throw refused('names an address that is neither https nor on this machine');
  }
  const { method, headers, body, signal } = options;
  const answer = await fetch(url, {
    ...{ method, headers, redirect: 'manual' },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
  const { status } = answer;
  const bytes = await bodyOf(answer);
  return new Response(statusesWithoutBody.has(status) ? null : bytes, {
    ...{ status, headers: answer.headers },
  });
};

async function bodyOf(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > bodyBytesMax) {
      throw refused(`answers more than ${bodyBytesMax} bytes`);
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function refused(what: string): Failure {
  return new Failure(
    'provider-answer-refused',
    `the identity provider ${what}: check BEFFROI_OIDC_ISSUER with whoever runs it`,
  );
}
