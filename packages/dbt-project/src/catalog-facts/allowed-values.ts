/** A CHECK constraint that lists the values of one column. */
export interface AllowedValues {
  readonly column: string;
  readonly kind: 'text' | 'number';
  /** Numbers as written. */
  readonly values: readonly string[];
}

type Token =
  | { readonly kind: 'name' | 'text' | 'number'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string };

const TOKEN =
  /\s+|\[((?:[^\]]|\]\])+)\]|"((?:[^"]|"")+)"|N?'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_@#$]*)|([=(),])/uy;

/**
 * Reads `[Status] IN ('A', 'B')`, or the form in which SQL Server stores it, `([Status]='A' OR [Status]='B')`.
 * `OR [Status] IS NULL` changes nothing: CHECK lets NULL pass anyway. Anything else is undefined.
 */
export function allowedValues(definition: string): AllowedValues | undefined {
  const tokens = tokenize(definition);
  if (tokens === undefined) return undefined;
  const reader = new ConditionReader(tokens);
  const found = reader.disjunction();
  if (found === undefined || !reader.atEnd()) return undefined;
  const lists = found.filter(({ values }) => values.length > 0);
  const [first] = lists;
  const column = first?.column.toLowerCase();
  if (first === undefined || found.some((each) => each.column.toLowerCase() !== column)) return undefined;
  const literals = lists.flatMap(({ values }) => values);
  const kind = literals[0]?.kind === 'text' ? 'text' : 'number';
  if (literals.some((literal) => literal.kind !== kind)) return undefined;
  return { column: first.column, kind, values: [...new Set(literals.map(({ value }) => value))] };
}

interface Condition {
  readonly column: string;
  /** Empty for IS NULL. */
  readonly values: readonly Token[];
}

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, bracketed, quoted, literal, number, word, sign] = match;
    if (bracketed !== undefined) tokens.push({ kind: 'name', value: bracketed.replaceAll(']]', ']') });
    else if (quoted !== undefined) tokens.push({ kind: 'name', value: quoted.replaceAll('""', '"') });
    else if (literal !== undefined) tokens.push({ kind: 'text', value: literal.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (word !== undefined) {
      const keyword = /^(?:or|in|is|null)$/i.test(word);
      tokens.push(keyword ? { kind: 'sign', value: word.toLowerCase() } : { kind: 'name', value: word });
    } else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

/** disjunction = term { OR term }; term = ( disjunction ) | column = literal | column IN (list) | column IS NULL */
class ConditionReader {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#position === this.#tokens.length;
  }

  disjunction(): Condition[] | undefined {
    const conditions: Condition[] = [];
    do {
      const term = this.#term();
      if (term === undefined) return undefined;
      conditions.push(...term);
    } while (this.#take('or'));
    return conditions;
  }

  #term(): Condition[] | undefined {
    if (this.#take('(')) {
      if (++this.#depth > 100) return undefined;
      const inner = this.disjunction();
      this.#depth--;
      return this.#take(')') ? inner : undefined;
    }
    const name = this.#next();
    if (name?.kind !== 'name') return undefined;
    const column = name.value;
    if (this.#take('is')) return this.#take('null') ? [{ column, values: [] }] : undefined;
    if (this.#take('=')) {
      const value = this.#literal();
      return value === undefined ? undefined : [{ column, values: [value] }];
    }
    if (!this.#take('in') || !this.#take('(')) return undefined;
    const values: Token[] = [];
    do {
      const value = this.#literal();
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.#take(','));
    return this.#take(')') ? [{ column, values }] : undefined;
  }

  /** A literal, in as many parentheses as SQL Server put around it. */
  #literal(): Token | undefined {
    if (this.#take('(')) {
      if (++this.#depth > 100) return undefined;
      const inner = this.#literal();
      this.#depth--;
      return this.#take(')') ? inner : undefined;
    }
    const token = this.#next();
    return token?.kind === 'text' || token?.kind === 'number' ? token : undefined;
  }

  #next(): Token | undefined {
    return this.#tokens[this.#position++];
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.kind !== 'sign' || token.value !== sign) return false;
    this.#position++;
    return true;
  }
}
