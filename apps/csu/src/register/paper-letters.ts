/**
 * Letters that the fonts of a PDF viewer have (Windows-1252): a name in others keeps its letters
 * without the marks that would be lost, and a letter that has no such form becomes a question mark,
 * so that nothing vanishes unseen from a print. Pure.
 */

/** Above Latin-1, what Windows-1252 has too. */
const others = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
/** Letters whose mark is part of them, which Unicode doesn't take apart. */
const plain: Readonly<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ħ: 'h', Ħ: 'H', ı: 'i', ŧ: 't', Ŧ: 'T' },
};

export function inWesternLetters(text: string): string {
  // Composed first: an accent apart would be taken for a letter of its own.
  return [...text.normalize('NFC')].map(westernLetter).join('');
}

function westernLetter(letter: string): string {
  if (isWestern(letter)) {
    return letter;
  }
  if (/\s/u.test(letter)) {
    return ' ';
  }
  const bare = plain[letter] ?? letter.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return [...bare].every(isWestern) ? bare : '?';
}

function isWestern(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || others.includes(letter);
}
