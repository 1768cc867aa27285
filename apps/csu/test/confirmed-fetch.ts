/** A sensitive act over HTTP as a demonstration does it: asked, proved by a mark, asked again (SEC-30). */

import { confirmationHeader } from '@beffroi/wire';
import type { TestCentre } from './test-centre.ts';

export async function confirmedFetch(
  centre: TestCentre,
  path: string,
  options: RequestInit & { readonly cookie: string },
): Promise<Response> {
  const asked = await centre.fetch(path, options);
  const { confirmationId } = (await asked.json()) as { readonly confirmationId: string };
  await centre.fetch(`/api/confirmations/${confirmationId}/demonstration`, {
    method: 'POST',
    cookie: options.cookie,
  });
  return await centre.fetch(path, {
    ...options,
    headers: { [confirmationHeader]: confirmationId },
  });
}
