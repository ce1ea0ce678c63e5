import { isCharacter, isInteger, type SqlType, typeText } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { both, type Condition, integer } from './conditions.js';
import { constantText } from './constant-text.js';

/** A value that stands in an executed text, as a parameter of that text. */
export interface TextParameter {
  /** With its @. */
  readonly name: string;
  readonly type: SqlType;
  readonly value: Bound.BoundExpression;
}

export interface TextWithValues {
  /** The text is executed: no part of it is NULL. */
  readonly when: Condition;
  readonly text: string;
  /** Their declarations, as those of a procedure. */
  readonly declared: string;
  readonly parameters: readonly TextParameter[];
}

/**
 * A text into which values are written, as parameters take them: `N'… WHERE Day > ''' + CONVERT(varchar(10), @from, 120) +
 * N''''` becomes `… WHERE Day > @value_1`. A value may be the content of a literal, or part of it, or a whole number anywhere.
 * Undefined where a part is code: the name of a table, a list, or a text that may hold a quote of its own.
 */
export function valuesInText(expression: Bound.BoundExpression): TextWithValues | undefined {
  const parts = partsOf(expression);
  if (!parts) return undefined;
  const writer = new Writer();
  for (const part of parts) {
    if (typeof part === 'string') writer.write(part);
    else if (!writer.place(part)) return undefined;
  }
  return writer.result();
}

type Part = string | Bound.BoundExpression;

/** What a concatenation consists of, constants as texts. Undefined where a NULL does not make all of it NULL. */
function partsOf(node: Bound.BoundExpression): readonly Part[] | undefined {
  const text = constantText(node);
  if (typeof text === 'string') return [text];
  if (node.kind === 'collate') return partsOf(node.operand);
  if (node.kind === 'cast' && !node.attempt && !node.style && isWider(node)) return partsOf(node.operand);
  if (node.kind !== 'concatenation') return text === null ? undefined : [node];
  const left = node.nullYieldsNull ? partsOf(node.left) : undefined;
  const right = left && partsOf(node.right);
  return left && right ? [...left, ...right] : undefined;
}

/** A conversion that leaves a text as it is. */
function isWider({ type, operand }: Bound.BoundCast): boolean {
  if (type.name !== 'nvarchar' && type.name !== 'varchar') return false;
  const { type: from } = operand;
  if (from.name !== type.name && !(from.name === 'varchar' && type.name === 'nvarchar')) return false;
  if (type.length === 'max') return true;
  return 'length' in from && from.length !== 'max' && from.length <= type.length;
}

type Place = 'code' | 'literal' | 'brackets' | 'quotes' | 'line comment' | 'block comment';

/** What ends a place, and what looks like its end but is a character of it. */
const ENDS: Readonly<Record<Exclude<Place, 'code'>, { readonly end: string; readonly escape?: string }>> = {
  literal: { end: "'", escape: "''" },
  brackets: { end: ']', escape: ']]' },
  quotes: { end: '"', escape: '""' },
  'line comment': { end: '\n' },
  'block comment': { end: '*/' },
};

const STARTS: ReadonlyMap<string, Exclude<Place, 'code'>> = new Map([
  ['--', 'line comment'],
  ['/*', 'block comment'],
  ["'", 'literal'],
  ['[', 'brackets'],
  ['"', 'quotes'],
]);

/** Puts the text together, and knows what stands around its end. */
class Writer {
  readonly parameters: TextParameter[] = [];
  #text = '';
  #place: Place = 'code';
  /** Of an open literal: `N` or nothing, and its pieces so far, values by their names. */
  #prefix = '';
  #pieces: string[] = [];
  #piece = '';
  /** Behind a number, which digits or letters would continue. */
  #isBehindNumber = false;
  #isBroken = false;
  #when: Condition;

