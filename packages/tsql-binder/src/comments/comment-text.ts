import type { Comment } from '@datamigrate/tsql-syntax';

/** What a comment says, line by line; undefined for lines of ornaments alone. */
export function commentText({ text, type }: Comment): string | undefined {
  const inner = type === 'line' ? text.replace(/^-+/, '') : text.replace(/^\/\*+/, '').replace(/\*+\/$/, '');
  const lines = inner
    .split(/\r\n|\r|\n/)
    .map((line) => (type === 'block' ? line.replace(/^\s*\*+(?!\S)/, '') : line).trim());
  const said = lines.filter((line) => /[\p{L}\p{N}]/u.test(line));
  return said.length === 0 ? undefined : said.join('\n');
}
