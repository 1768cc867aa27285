/**
 * Loads a page's code though the centre is away: it is waited for, the shell stays and says that the centre
 * doesn't answer, and the page comes by itself. Without this the router loads the whole document anew, which
 * ends in the browser's own error page. A centre that answers and lacks the file was upgraded: the failure is
 * handed on, and the router loads the new console.
 */

import { ask } from './client.ts';
import { RefusalError, UnreachableError } from './refusal.ts';

const pauseMs = 2000;
/** Half an hour of silence; then the page says so. */
const triesMax = 900;

export function patiently<Page>(load: () => Promise<Page>): () => Promise<Page> {
  return async () => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await load();
      } catch (thrown) {
        if (await isCentreThere()) {
          throw thrown;
        }
        if (tries === triesMax) {
          throw new UnreachableError(null, 'no answer', thrown);
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };
}

async function isCentreThere(): Promise<boolean> {
  try {
    await ask('GET', '/api/session');
    return true;
  } catch (thrown) {
    if (thrown instanceof UnreachableError) {
      return false;
    }
    if (thrown instanceof RefusalError) {
      return true;
    }
    throw thrown;
  }
}
