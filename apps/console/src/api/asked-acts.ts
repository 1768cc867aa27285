/**
 * Acts of this tab that wait to be proved, kept over a reload (SEC-31): a second person may take a quarter
 * of an hour, and whoever asked goes on waiting where they were. In the tab's own storage, which ends with
 * it; never a proof, and never an act whose answer is shown once, as a link is.
 */

export interface AskedAct {
  /** Of its confirmation. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

const key = 'beffroi-asked-acts';
/** The centre keeps no more of one person (SEC-32). */
const actsMax = 5;

export function keepAsked(act: AskedAct): void {
  if (!act.path.endsWith('/link')) {
    write([...askedActs().filter(({ id }) => id !== act.id), act].slice(-actsMax));
  }
}

export function forgetAsked(id: string): void {
  write(askedActs().filter((act) => act.id !== id));
}

/** Oldest first; what is no list of acts is none. */
export function askedActs(): readonly AskedAct[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as AskedAct[]) : [];
  } catch (thrown) {
    console.warn('The acts that this tab waited for could not be read.', thrown);
    return [];
  }
}

function write(acts: readonly AskedAct[]): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(acts));
  } catch (thrown) {
    // A browser that lends no storage: the act waits as long as the page does.
    console.warn('The acts that this tab waits for could not be kept.', thrown);
  }
}
