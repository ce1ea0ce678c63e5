import { isDateOrTime, isInteger, objectKey, type Table } from '@datamigrate/catalog';
import { type Bound, someExpression } from '@datamigrate/tsql-binder';
import type { Database } from '@datamigrate/tsql-engine';
import type { Clock } from '../modules/clock.js';
import { MIRRORED, OPPOSITE } from '../modules/comparison-operators.js';
import type { ConstantReader } from '../modules/constant-text.js';
import { unwrap } from '../modules/invert-function.js';
import { viewQuery } from '../modules/view-query.js';
import type { Random } from '../random.js';
import { textLike } from '../values/pattern-text.js';
import type { Cell, Demand, Term } from './demand.js';
import type { ModuleSources } from './module-sources.js';

type Terms = readonly (Term | undefined)[];

export interface ReaderContext {
  readonly database: Database;
  readonly tables: ReadonlyMap<string, Table>;
  readonly sources: ModuleSources;
  readonly constants: ConstantReader;
  readonly clock: Clock;
  readonly random: Random;
}

/** Deeper stacks of views and subqueries ask for more rows than anybody would follow. */
const DEEPEST = 12;

/** The relations that a query sees: its own, and those of the queries around it. */
class Scope {
  readonly #relations = new Map<number, Terms>();
  readonly #around: Scope | undefined;
  readonly depth: number;

  constructor(around?: Scope) {
    this.#around = around;
    this.depth = (around?.depth ?? 0) + 1;
  }

  set(relation: number, terms: Terms): void {
    this.#relations.set(relation, terms);
  }

  find(relation: number): Terms | undefined {
    return this.#relations.get(relation) ?? this.#around?.find(relation);
  }
}

/** Reads what one row of a query's result needs: rows of the tables below it, and values in them. */
export class QueryReader {
  readonly #context: ReaderContext;
  readonly #demand: Demand;
  /** Chooses among ways. */
  readonly #turn: number;
  readonly #global = new Scope();
  readonly #opened = new Map<object, Terms | undefined>();
  /** Cells of the parameters that conditions speak of, by name in lower case. */
  readonly parameters = new Map<string, Cell>();

  constructor(context: ReaderContext, demand: Demand, turn: number) {
    this.#context = context;
    this.#demand = demand;
    this.#turn = turn;
  }

