/** A database that is to be called otherwise than its scripts call it. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/** Comments and texts, names in all their forms, numbers, and whatever else stands alone. */
const TOKENS =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[\p{L}_@#][\p{L}\p{N}_@#$]*|\d[\w.]*|\S/gu;

/**
 * The text with the new name where the old one names the database: behind USE and DATABASE, and as the first part of names
 * of three parts. What merely is called the same (a table, a column, a text) stays.
 */
export function renameDatabase(text: string, renaming: Renaming | undefined): string {
  if (!renaming || !text.toLowerCase().includes(renaming.from.toLowerCase())) return text;
  const tokens = [...text.matchAll(TOKENS)].filter(([token]) => !/^(--|\/\*)/.test(token));
  const at = (place: number): string => tokens[place]?.[0] ?? '';
  let renamed = '';
  let from = 0;
  for (const [i, { 0: token, index }] of tokens.entries()) {
    if (plain(token).toLowerCase() !== renaming.from.toLowerCase() || token.startsWith("'")) continue;
    const named = /^(USE|DATABASE)$/i.test(at(i - 1));
    const first = at(i - 1) !== '.' && at(i + 1) === '.' && (at(i + 2) === '.' || at(i + 3) === '.');
    if (!named && !first) continue;
    renamed += `${text.slice(from, index)}[${renaming.to.replaceAll(']', ']]')}]`;
    from = index + token.length;
  }
  return renamed + text.slice(from);
}

function plain(token: string): string {
  if (token.startsWith('[') && token.endsWith(']')) return token.slice(1, -1).replaceAll(']]', ']');
  return token.startsWith('"') && token.endsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token;
}
