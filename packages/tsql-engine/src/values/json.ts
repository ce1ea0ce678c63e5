import { sqlError } from '../errors/sql-error.js';

/** A JSON value with the text it was written as: numbers and nested values are given back letter by letter. */
export type JsonNode =
  | { readonly kind: 'string'; readonly value: string; readonly text: string }
  | { readonly kind: 'number' | 'boolean' | 'null'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly text: string }
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly text: string };

export interface JsonMember {
  readonly name: string;
  readonly value: JsonNode;
}

/** Reads a JSON text; error 13609 where it is none. */
export function parseJson(text: string): JsonNode {
  const reader = new JsonReader(text);
  const node = reader.value();
  reader.end();
  return node;
}

export function isJson(text: string): JsonNode | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): JsonNode {
    this.#blanks();
    const start = this.#at;
    const character = this.#text[this.#at];
    if (character === '{') return this.#object(start);
    if (character === '[') return this.#array(start);
    if (character === '"') return { kind: 'string', value: this.#string(), text: this.#text.slice(start, this.#at) };
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/.exec(
      this.#text.slice(this.#at, this.#at + 400),
    )?.[0];
    if (word === undefined) this.#fail();
    this.#at += word.length;
    if (word === 'null') return { kind: 'null', text: word };
    return { kind: word === 'true' || word === 'false' ? 'boolean' : 'number', text: word };
  }

  end(): void {
    this.#blanks();
    if (this.#at < this.#text.length) this.#fail();
  }

  #object(start: number): JsonNode {
    const members: JsonMember[] = [];
    this.#at++;
    this.#blanks();
    if (!this.#take('}')) {
      do {
        this.#blanks();
        if (this.#text[this.#at] !== '"') this.#fail();
        const name = this.#string();
        this.#blanks();
        if (!this.#take(':')) this.#fail();
        members.push({ name, value: this.value() });
        this.#blanks();
      } while (this.#take(','));
      if (!this.#take('}')) this.#fail();
    }
    return { kind: 'object', members, text: this.#text.slice(start, this.#at) };
  }

  #array(start: number): JsonNode {
    const items: JsonNode[] = [];
    this.#at++;
    this.#blanks();
    if (!this.#take(']')) {
      do {
        items.push(this.value());
        this.#blanks();
      } while (this.#take(','));
      if (!this.#take(']')) this.#fail();
    }
    return { kind: 'array', items, text: this.#text.slice(start, this.#at) };
  }

  #string(): string {
    let value = '';
    this.#at++;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character < ' ') this.#fail();
      this.#at++;
      if (character === '"') return value;
      value += character === '\\' ? this.#escape() : character;
    }
  }

  #escape(): string {
    const character = this.#text[this.#at++] ?? '';
    if (character === 'u') {
      const digits = this.#text.slice(this.#at, this.#at + 4);
      if (!/^[0-9a-f]{4}$/i.test(digits)) this.#fail();
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = ESCAPES[character];
    if (plain === undefined) this.#fail();
    return plain;
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #fail(): never {
    throw sqlError(13609, this.#text[this.#at] ?? '.', this.#at);
  }
}

const ESCAPES: Readonly<Record<string, string | undefined>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

export interface JsonPath {
  readonly strict: boolean;
  readonly append: boolean;
  readonly steps: readonly (string | number)[];
}

/** `lax $.a.b[0]`, `strict $."a b"`; error 13607 where it is no path. */
export function parseJsonPath(path: string): JsonPath {
  const head = /^\s*(append\s+)?(lax|strict)?\s*\$/i.exec(path);
  if (!head) {
    const at = path.search(/\S/);
    throw sqlError(13607, path[at < 0 ? 0 : at] ?? '', at < 0 ? 0 : at);
  }
  const steps: (string | number)[] = [];
  let at = head[0].length;
  while (at < path.length) {
    const rest = path.slice(at);
    const step = /^(?:\.([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*)|\."((?:[^"\\]|\\.)*)"|\[(\d+)\])/.exec(rest);
    if (!step) {
      if (rest.trim() === '') break;
      throw sqlError(13607, rest[0] ?? '', at);
    }
    if (step[3] !== undefined) steps.push(Number(step[3]));
    else steps.push(step[1] ?? (JSON.parse(`"${step[2] ?? ''}"`) as string));
    at += step[0].length;
  }
  return { strict: head[2]?.toLowerCase() === 'strict', append: head[1] !== undefined, steps };
}

/** What a path leads to; undefined where there is nothing. */
export function findJson(node: JsonNode, steps: readonly (string | number)[]): JsonNode | undefined {
  let current: JsonNode | undefined = node;
  for (const step of steps) {
    if (typeof step === 'number') current = current?.kind === 'array' ? current.items[step] : undefined;
    else current = current?.kind === 'object' ? current.members.find(({ name }) => name === step)?.value : undefined;
  }
  return current;
}

/** Text of a JSON string; SQL Server also escapes the slash. */
export function quoteJson(text: string): string {
  return `"${escapeJson(text)}"`;
}

export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/').replaceAll('\u007f', '\u007f');
}
