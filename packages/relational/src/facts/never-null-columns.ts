import type { QualifiedName } from '@datamigrate/catalog';
import { STRICT, STRICT_FUNCTIONS } from '../rewrite/never-null.js';
import type { RelAggregate, RelCase, RelColumn, RelExpression, RelWindow } from '../tree/expression.js';
import type { RelCte, RelJoin, RelOutputColumn, RelQuery, RelSelect, RelTable } from '../tree/query.js';
import { givesOneRow } from '../tree/same-tree.js';
import { type Certain, certainUnless, certainWhere, unionOf } from './certain-columns.js';

/** By name of a column in lower case: whether it is never NULL. */
export type FilledColumns = ReadonlyMap<string, boolean>;

/** Of a table or a model; undefined where what the tree says of its columns has to do. */
export type FilledColumnsOf = (object: QualifiedName) => FilledColumns | undefined;

/**
 * Which output columns of a query are never NULL, by the rows that it reads. What the tree says of its columns is not asked:
 * there the columns of a table that a procedure fills are NOT NULL as declared, because SQL Server ends the load otherwise.
 */
export function neverNullColumns(query: RelQuery, columnsOf: FilledColumnsOf): readonly boolean[] {
  return columnsOfQuery(query, { columnsOf, ctes: new Map(), outer: undefined });
}

interface Surroundings {
  readonly columnsOf: FilledColumnsOf;
  readonly ctes: ReadonlyMap<string, FilledColumns>;
  /** The rows of the query around this one. */
  readonly outer: Rows | undefined;
}

function columnsOfQuery(query: RelQuery, around: Surroundings): readonly boolean[] {
  const ctes = new Map(around.ctes);
  const inside = { ...around, ctes };
  for (const cte of query.ctes) ctes.set(cte.name.toLowerCase(), columnsOfCte(cte, inside));
  if (query.kind === 'select') return columnsOfSelect(query, inside);
  const left = columnsOfQuery(query.left, inside);
  if (query.operator === 'EXCEPT') return left;
  const right = columnsOfQuery(query.right, inside);
  return left.map((filled, i) => {
    const other = right[i] === true;
    return query.operator === 'INTERSECT' ? filled || other : filled && other;
  });
}

/** A recursion is taken to be filled until one of its rounds shows that it is not. */
function columnsOfCte({ name, query, recursive }: RelCte, around: Surroundings): FilledColumns {
  if (!recursive) return named(query.columns, columnsOfQuery(query, around));
  let known: readonly boolean[] = query.columns.map(() => true);
  for (;;) {
    const ctes = new Map(around.ctes).set(name.toLowerCase(), named(query.columns, known));
    const round = columnsOfQuery(query, { ...around, ctes });
    const next = known.map((filled, i) => filled && round[i] === true);
    if (next.every((filled, i) => filled === known[i])) return named(query.columns, known);
    known = next;
  }
}

const named = (columns: readonly RelOutputColumn[], filled: readonly boolean[]): FilledColumns =>
  new Map(columns.map(({ name }, i) => [name.toLowerCase(), filled[i] === true]));

function columnsOfSelect(query: RelSelect, around: Surroundings): readonly boolean[] {
  const rows = new Rows(around, query);
  return query.select.map(({ expression }) => rows.isFilled(expression));
}

interface Relation {
  readonly columns: FilledColumns | undefined;
  /** On the outer side of a join: it may have no row. */
  readonly optional: boolean;
}

/** The rows from which a query block computes its columns. */
class Rows {
  readonly #around: Surroundings;
  readonly #relations = new Map<string, Relation>();
  /** What conditions say wherever a relation has a row. */
  readonly #certain = new Set<string>();
  /** Relations that have a row by WHERE. */
  readonly #present = new Set<string>();
  readonly #grouped: boolean;
  /** Whether a key of the grouping is NULL in some of its sets. */
  readonly #severalSets: boolean;

  constructor(around: Surroundings, { from, where, groupBy }: RelSelect) {
    this.#around = around;
    this.#grouped = groupBy !== undefined && groupBy.keys.length > 0;
    this.#severalSets = groupBy !== undefined && groupBy.sets.length > 1;
    if (from) this.#addTable(from, false);
    if (!where) return;
    for (const key of certainWhere(where)) {
      this.#certain.add(key);
      this.#present.add(key);
    }
  }

