const CODES: Readonly<Record<string, string | undefined>> = {
  B: '1',
  F: '1',
  P: '1',
  V: '1',
  C: '2',
  G: '2',
  J: '2',
  K: '2',
  Q: '2',
  S: '2',
  X: '2',
  Z: '2',
  D: '3',
  T: '3',
  L: '4',
  M: '5',
  N: '5',
  R: '6',
};

/** Four characters; only an upper-case H or W lets equal neighbours through as one. A non-letter ends the word. */
export function soundex(text: string): string {
  const first = text.charAt(0);
  if (!/[a-z]/i.test(first)) return '0000';
  let result = first.toUpperCase();
  let last = CODES[result] ?? '';
  for (const character of text.slice(1)) {
    if (!/[a-z]/i.test(character) || result.length === 4) break;
    if (character === 'H' || character === 'W') continue;
    const code = CODES[character.toUpperCase()] ?? '';
    if (code !== '' && code !== last) result += code;
    last = code;
  }
  return result.padEnd(4, '0');
}

/** How many places of the two codes agree. */
export function difference(a: string, b: string): number {
  const [x, y] = [soundex(a), soundex(b)];
  return [...x].filter((character, i) => character === y[i]).length;
}
