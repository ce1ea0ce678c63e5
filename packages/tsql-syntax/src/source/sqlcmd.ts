import { commentsOf } from '../lexer/comments.js';
import { lexBatch } from '../lexer/lex-batch.js';
import { TokenBuffer } from '../lexer/token-buffer.js';

/** A line that sqlcmd takes for itself: `:setvar name "value"`, `:r file`, `:on error exit`, `!!command`. */
export interface SqlcmdDirective {
  readonly start: number;
  readonly end: number;
  /** In lower case: `setvar`, `r`, `on error`, `connect`; `!!` for a command of the system. */
  readonly command: string;
  /** What stands behind the command; quotes around a value are taken off. */
  readonly arguments: readonly string[];
}

/** The sqlcmd lines of a script in order. SQL Server never sees them. */
export function sqlcmdDirectives(text: string): SqlcmdDirective[] {
  const tokens = new TokenBuffer(text.length);
  const directives: SqlcmdDirective[] = [];
  for (let from = 0; from < text.length; ) {
    const { next } = lexBatch(text, from, tokens, []);
    for (const comment of commentsOf(text, tokens, from)) {
      if (comment.type === 'directive') directives.push(readDirective(comment));
    }
    from = next;
  }
  return directives;
}

function readDirective({ start, end, text }: { start: number; end: number; text: string }): SqlcmdDirective {
  if (text.startsWith('!!')) return { start, end, command: '!!', arguments: [text.slice(2).trim()] };
  const [, command = '', rest = ''] = /^:(on\s+error|\w+)\s*(.*)$/is.exec(text) ?? [];
  return { start, end, command: command.toLowerCase().replace(/\s+/, ' '), arguments: argumentsOf(rest.trim()) };
}

/** Words and quoted values; a quote inside a quoted value is written twice. */
function argumentsOf(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|(\S+)/g)].map(
    ([, quoted, word]) => quoted?.replaceAll('""', '"') ?? (word as string),
  );
}

/** The names of the sqlcmd variables that a script uses, `$(name)`, without repeats. Their case does not matter. */
export function sqlcmdVariables(text: string): string[] {
  const names = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(/\$\(([\w.-]+)\)/g)) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}