  /** `given`: what holds beside, where a CASE has decided about the row. */
  isFilled(node: RelExpression, given: Certain = new Set()): boolean {
    const every = (nodes: readonly RelExpression[]): boolean => nodes.every((each) => this.isFilled(each, given));
    switch (node.kind) {
      case 'literal':
        return node.value !== null;
      case 'column':
        return this.#isFilledColumn(node, given);
      case 'parameter':
        return node.otherwise === 'today';
      case 'operation':
        if (node.operator === 'concatenate-null-as-empty') return true;
        return (STRICT.has(node.operator) || !node.nullable) && every(node.operands);
      case 'call':
        if (NEVER_NULL.has(node.function)) return true;
        if (node.function === 'ISNULL' || node.function === 'COALESCE') {
          return node.arguments.some((each) => this.isFilled(each, given));
        }
        return (
          (STRICT_FUNCTIONS.has(node.function) || STRICT_TOO.has(node.function) || !node.nullable) &&
          every(node.arguments)
        );
      case 'cast':
        return !node.attempt && this.isFilled(node.operand, given);
      case 'case':
        return this.#isFilledCase(node, given);
      case 'aggregate':
        return this.#isFilledAggregate(node, given);
      case 'window':
        return this.#isFilledWindow(node, given);
      case 'scalar-subquery':
        return givesOneRow(node.query) && columnsOfQuery(node.query, { ...this.#around, outer: this })[0] === true;
      case 'raise':
        return true;
      default:
        return false;
    }
  }

  #isFilledColumn(node: RelColumn, given: Certain): boolean {
    const alias = node.relation.toLowerCase();
    const name = node.name.toLowerCase();
    const key = `${alias}.${name}`;
    if (given.has(key)) return true;
    const relation = this.#relations.get(alias);
    if (!relation) return this.#around.outer?.isFilled(node, given) ?? !node.nullable;
    if (this.#severalSets) return false;
    const filled = this.#certain.has(key) || (relation.columns ? relation.columns.get(name) === true : !node.nullable);
    return filled && (!relation.optional || this.#present.has(alias) || given.has(alias));
  }

  #isFilledCase({ branches, otherwise }: RelCase, given: Certain): boolean {
    let left = given;
    for (const { when, result } of branches) {
      if (!this.isFilled(result, unionOf([left, certainWhere(when)]))) return false;
      left = unionOf([left, certainUnless(when)]);
    }
    return otherwise !== undefined && this.isFilled(otherwise, left);
  }

  #isFilledAggregate(node: RelAggregate, given: Certain): boolean {
    if (node.function === 'COUNT' || node.function === 'COUNT_BIG') return true;
    const [value] = node.arguments;
    return this.#grouped && OF_ANY_ROWS.has(node.function) && value !== undefined && this.isFilled(value, given);
  }

  #isFilledWindow(node: RelWindow, given: Certain): boolean {
    if (COUNTING.has(node.function)) return true;
    const [value, , beyond] = node.arguments;
    if (value === undefined || !this.isFilled(value, given)) return false;
    if (node.function === 'LAG' || node.function === 'LEAD')
      return beyond !== undefined && this.isFilled(beyond, given);
    return (OF_ANY_ROWS.has(node.function) || OF_FRAME.has(node.function)) && holdsCurrentRow(node);
  }

  #addTable(table: RelTable, optional: boolean): void {
    if (table.kind === 'join') this.#addJoin(table, optional);
    else this.#relations.set(table.alias.toLowerCase(), { columns: this.#columnsOf(table), optional });
  }

  #addJoin({ join, left, right, on }: RelJoin, optional: boolean): void {
    this.#addTable(left, optional || join === 'RIGHT' || join === 'FULL');
    const before = new Set(this.#relations.keys());
    this.#addTable(right, optional || join === 'LEFT' || join === 'FULL');
    if (!on || join === 'FULL') return;
    for (const key of certainWhere(on)) {
      const isLeft = before.has(key.split('.', 1)[0] ?? '');
      if (join === 'INNER' || isLeft === (join === 'RIGHT')) this.#certain.add(key);
    }
  }

  #columnsOf(table: Exclude<RelTable, RelJoin>): FilledColumns | undefined {
    switch (table.kind) {
      case 'object':
        return this.#around.columnsOf(table.object);
      case 'cte':
        return this.#around.ctes.get(table.name.toLowerCase());
      case 'derived': {
        const outer = table.lateral ? this : this.#around.outer;
        return named(table.query.columns, columnsOfQuery(table.query, { ...this.#around, outer }));
      }
      case 'values': {
        const { rows, columns } = table;
        const filled = columns.map((_, i) =>
          rows.every(({ [i]: value }) => value !== undefined && this.isFilled(value)),
        );
        return named(columns, filled);
      }
      default:
        return named(
          table.columns,
          table.columns.map(({ nullable }) => !nullable),
        );
    }
  }
}

const NEVER_NULL: ReadonlySet<string> = new Set(['CONCAT', 'CONCAT_WS']);

/** Functions that give NULL for NULL alone, beside those that a rewrite asks for. */
const STRICT_TOO: ReadonlySet<string> = new Set([
  ...['LEFT', 'RIGHT', 'SUBSTRING', 'REPLACE', 'CHARINDEX', 'DATALENGTH', 'REVERSE'],
  ...['ROUND', 'FLOOR', 'CEILING', 'SIGN', 'DATEPART', 'DATENAME', 'DATETRUNC', 'EOMONTH', 'DATEFROMPARTS'],
]);

/** Of any number of rows, one at least. */
const OF_ANY_ROWS: ReadonlySet<string> = new Set(['SUM', 'MIN', 'MAX', 'AVG', 'STRING_AGG']);
const OF_FRAME: ReadonlySet<string> = new Set(['FIRST_VALUE', 'LAST_VALUE']);
const COUNTING: ReadonlySet<string> = new Set([
  ...['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'NTILE', 'PERCENT_RANK', 'CUME_DIST', 'COUNT', 'COUNT_BIG'],
]);

/** Other frames may have no row. */
function holdsCurrentRow({ frame }: RelWindow): boolean {
  return !frame || (!frame.from.edge.endsWith('FOLLOWING') && !frame.to.edge.endsWith('PRECEDING'));
}
