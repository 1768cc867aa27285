/**
 * How the console asks the centre. Same origin, cookie session; every request carries the header
 * `x-beffroi: 1`, which a foreign page can't set without a preflight the centre refuses (CSRF).
 * A request waits 20 s at most. Never keeps a credential.
 */

import { type ConfirmationView, confirmationHeader } from '@beffroi/wire';
import { QueryClient } from '@tanstack/react-query';
import { type AskedAct, forgetAsked, keepAsked } from './asked-acts.ts';
import { confirmFirst } from './confirm-first.ts';
import { RefusalError, refusalOf, UnreachableError } from './refusal.ts';

const answerWithinMs = 20_000;

export type Method = AskedAct['method'];

/**
 * Asks, throws `RefusalError` or `UnreachableError`; an answer without body is `null`. An act that wants
 * a proof waits for the dialog of the shell and is asked again; left there, its refusal is thrown.
 */
export async function ask<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  try {
    return await askOnce<Answer>(method, path, body, undefined);
  } catch (thrown) {
    const id = thrown instanceof RefusalError ? thrown.confirmationId : undefined;
    if (id === undefined || !(await isConfirmed({ id, method, path, body }))) {
      throw thrown;
    }
    return await askOnce<Answer>(method, path, body, id);
  }
}

/** Waits for its proofs, over a reload too (`resumeAsked`). */
async function isConfirmed(act: AskedAct): Promise<boolean> {
  keepAsked(act);
  try {
    return await confirmFirst(act.id);
  } finally {
    forgetAsked(act.id);
  }
}

/**
 * Goes on with an act that waited for a second person when this tab was loaded anew, and tells how it
 * ended; null where it waits for nobody any more, or was left.
 */
export async function resumeAsked(
  act: AskedAct,
): Promise<{ readonly view: ConfirmationView; readonly fault: unknown } | null> {
  const view = await viewOf(act.id);
  // Left before its first proof, it was turned away from; refused or over, the dialog says so.
  if (view === null || view.step === 'first-proof') {
    forgetAsked(act.id);
    return null;
  }
  if (!(await isConfirmed(act))) {
    return null;
  }
  try {
    await askOnce(act.method, act.path, act.body, act.id);
    return { view, fault: null };
  } catch (fault) {
    return { view, fault };
  }
}

/** Null: this session knows no such confirmation. */
async function viewOf(id: string): Promise<ConfirmationView | null> {
  try {
    return await askOnce<ConfirmationView>('GET', `/api/confirmations/${id}`, undefined, undefined);
  } catch (thrown) {
    if (thrown instanceof RefusalError) {
      return null;
    }
    throw thrown;
  }
}

async function askOnce<Answer>(
  method: Method,
  path: string,
  body: unknown,
  confirmationId: string | undefined,
): Promise<Answer> {
  const answer = await send(method, path, body, confirmationId);
  const text = await answer.text();
  const value = text === '' ? null : parse(text, answer.status);
  if (answer.ok) {
    return value as Answer;
  }
  throw refusalOf(answer.status, value) ?? new UnreachableError(answer.status, `${answer.status}`);
}

/** Bytes of a picture (still, reference), with the refusals of `ask`. */
export async function askPicture(path: string): Promise<Blob> {
  const answer = await send('GET', path, undefined);
  if (answer.ok) {
    return await answer.blob();
  }
  const value = parse(await answer.text(), answer.status);
  throw refusalOf(answer.status, value) ?? new UnreachableError(answer.status, `${answer.status}`);
}

async function send(
  method: Method,
  path: string,
  body: unknown,
  confirmationId?: string,
): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, image/png',
        'x-beffroi': '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(confirmationId === undefined ? {} : { [confirmationHeader]: confirmationId }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
  } catch (thrown) {
    throw new UnreachableError(null, 'no answer', thrown);
  }
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new UnreachableError(status, 'not JSON', thrown);
  }
}

/** One cache a page; the live socket tells what to refetch, so nothing polls quickly. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; a silence is tried twice more.
      retry: (failures, error) => !(error instanceof RefusalError) && failures < 2,
    },
    mutations: { retry: false },
  },
});

/** Refetches what the live socket's `changed` names: `cameras`, `people`, `alarms`, `health`... */
export function invalidate(what: readonly string[]): void {
  for (const word of what) {
    queryClient.invalidateQueries({ queryKey: [word] }).catch((thrown: unknown) => {
      // Each query keeps its own error for its page; this one is only the refetch's promise.
      console.warn(`Refetch of ${word} failed.`, thrown);
    });
  }
}
