/**
 * What an entry's record says, read with care: a line of years ago, or one that somebody has damaged, must
 * never keep the others from being read. Whoever shows it says that it can't be read, and its number.
 */

export interface SaidRecord {
  readonly about: readonly string[];
  readonly motive?: string;
  readonly what: unknown;
}

/** Null where the text is no record. */
export function saidIn(record: string): SaidRecord | null {
  let said: unknown;
  try {
    said = JSON.parse(record);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return null;
    }
    throw thrown;
  }
  return isRecord(said) ? said : null;
}

function isRecord(said: unknown): said is SaidRecord {
  if (typeof said !== 'object' || said === null || !('about' in said) || !('what' in said)) {
    return false;
  }
  const { about, what } = said;
  const motive = 'motive' in said ? said.motive : undefined;
  return (
    Array.isArray(about) &&
    about.every((id) => typeof id === 'string') &&
    typeof what === 'object' &&
    what !== null &&
    (motive === undefined || typeof motive === 'string')
  );
}
