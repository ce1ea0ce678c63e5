/** Letters of Latin alphabets that Unicode does not decompose into a letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
};

/** Signs that carry meaning in a name: without them `Discount` and `Discount%` are one. */
const SIGNS: Readonly<Record<string, string>> = { '#': 'number', '%': 'percent', '&': 'and', '+': 'plus' };

/**
 * A SQL Server name in snake_case, usable without quotes: `CustomerID` -> `customer_id`, `Order Details` ->
 * `order_details`, `Größe` -> `grosse`. Letters of other scripts stay. Never empty, never starts with a digit.
 */
export function snakeCase(name: string): string {
  const words = splitWords(spellOut(name.replace(/^[#@]+/, '')));
  const joined = words.join('_').toLowerCase();
  if (joined === '') return 'unnamed';
  return /^\p{N}/u.test(joined) ? `_${joined}` : joined;
}

function spellOut(name: string): string {
  return name
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{Mn}+/gu, '$1')
    .normalize('NFC')
    .replace(/[^\x00-\x7f]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/['’]/g, '')
    .replace(/[#%&+]/g, (sign) => ` ${SIGNS[sign]} `);
}

function splitWords(text: string): string[] {
  const mixed = /\p{Ll}/u.test(text);
  return text
    .replace(/(\p{Lu}{2,})s(?!\p{Ll})/gu, '$1S') // the plural of an acronym: IDs
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(mixed ? /(\p{N})(\p{Lu})/gu : /(?!)/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}
