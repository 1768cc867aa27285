/**
 * The spaces of French typography: none of them may break a line, so that no line begins with a colon
 * or ends with « or n°. Sources keep plain spaces, which a person can type and search; this puts the
 * right ones when a French sentence is shown. It never touches what people wrote: a sentence is spaced
 * before its values are put in.
 */

const noBreak = '\u00a0';
const narrowNoBreak = '\u202f';

/** Narrow before ; ! and ?, of a word's width before : » and %, and after « and n° (Imprimerie nationale). */
export function frenchSpaces(sentence: string): string {
  return sentence
    .replace(/(?<=«|\bn°) | (?=[:»%])/gi, noBreak)
    .replace(/ (?=[;!?])/g, narrowNoBreak);
}
