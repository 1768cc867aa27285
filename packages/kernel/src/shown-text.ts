/**
 * A text from outside as it may be shown to a person: what would make it another than it looks
 * (control characters, among them those that move a terminal's cursor; marks of no width; marks that
 * turn the direction of what follows) is written out, `\u{1b}`.
 */

const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function shownText(text: string): string {
  return text.replace(hidden, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same of several lines: their ends stay. */
export function shownLines(text: string): string {
  return text.split('\n').map(shownText).join('\n');
}
