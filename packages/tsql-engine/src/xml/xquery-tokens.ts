import { sqlError } from '../errors/sql-error.js';

export interface Token {
  readonly kind: 'name' | 'variable' | 'string' | 'number' | 'symbol' | 'end';
  /** Of a string its value, of a variable its name. */
  readonly text: string;
}

/** Comments may stand between all of them. */
const TOKEN =
  /\s+|\(:[\s\S]*?:\)|(?<name>[\p{L}_](?:[\p{L}\p{N}_.-])*)|\$(?<variable>[\p{L}_][\p{L}\p{N}_.-]*)|"(?<double>(?:[^"]|"")*)"|'(?<single>(?:[^']|'')*)'|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<symbol>\/\/|::|:=|\.\.|!=|<=|>=|[/@*.,;:()[\]{}=<>+|-])/uy;

/** The words of an XQuery text. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw sqlError(2370, text.slice(at, at + 1));
    const { name, variable, double, single, number, symbol } = groups;
    if (name !== undefined) found.push({ kind: 'name', text: name });
    else if (variable !== undefined) found.push({ kind: 'variable', text: variable });
    else if (double !== undefined) found.push({ kind: 'string', text: entities(double.replaceAll('""', '"')) });
    else if (single !== undefined) found.push({ kind: 'string', text: entities(single.replaceAll("''", "'")) });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (symbol !== undefined) found.push({ kind: 'symbol', text: symbol });
  }
  return found;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const entities = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