  /** The columns of one row of the query. */
  open(query: Bound.BoundQuery, around: Scope = this.#global): Terms {
    if (around.depth > DEEPEST) return [];
    if (query.kind === 'set-operation') {
      if (query.operator === 'INTERSECT') this.open(query.right, around);
      const union = query.operator === 'UNION' || query.operator === 'UNION ALL';
      return this.open(union && this.#turn % 2 === 1 ? query.right : query.left, around);
    }
    const scope = new Scope(around);
    for (const table of query.from) this.#enter(table, scope);
    if (query.where) this.require(query.where, scope);
    if (query.groupBy && query.groupBy.keys.length > 0) {
      const keys = query.groupBy.keys.map((key) => this.#term(key, scope));
      if (this.#demand.groups) this.#spread(keys);
      else this.#demand.groups = keys;
    }
    if (query.top && query.orderBy.some(({ expression }) => countsRows(expression, query))) this.#demand.ranked = true;
    if (query.having) this.require(query.having, scope);
    const terms = query.select.map(({ expression }) => this.#term(expression, scope));
    if (query.distinct) this.#spread(terms);
    return terms;
  }

  #spread(terms: Terms): void {
    for (const term of terms) if (term?.kind === 'cell' && !term.rough) this.#demand.spread.push(term.cell);
  }

  /** A row that the statement changes or takes. */
  openTables(from: readonly Bound.BoundTable[], conditions: readonly (Bound.BoundPredicate | undefined)[]): void {
    const scope = new Scope(this.#global);
    for (const table of from) this.#enter(table, scope);
    for (const condition of conditions) if (condition) this.require(condition, scope);
  }

  #once(key: object, read: () => Terms): Terms {
    if (!this.#opened.has(key)) {
      this.#opened.set(key, undefined);
      this.#opened.set(key, read());
    }
    return this.#opened.get(key) ?? [];
  }

  #enter(table: Bound.BoundTable, scope: Scope): void {
    switch (table.kind) {
      case 'join':
        this.#enter(table.left, scope);
        this.#enter(table.right, scope);
        if (table.on) this.require(table.on, scope);
        break;
      case 'apply':
        this.#enter(table.left, scope);
        this.#enter(table.right, scope);
        break;
      case 'named-table':
        scope.set(table.relation, this.#named(table));
        break;
      case 'cte-reference': {
        const cte = this.#context.sources.ctes.get(table.cte);
        scope.set(table.relation, cte ? this.open(anchorOf(cte), scope) : []);
        break;
      }
      case 'derived-table':
        scope.set(table.relation, this.open(table.query, scope));
        break;
      case 'temporary-table':
        scope.set(table.relation, this.#temporary(table, scope));
        break;
      case 'values-table': {
        const row = table.rows[this.#turn % Math.max(1, table.rows.length)] ?? [];
        scope.set(
          table.relation,
          row.map((value) => this.#term(value, scope)),
        );
        break;
      }
      default:
    }
  }

  #named({ object, type, database }: Bound.BoundNamedTable): Terms {
    const { tables, database: source } = this.#context;
    if (type === 'system-view' || database !== undefined) return [];
    const table = tables.get(objectKey(object));
    if (table) return this.#demand.row(table).cells.map((cell): Term => ({ kind: 'cell', cell }));
    const query = viewQuery(source.binder, object);
    if (!query) return [];
    const inside = { ...this.#context, sources: { ...this.#context.sources, ctes: ctesOf(query) } };
    return new QueryReader(inside, this.#demand, this.#turn).open(query);
  }

  #temporary({ name }: Bound.BoundTemporaryTable, scope: Scope): Terms {
    const rows = this.#context.sources.temporary.get(name.toLowerCase());
    if (!rows || scope.depth > DEEPEST) return [];
    const terms = this.open(rows.query, new Scope(this.#deeper(scope)));
    return rows.columns.map((place) => (place === undefined ? undefined : terms[place]));
  }

  /** Names of another statement, at the depth of this one. */
  #deeper(scope: Scope): Scope {
    let deep = this.#global;
    while (deep.depth < scope.depth) deep = new Scope(deep);
    return deep;
  }

  #term(expression: Bound.BoundExpression, scope: Scope): Term | undefined {
    const constant = this.#context.constants.read(expression);
    if (constant !== undefined) return { kind: 'value', value: constant };
    switch (expression.kind) {
      case 'column':
        return scope.find(expression.relation)?.[expression.ordinal];
      case 'cast':
      case 'collate':
        return this.#term(expression.operand, scope);
      case 'group-key':
        return this.#term(expression.expression, scope);
      case 'variable':
        return this.#variable(expression);
      case 'scalar-subquery':
        return this.#once(expression, () => this.open(expression.query, scope))[0];
      case 'aggregate': {
        if (expression.function.startsWith('COUNT')) return { kind: 'count' };
        const [operand] = expression.arguments;
        return operand && this.#term(operand, scope);
      }
      case 'call': {
        const [first] = expression.arguments;
        return (expression.function === 'ISNULL' || expression.function === 'COALESCE') && first
          ? this.#term(first, scope)
          : undefined;
      }
      case 'arithmetic': {
        if (expression.operator === '%') return undefined;
        const sides = [this.#term(expression.left, scope), this.#term(expression.right, scope)];
        const cell = sides.find((side) => side?.kind === 'cell');
        return cell?.kind === 'cell' ? { ...cell, rough: true } : undefined;
      }
      default:
        return undefined;
    }
  }

  #variable({ name, type }: Bound.BoundVariable): Term | undefined {
    const { parameters, variables } = this.#context.sources;
    const key = name.toLowerCase();
    const source = variables.get(key);
    if (parameters.has(key) && source?.kind !== 'column') {
      const cell = this.parameters.get(key) ?? this.#demand.cell(type);
      this.parameters.set(key, cell);
      return { kind: 'cell', cell };
    }
    if (!source) return undefined;
    if (source.kind === 'value') return this.#once(source, () => [this.#term(source.value, this.#global)])[0];
    return this.#once(source.query, () => this.open(source.query))[source.ordinal];
  }

  require(predicate: Bound.BoundPredicate, scope: Scope = this.#global, negated = false): void {
    switch (predicate.kind) {
      case 'logical': {
        const all = (predicate.operator === 'AND') !== negated;
        const one = predicate.operands[this.#turn % predicate.operands.length];
        for (const each of all || !one ? predicate.operands : [one]) this.require(each, scope, negated);
        break;
      }
      case 'not':
        this.require(predicate.operand, scope, !negated);
        break;
      case 'comparison':
        this.#compare(predicate, scope, negated);
        break;
      case 'between':
        if (predicate.negated === negated)
          for (const side of [predicate.low, predicate.high]) this.#compare(side, scope, false);
        else this.#compare(this.#turn % 2 === 0 ? predicate.low : predicate.high, scope, true);
        break;
      case 'in-list': {
        const { comparisons } = predicate;
        const one = comparisons[this.#turn % comparisons.length];
        if (predicate.negated !== negated) for (const each of comparisons) this.#compare(each, scope, true);
        else if (one) this.#compare(one, scope, false);
        break;
      }
      case 'exists':
        if (!negated) this.open(predicate.query, scope);
        break;
      case 'in-query': {
        if (predicate.negated !== negated) break;
        const operand = this.#term(predicate.operand, scope);
        const [found] = this.open(predicate.query, scope);
        if (operand && found) this.#demand.compare(operand, '=', found);
        break;
      }
      case 'is-null': {
        const operand = this.#term(predicate.operand, scope);
        if (predicate.negated === negated && operand?.kind === 'cell') this.#demand.fix(operand.cell, null);
        break;
      }
      case 'like': {
        const pattern = this.#context.constants.read(predicate.pattern);
        const operand = this.#term(predicate.operand, scope);
        if (predicate.negated !== negated || typeof pattern !== 'string' || operand?.kind !== 'cell') break;
        const escape = predicate.escape && this.#context.constants.read(predicate.escape);
        if (this.#demand.valueOf(operand.cell) === undefined)
          this.#demand.fix(operand.cell, textLike(pattern, escape ?? undefined, this.#context.random));
        break;
      }
      default:
    }
  }

  #compare({ left, operator, right }: Bound.BoundComparison, scope: Scope, negated: boolean): void {
    const [a, b] = [this.#term(left, scope), this.#term(right, scope)];
    const wanted = negated ? OPPOSITE[operator] : operator;
    this.#countRows(a, wanted, b);
    this.#countRows(b, MIRRORED[wanted], a);
    if (this.#near(left, a, wanted, right, b) || this.#near(right, b, MIRRORED[wanted], left, a)) return;
    if (a && b) this.#demand.compare(a, wanted, b);
    else if (b?.kind === 'value') this.#invert(left, wanted, b.value, scope);
    else if (a?.kind === 'value') this.#invert(right, MIRRORED[wanted], a.value, scope);
  }

  /** A comparison with what is made of the time of the clock: the value of the cell lies near that. */
  #near(
    own: Bound.BoundExpression,
    term: Term | undefined,
    operator: Bound.ComparisonOperator,
    other: Bound.BoundExpression,
    otherTerm: Term | undefined,
  ): boolean {
    const { clock } = this.#context;
    if (term?.kind !== 'cell' || term.rough || otherTerm || !clock.tellsTime(other)) return false;
    const near = isDateOrTime(own.type)
      ? clock.moment(operator, this.#turn)
      : isInteger(own.type)
        ? clock.dayNumber(other, operator, this.#turn)
        : undefined;
    if (near !== undefined && this.#demand.valueOf(term.cell) === undefined) this.#demand.fix(term.cell, near);
    return near !== undefined;
  }

  /** `COUNT(*) >= 5`: a group of that many rows, and one more. */
  #countRows(count: Term | undefined, operator: Bound.ComparisonOperator, other: Term | undefined): void {
    if (count?.kind !== 'count' || other?.kind !== 'value' || operator.startsWith('<')) return;
    this.#demand.copies = Math.max(this.#demand.copies, Number(other.value) + 1);
  }

  /** `YEAR(d) = 2001`: a value of the column for which it holds. */
  #invert(
    operand: Bound.BoundExpression,
    operator: Bound.ComparisonOperator,
    value: string | null,
    scope: Scope,
  ): void {
    const wrapped = value === null || operator.length > 1 ? undefined : unwrap(operand);
    const column = wrapped && this.#term(wrapped.column, scope);
    const own = wrapped && value !== null ? wrapped.invert(value) : undefined;
    if (column?.kind === 'cell' && own !== undefined && this.#demand.valueOf(column.cell) === undefined)
      this.#demand.fix(column.cell, own);
  }
}

function countsRows(expression: Bound.BoundExpression, { select }: Bound.BoundSelect): boolean {
  const ordered = expression.kind === 'output-column' ? select[expression.ordinal]?.expression : expression;
  if (!ordered) return false;
  return someExpression(ordered, (inner) => inner.kind === 'aggregate' && inner.function.startsWith('COUNT'));
}

/** Of a recursive one the rows that it begins with. */
function anchorOf({ query, recursive }: Bound.BoundCte): Bound.BoundQuery {
  let anchor = query;
  while (recursive && anchor.kind === 'set-operation') anchor = anchor.left;
  return anchor;
}

export function ctesOf(tree: object): ReadonlyMap<number, Bound.BoundCte> {
  const found = new Map<number, Bound.BoundCte>();
  const read = (query: Bound.BoundQuery): void => {
    for (const cte of query.ctes) {
      found.set(cte.id, cte);
      read(cte.query);
    }
    if (query.kind === 'set-operation') for (const side of [query.left, query.right]) read(side);
  };
  read(tree as Bound.BoundQuery);
  return found;
}
