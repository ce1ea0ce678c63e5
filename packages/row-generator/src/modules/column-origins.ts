import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound, ModuleBinder } from '@datamigrate/tsql-binder';
import { type ColumnRef, tableKey } from './column-ref.js';
import { conjunctsOf } from './conjuncts.js';
import { type Relation, readRelations, type Source, type TreeRelations, temporaryColumn } from './tree-relations.js';
import { viewQuery } from './view-query.js';

/** Deeper stacks of views give no values that anybody would follow. */
const DEEPEST = 12;

/** The values that an expression can have: those of columns, and constants. */
export interface PossibleValues {
  readonly columns: readonly ColumnRef[];
  readonly constants: readonly Bound.BoundExpression[];
}

/**
 * What counts: a value that is handed on as it is; the one that makes the expression NULL; one of several, as an arm of a
 * CASE, what stands for NULL, or the least of a group.
 */
type Aim = 'exact' | 'decisive' | 'possible';

/** Columns of one table, and those of another with which an outer join compares them: without a partner the latter are NULL. */
export interface Partner {
  readonly columns: readonly ColumnRef[];
  readonly partners: readonly ColumnRef[];
}

/** With which columns an expression is NULL, and where joins have to find partners for it not to be. */
export interface Decisive {
  readonly columns: readonly ColumnRef[];
  readonly joins: readonly Partner[];
}

interface Trace {
  readonly aim: Aim;
  readonly columns: ColumnRef[];
  readonly constants: Bound.BoundExpression[];
  readonly joins: Partner[];
  /** What was followed already: each place once. */
  readonly seen: Map<object, Set<number>>;
}

/** Where the columns that the expressions of one bound tree speak of are stored: through views, CTEs, derived and temporary tables. */
export class ColumnOrigins {
  readonly #binder: ModuleBinder;
  readonly #tree: TreeRelations;
  readonly #stores = new Map<number, string>();
  readonly #views = new Map<Bound.BoundQuery, ColumnOrigins>();

  constructor(binder: ModuleBinder, tree: object) {
    this.#binder = binder;
    this.#tree = readRelations(tree);
  }

  /** A relation that stands for a table of its own, as that of a CHECK constraint does. */
  withTable(relation: number, table: QualifiedName): this {
    this.#stores.set(relation, tableKey(table));
    return this;
  }

  /** What statements of the tree give variables and temporary tables. */
  get given(): TreeRelations['given'] {
    return this.#tree.given;
  }

  /** Of an expression that hands on a column as it is, converted at most. */
  ofExpression(expression: Bound.BoundExpression): readonly ColumnRef[] {
    return this.#traced(expression, 'exact').columns;
  }

  /** What makes the expression NULL: of `ISNULL(a, b)` it is `b`. */
  decisive(expression: Bound.BoundExpression): Decisive {
    const { columns, joins } = this.#traced(expression, 'decisive');
    return { columns, joins };
  }

  /** Of an expression that hands on one of several columns or constants. */
  possible(expression: Bound.BoundExpression): PossibleValues {
    const { columns, constants } = this.#traced(expression, 'possible');
    return { columns, constants };
  }

