/**
 * Runs the browser's self-test once a session of this tab, tells the centre, and keeps the result for
 * the bar and the account page. A post that can't decode the wall must say so before the watch begins.
 */

import type { SelfTestBody } from '@beffroi/wire';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { runSelfTest, selfTestBody } from '../media/self-test.ts';

async function testAndTell(): Promise<SelfTestBody> {
  const body = selfTestBody(await runSelfTest());
  // The result counts for this page even when the centre can't take it now.
  await ask<null>('POST', '/api/self-test', body).catch((thrown: unknown) => {
    console.warn('The self-test did not reach the centre.', thrown);
  });
  return body;
}

/** What this browser can do; run once, again by `refetch`. */
export function useSelfTest(): UseQueryResult<SelfTestBody> {
  return useQuery({
    queryKey: ['self-test'],
    queryFn: testAndTell,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Whether the wall can work here at all. */
export function canShowTheWall(test: SelfTestBody): boolean {
  return test.secureContext && test.webCodecs && test.h264;
}
