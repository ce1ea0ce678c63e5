import { tableByName } from '@datamigrate/foundation';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { type Token, tokens } from './xquery-tokens.js';
import type { Axis, Comparison, ForClause, NodeTest, Operator, Step, XQuery } from './xquery-tree.js';

const KNOWN = new Map<string, XQuery>();
const MOST_KNOWN = 500;

/**
 * An XQuery text as SQL Server's methods of xml take it: paths, predicates, operators, functions, FLWOR. Constructors are
 * refused. Source: learn.microsoft.com/sql/xquery/xquery-language-reference-sql-server
 */
export function parseXQuery(text: string): XQuery {
  const known = KNOWN.get(text);
  if (known) return known;
  const query = new XQueryParser(text).query();
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(text, query);
  return query;
}

const COMPARISONS = tableByName<readonly [Comparison, single: boolean]>({
  '=': ['=', false],
  '!=': ['!=', false],
  '<': ['<', false],
  '<=': ['<=', false],
  '>': ['>', false],
  '>=': ['>=', false],
  eq: ['=', true],
  ne: ['!=', true],
  lt: ['<', true],
  le: ['<=', true],
  gt: ['>', true],
  ge: ['>=', true],
});

const AXES: ReadonlySet<string> = new Set<Axis>([
  'child',
  'attribute',
  'self',
  'parent',
  'descendant',
  'descendant-or-self',
]);
const ANY_NODE: Step = { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [] };

class XQueryParser {
  readonly #tokens: readonly Token[];
  readonly #namespaces = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
  readonly #parameters: string[] = [];
  #elementNamespace = '';
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  query(): XQuery {
    this.#prolog();
    const query = this.#sequence();
    if (this.#token.kind !== 'end') this.#fail();
    return query;
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #peek(ahead: number): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: '' };
  }

  #is(text: string): boolean {
    return this.#token.text === text && this.#token.kind !== 'string';
  }