  #traced(expression: Bound.BoundExpression, aim: Aim): Trace {
    const trace: Trace = { aim, columns: [], constants: [], joins: [], seen: new Map() };
    this.#follow(expression, trace, 0);
    return trace;
  }

  #follow(expression: Bound.BoundExpression, trace: Trace, depth: number): void {
    const loose = trace.aim === 'possible';
    const followFor = (aim: Aim, inner: readonly (Bound.BoundExpression | undefined)[]): void => {
      for (const each of inner) if (each && trace.aim === aim) this.#follow(each, trace, depth);
    };
    const all = (inner: readonly (Bound.BoundExpression | undefined)[]): void => followFor('possible', inner);
    switch (expression.kind) {
      case 'column':
        this.#column(expression.relation, expression.ordinal, trace, depth + 1);
        break;
      case 'cast':
      case 'collate':
        this.#follow(expression.operand, trace, depth);
        break;
      case 'group-key':
        this.#follow(expression.expression, trace, depth);
        break;
      case 'literal':
      case 'negation':
        trace.constants.push(expression);
        break;
      case 'arithmetic':
        followFor('decisive', [expression.left, expression.right]);
        break;
      case 'case':
        all([...expression.branches.map(({ result }) => result), expression.otherwise]);
        break;
      case 'call':
        if (STANDING_IN.has(expression.function)) followFor('decisive', expression.arguments.slice(-1));
        all(expression.arguments.slice(...(HANDED_ON[expression.function] ?? [0, 0])));
        break;
      case 'aggregate':
      case 'window':
        if (PICKING.has(expression.function)) all(expression.arguments.slice(0, 1));
        if (OF_VALUES.has(expression.function)) followFor('decisive', expression.arguments.slice(0, 1));
        break;
      case 'scalar-subquery':
        if (loose) this.#output(expression.query, 0, trace, depth + 1);
        break;
      case 'variable':
        if (loose) this.#given(expression.name.toLowerCase(), trace, depth + 1);
        break;
      default:
    }
  }

  #column(relation: number, ordinal: number, trace: Trace, depth: number): void {
    const on = trace.aim === 'decisive' ? this.#tree.outer.get(relation) : undefined;
    if (on) trace.joins.push(...this.#partners(on, relation));
    const store = this.#stores.get(relation) ?? this.#tree.stores.get(relation);
    if (store !== undefined) {
      trace.columns.push({ table: store, column: ordinal });
      return;
    }
    const query = this.#tree.queries.get(relation);
    if (query) this.#output(query, ordinal, trace, depth + 1);
    const table = this.#tree.relations.get(relation);
    if (!table || depth > DEEPEST || isSeen(trace, table, ordinal)) return;
    switch (table.kind) {
      case 'named-table':
        if (table.database === undefined) this.#named(table, ordinal, trace, depth);
        break;
      case 'cte-reference': {
        const cte = this.#tree.ctes.get(table.cte);
        if (cte) this.#output(cte.query, ordinal, trace, depth + 1);
        break;
      }
      case 'derived-table':
        this.#output(table.query, ordinal, trace, depth + 1);
        break;
      case 'temporary-table':
        this.#given(temporaryColumn(table.name, ordinal), trace, depth + 1);
        break;
      case 'values-table':
        for (const row of trace.aim === 'possible' ? table.rows : []) {
          const value = row[ordinal];
          if (value) this.#follow(value, trace, depth + 1);
        }
        break;
      default:
    }
  }

  /** What the equalities of an outer join compare, where it is columns of two tables. */
  #partners(on: Bound.BoundPredicate, relation: number): readonly Partner[] {
    const pairs = conjunctsOf(on).flatMap((conjunct) => {
      if (conjunct.kind !== 'comparison' || conjunct.operator !== '=') return [];
      const { left, right } = conjunct;
      const own = [left, right].find((side) => isOf(side, relation));
      const [mine] = own ? this.ofExpression(own) : [];
      const [other] = own ? this.ofExpression(own === left ? right : left) : [];
      return mine && other && mine.table !== other.table ? [{ mine, other }] : [];
    });
    const [first] = pairs;
    const same = pairs.filter(
      ({ mine, other }) => mine.table === first?.mine.table && other.table === first.other.table,
    );
    if (same.length === 0 || same.length < pairs.length) return [];
    return [{ columns: same.map(({ other }) => other), partners: same.map(({ mine }) => mine) }];
  }

  #named(table: Extract<Relation, { kind: 'named-table' }>, ordinal: number, trace: Trace, depth: number): void {
    if (table.type === 'table') {
      trace.columns.push({ table: tableKey(table.object), column: ordinal });
      return;
    }
    const query = viewQuery(this.#binder, table.object);
    if (!query) return;
    const origins = this.#views.get(query) ?? new ColumnOrigins(this.#binder, query);
    this.#views.set(query, origins);
    origins.#output(query, ordinal, trace, depth + 1);
  }

  #output(query: Bound.BoundQuery, ordinal: number, trace: Trace, depth: number): void {
    if (depth > DEEPEST) return;
    if (query.kind === 'set-operation') {
      for (const side of [query.left, query.right]) this.#output(side, ordinal, trace, depth);
      return;
    }
    const expression = query.select[ordinal]?.expression;
    if (expression) this.#follow(expression, trace, depth);
  }

  #given(name: string, trace: Trace, depth: number): void {
    const sources: readonly Source[] = this.#tree.given.get(name) ?? [];
    if (depth > DEEPEST || isSeen(trace, sources, 0)) return;
    for (const source of sources) {
      if ('kind' in source) this.#follow(source, trace, depth);
      else this.#output(source.query, source.ordinal, trace, depth);
    }
  }
}

/** Functions that give one of their arguments, and from where to where these stand. */
const HANDED_ON: Readonly<Record<string, readonly [number, number?] | undefined>> = {
  ISNULL: [0],
  COALESCE: [0],
  CHOOSE: [1],
  NULLIF: [0, 1],
  TRIM: [-1],
  LTRIM: [0, 1],
  RTRIM: [0, 1],
};
const STANDING_IN: ReadonlySet<string> = new Set(['ISNULL', 'COALESCE']);
/** NULL where all values of a group are. */
const OF_VALUES: ReadonlySet<string> = new Set(['MIN', 'MAX', 'SUM', 'AVG']);
const PICKING: ReadonlySet<string> = new Set(['MIN', 'MAX', 'LAG', 'LEAD', 'FIRST_VALUE', 'LAST_VALUE']);

function isOf(expression: Bound.BoundExpression, relation: number): boolean {
  if (expression.kind === 'cast' || expression.kind === 'collate') return isOf(expression.operand, relation);
  return expression.kind === 'column' && expression.relation === relation;
}

function isSeen({ seen }: Trace, place: object, ordinal: number): boolean {
  const known = seen.get(place) ?? new Set();
  seen.set(place, known);
  if (known.has(ordinal)) return true;
  known.add(ordinal);
  return false;
}
