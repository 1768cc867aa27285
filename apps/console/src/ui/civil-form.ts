/**
 * A civil date and time as it is typed and read in France and in Britain: `22/11/2026 14:05:09`,
 * seconds and even the time may be left out. Between that and the civil text of `civil-time.ts`.
 */

const typedForm = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[\s,]+(\d{1,2})[:h](\d{2})(?::(\d{2}))?)?$/;

/** `2026-11-22T14:05:09` as `22/11/2026 14:05:09`. */
export function civilShown(civil: string): string {
  const [day = '', time = ''] = civil.split('T');
  return `${day.split('-').reverse().join('/')} ${time}`;
}

/** What was typed as a civil text, undefined when it is no date. */
export function civilTyped(typed: string): string | undefined {
  const found = typedForm.exec(typed.trim());
  if (found === null) {
    return undefined;
  }
  const [, day = '', month = '', year = '', hours = '0', minutes = '00', seconds = '00'] = found;
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${minutes}:${seconds}`;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