  write(text: string): void {
    if (this.#isBehindNumber && /^[\w.@#$]/.test(text)) this.#isBroken = true;
    this.#isBehindNumber = false;
    for (let i = 0; i < text.length; ) {
      const taken = this.#place === 'code' ? this.#inCode(text, i) : this.#inside(this.#place, text, i);
      i += taken;
    }
  }

  #inCode(text: string, at: number): number {
    const start = [text.slice(at, at + 2), text.charAt(at)].find((each) => STARTS.has(each));
    if (start === undefined) {
      this.#text += text.charAt(at);
      return 1;
    }
    this.#place = STARTS.get(start) ?? 'code';
    if (this.#place === 'literal') {
      this.#prefix = /(?:^|[^\w@#$])N$/i.test(this.#text) ? 'N' : '';
      this.#text = this.#text.slice(0, this.#text.length - this.#prefix.length);
      this.#pieces = [];
      this.#piece = '';
    } else this.#text += start;
    return start.length;
  }

  #inside(place: Exclude<Place, 'code'>, text: string, at: number): number {
    const { end, escape } = ENDS[place];
    if (escape !== undefined && text.startsWith(escape, at)) return this.#add(place, escape);
    if (!text.startsWith(end, at)) return this.#add(place, text.charAt(at));
    this.#place = 'code';
    this.#text += place === 'literal' ? this.#literal() : end;
    return end.length;
  }

  #add(place: Place, text: string): number {
    if (place === 'literal') this.#piece += text;
    else this.#text += text;
    return text.length;
  }

  #constant(): readonly string[] {
    return this.#piece === '' ? [] : [`${this.#prefix}'${this.#piece}'`];
  }

  #literal(): string {
    if (this.#pieces.length === 0) return `${this.#prefix}'${this.#piece}'`;
    const pieces = [...this.#pieces, ...this.#constant()];
    return pieces.length === 1 ? pieces.join() : `(${pieces.join(' + ')})`;
  }

  /** Writes a value; false where the text would not be the same with a parameter. */
  place(value: Bound.BoundExpression): boolean {
    if (this.#isBehindNumber) return false;
    if (this.#place === 'code') return this.#placeNumber(value);
    return this.#place === 'literal' && this.#placeText(value);
  }

  /** A whole number that nothing before it continues. A number behind ORDER BY is a column, and no value. */
  #placeNumber(value: Bound.BoundExpression): boolean {
    const number = numberIn(value);
    if (!number || !/[\s=<>(,+*/%]$/.test(this.#text) || /\b(?:ORDER|GROUP)\s+BY\b[^()]*$/i.test(this.#text))
      return false;
    const name = this.#parameter(number);
    this.#text += /\bTOP\s+$/i.test(this.#text) ? `(${name})` : name;
    this.#isBehindNumber = true;
    return true;
  }

  #placeText(value: Bound.BoundExpression): boolean {
    const isFirst = this.#pieces.length === 0 && this.#piece === '';
    // `IN ('` + values + `')`: several values in one text.
    if (isFirst && /\bIN\s*\($/i.test(this.#text)) return false;
    const content = contentOf(value);
    if (!content) return false;
    const { value: given, isSafe } = content;
    if (!isSafe) this.#when = both(this.#when, hasNoQuote(given));
    this.#pieces.push(...this.#constant(), this.#parameter(this.#prefix === 'N' ? inUnicode(given) : given));
    this.#piece = '';
    return true;
  }

  #parameter(value: Bound.BoundExpression): string {
    const { type, nullable, span } = value;
    const same = this.parameters.find((each) => sameExpression(each.value, value));
    if (same) return same.name;
    const name = `@value_${this.parameters.length + 1}`;
    this.parameters.push({ name, type, value });
    if (nullable) this.#when = both(this.#when, { kind: 'is-null', operand: converted(value), negated: true, span });
    return name;
  }

  /** Undefined where a literal stays open, or no value was written. */
  result(): TextWithValues | undefined {
    const { parameters } = this;
    if (this.#isBroken || this.#place === 'literal' || parameters.length === 0) return undefined;
    const declared = parameters.map(({ name, type }) => `${name} ${typeText(type)}`).join(', ');
    return { when: this.#when, text: this.#text, declared, parameters };
  }
}

/** What a conversion is made of: it is NULL where that is. */
const converted = (value: Bound.BoundExpression): Bound.BoundExpression =>
  value.kind === 'cast' && !value.attempt ? converted(value.operand) : value;

/** Digits of the largest number of a type. */
const DIGITS: Readonly<Record<string, number | undefined>> = { tinyint: 3, smallint: 5, int: 10, bigint: 19 };

/** The whole number that a text is written from. */
function numberIn(value: Bound.BoundExpression): Bound.BoundExpression | undefined {
  if (value.kind !== 'cast' || value.attempt || value.style || !isInteger(value.operand.type)) return undefined;
  const { type, operand } = value;
  const digits = DIGITS[operand.type.name];
  if (digits === undefined || (type.name !== 'varchar' && type.name !== 'nvarchar')) return undefined;
  return type.length === 'max' || type.length >= digits ? operand : undefined;
}

interface Content {
  readonly value: Bound.BoundExpression;
  /** Nothing in it can end the literal. */
  readonly isSafe: boolean;
}

/** What a literal holds into which a text is written: `REPLACE(@name, '''', '''''')` doubles the quotes of a name. */
function contentOf(value: Bound.BoundExpression): Content | undefined {
  if (value.kind === 'cast' && value.implicit && isWider(value)) {
    const inner = contentOf(value.operand);
    return inner && (inner.value === value.operand ? { value, isSafe: inner.isSafe } : inner);
  }
  if (!isCharacter(value.type)) return undefined;
  if (value.kind !== 'call' || value.function !== 'REPLACE') return { value, isSafe: isFreeOfQuotes(value) };
  const [text, from, to] = value.arguments;
  const isDoubled = text && from && to && constantText(from) === "'" && constantText(to) === "''";
  return isDoubled && isCharacter(text.type) ? { value: text, isSafe: true } : undefined;
}

/** Functions that give a part of their text, or nothing that was not in it. */
const OF_THEIR_TEXT: ReadonlySet<string> = new Set([
  ...['LEFT', 'RIGHT', 'SUBSTRING', 'UPPER', 'LOWER', 'LTRIM', 'RTRIM', 'TRIM', 'REVERSE', 'ISNULL'],
]);

/** Whether a text cannot hold a quote: numbers and dates have none, nor do constants without one. */
function isFreeOfQuotes(value: Bound.BoundExpression): boolean {
  const text = constantText(value);
  if (typeof text === 'string') return !text.includes("'");
  if (!isCharacter(value.type)) return true;
  switch (value.kind) {
    case 'cast':
    case 'collate':
      return isFreeOfQuotes(value.operand);
    case 'concatenation':
      return isFreeOfQuotes(value.left) && isFreeOfQuotes(value.right);
    case 'call':
      return OF_THEIR_TEXT.has(value.function) && value.arguments.every(isFreeOfQuotes);
    default:
      return false;
  }
}

/** A quote would end the literal: nobody can say what the text does then. */
function hasNoQuote(value: Bound.BoundExpression): Bound.BoundPredicate {
  const { span, collation } = value;
  const quote: Bound.BoundLiteral = {
    kind: 'literal',
    type: { name: 'varchar', length: 1 },
    nullable: false,
    collation,
    span,
    value: "'",
  };
  const place: Bound.BoundCall = {
    kind: 'call',
    function: 'CHARINDEX',
    type: { name: 'int' },
    nullable: value.nullable,
    span,
    arguments: [quote, value],
  };
  return { kind: 'comparison', operator: '=', left: place, right: integer(0, span), span };
}

const UNICODE: Readonly<Record<string, 'nvarchar' | 'nchar' | undefined>> = { varchar: 'nvarchar', char: 'nchar' };

/** As a literal with N in front of it has it. */
function inUnicode(value: Bound.BoundExpression): Bound.BoundExpression {
  const { nullable, collation, span, type } = value;
  const name = UNICODE[type.name];
  if (!name || !('length' in type)) return value;
  const length = type.length === 'max' ? 'max' : Math.min(type.length, 4000);
  const to = { name, length } as SqlType;
  return { kind: 'cast', type: to, nullable, collation, span, operand: value, implicit: true, attempt: false };
}