  #eat(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#eat(text)) this.#fail();
  }

  #take(kind: Token['kind']): string {
    if (this.#token.kind !== kind) this.#fail();
    const { text } = this.#token;
    this.#at++;
    return text;
  }

  #fail(): never {
    throw sqlError(2370, this.#token.text === '' ? '<eof>' : this.#token.text);
  }

  #prolog(): void {
    while (this.#is('declare')) {
      this.#at++;
      if (this.#eat('namespace')) {
        const prefix = this.#take('name');
        this.#expect('=');
        this.#namespaces.set(prefix, this.#take('string'));
      } else {
        this.#expect('default');
        this.#expect('element');
        this.#expect('namespace');
        this.#elementNamespace = this.#take('string');
      }
      this.#expect(';');
    }
  }

  #sequence(): XQuery {
    const items = [this.#single()];
    while (this.#eat(',')) items.push(this.#single());
    const [only] = items;
    return items.length === 1 && only ? only : { kind: 'sequence', items };
  }

  #single(): XQuery {
    const next = this.#peek(1);
    if ((this.#is('for') || this.#is('let')) && next.kind === 'variable') return this.#flwor();
    if (this.#is('if') && next.text === '(') return this.#if();
    if ((this.#is('some') || this.#is('every')) && next.kind === 'variable')
      throw new Refusal('some and every of XQuery');
    return this.#binary(0);
  }

  #if(): XQuery {
    this.#at += 2;
    const condition = this.#sequence();
    this.#expect(')');
    this.#expect('then');
    const then = this.#single();
    this.#expect('else');
    return { kind: 'if', condition, then, otherwise: this.#single() };
  }

  #flwor(): XQuery {
    const clauses: ForClause[] = [];
    for (;;) {
      const word = this.#token.text;
      if ((word === 'for' || word === 'let') && this.#peek(1).kind === 'variable') {
        this.#at++;
        do {
          const variable = this.#take('variable');
          this.#expect(word === 'for' ? 'in' : ':=');
          clauses.push({ kind: word, variable, value: this.#single() });
        } while (this.#eat(','));
      } else if (this.#eat('where')) clauses.push({ kind: 'where', condition: this.#single() });
      else if (this.#eat('order')) {
        this.#expect('by');
        const keys: { key: XQuery; descending: boolean }[] = [];
        do {
          const key = this.#single();
          keys.push({ key, descending: this.#eat('descending') });
          this.#eat('ascending');
        } while (this.#eat(','));
        clauses.push({ kind: 'order', keys });
      } else break;
    }
    this.#expect('return');
    return { kind: 'for', clauses, result: this.#single() };
  }

  /** Operators by how tightly they bind: or, and, comparisons, sums, products. */
  #binary(level: number): XQuery {
    if (level === 2) return this.#comparison();
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (let found = this.#operator(operators); found; found = this.#operator(operators)) {
      this.#at++;
      left = { kind: 'operation', operator: found, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #operator(operators: readonly Operator[]): Operator | undefined {
    return operators.find((operator) => this.#is(operator));
  }

  #comparison(): XQuery {
    const left = this.#binary(3);
    const found = this.#token.kind === 'string' ? undefined : COMPARISONS.get(this.#token.text);
    if (!found) return left;
    this.#at++;
    const [operator, single] = found;
    return { kind: 'comparison', operator, single, left, right: this.#binary(3) };
  }

  #unary(): XQuery {
    if (this.#eat('-')) return { kind: 'negation', operand: this.#unary() };
    this.#eat('+');
    return this.#path();
  }

  #path(): XQuery {
    if (this.#eat('//')) return { kind: 'path', start: 'root', steps: [ANY_NODE, ...this.#steps()] };
    if (this.#eat('/')) {
      const steps = this.#startsStep() ? this.#steps() : [];
      return { kind: 'path', start: 'root', steps };
    }
    if (this.#startsStep()) return { kind: 'path', start: { kind: 'context' }, steps: this.#steps() };
    const operand = this.#primary();
    const predicates = this.#predicates();
    const start: XQuery = predicates.length > 0 ? { kind: 'filter', operand, predicates } : operand;
    const steps = this.#eat('//') ? [ANY_NODE, ...this.#steps()] : this.#eat('/') ? this.#steps() : [];
    return steps.length > 0 ? { kind: 'path', start, steps } : start;
  }

  #startsStep(): boolean {
    const { kind, text } = this.#token;
    if (text === '@' || text === '*' || text === '..') return kind !== 'string';
    if (kind !== 'name') return false;
    // `p:f(` calls, `p:f` is an element.
    const next = this.#peek(1).text === ':' ? this.#peek(3).text : this.#peek(1).text;
    return next !== '(' || NODE_TESTS.has(text);
  }

  #steps(): Step[] {
    const steps = [this.#step()];
    for (;;) {
      if (this.#eat('//')) steps.push(ANY_NODE, this.#step());
      else if (this.#eat('/')) steps.push(this.#step());
      else return steps;
    }
  }

  #step(): Step {
    if (this.#eat('..')) return { axis: 'parent', test: { kind: 'node' }, predicates: this.#predicates() };
    if (this.#eat('.')) return { axis: 'self', test: { kind: 'node' }, predicates: this.#predicates() };
    let axis: Axis = this.#eat('@') ? 'attribute' : 'child';
    if (this.#token.kind === 'name' && this.#peek(1).text === '::') {
      if (!AXES.has(this.#token.text)) throw new Refusal(`The axis ${this.#token.text} of XQuery`);
      axis = this.#token.text as Axis;
      this.#at += 2;
    }
    return { axis, test: this.#test(axis), predicates: this.#predicates() };
  }

  #test(axis: Axis): NodeTest {
    if (this.#eat('*')) {
      return this.#eat(':') ? { kind: 'name', name: this.#take('name') } : { kind: 'name', name: '*' };
    }
    const name = this.#take('name');
    const kind = NODE_TESTS.get(name);
    if (kind && this.#is('(')) {
      this.#at++;
      if (this.#token.kind === 'string') this.#at++;
      this.#expect(')');
      return { kind };
    }
    if (!this.#eat(':')) return { kind: 'name', name, namespace: axis === 'attribute' ? '' : this.#elementNamespace };
    const namespace = this.#namespaces.get(name);
    if (namespace === undefined) throw sqlError(2229, name);
    return { kind: 'name', name: this.#eat('*') ? '*' : this.#take('name'), namespace };
  }

  #predicates(): XQuery[] {
    const predicates: XQuery[] = [];
    while (this.#eat('[')) {
      predicates.push(this.#sequence());
      this.#expect(']');
    }
    return predicates;
  }

  #primary(): XQuery {
    const { kind, text } = this.#token;
    if (kind === 'string') {
      this.#at++;
      return { kind: 'literal', value: { type: 'string', value: text } };
    }
    if (kind === 'number') {
      this.#at++;
      return { kind: 'literal', value: { type: /^\d+$/.test(text) ? 'integer' : 'double', value: Number(text) } };
    }
    if (kind === 'variable') {
      this.#at++;
      return { kind: 'variable', name: text };
    }
    if (this.#eat('.')) return { kind: 'context' };
    if (this.#eat('(')) {
      if (this.#eat(')')) return { kind: 'sequence', items: [] };
      const inner = this.#sequence();
      this.#expect(')');
      // What stands in parentheses is one thing: `(a/b)[1]` is the first of all.
      return inner.kind === 'sequence' ? inner : { kind: 'sequence', items: [inner] };
    }
    if (text === '<') throw new Refusal('A constructor of XQuery');
    if (kind !== 'name') this.#fail();
    return this.#call();
  }

  #call(): XQuery {
    let name = this.#take('name');
    if (this.#eat(':')) name = `${name}:${this.#take('name')}`;
    this.#expect('(');
    const args: XQuery[] = [];
    if (!this.#is(')'))
      do args.push(this.#single());
      while (this.#eat(','));
    this.#expect(')');
    if (name !== 'sql:column' && name !== 'sql:variable')
      return { kind: 'call', name: name.replace(/^fn:/, ''), arguments: args };
    const [first] = args;
    if (first?.kind !== 'literal') this.#fail();
    const key = `${name} ${String(first.value.value)}`.toLowerCase();
    if (!this.#parameters.includes(key)) this.#parameters.push(key);
    return { kind: 'parameter', index: this.#parameters.indexOf(key) };
  }
}

const LEVELS: readonly (readonly Operator[])[] = [['or'], ['and'], [], ['+', '-'], ['*', 'div', 'mod']];

const NODE_TESTS = tableByName<Exclude<NodeTest['kind'], 'name'>>({
  node: 'node',
  text: 'text',
  comment: 'comment',
  'processing-instruction': 'instruction',
});
