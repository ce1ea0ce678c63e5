import { isInteger } from '@datamigrate/catalog';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { isTotal, withoutHarmlessCasts } from './keys.js';
import type { Program } from './program.js';
import type { TableState } from './table-state.js';

/** The rows of a table that have the numbers from 1 on in a column. */
export interface Numbers {
  /** The query that gave the numbers. */
  readonly query: Bound.BoundSelect;
  /** Versions of the table since, by their table expressions: each with the same rows and numbers; and the column. */
  readonly versions: ReadonlyMap<Bound.CteId, number>;
  /** The order of the numbers tells all rows apart. */
  readonly isTotal: boolean;
}

/** Undefined where the column may have other numbers, or lack some. */
export function numbersOf(program: Program, { version }: TableState, position: number): Numbers | undefined {
  const versions = new Map<Bound.CteId, number>();
  let [cte, ordinal] = [version.kind === 'cte' ? version.cte : undefined, position];
  while (cte !== undefined) {
    const found = program.ctes.find(({ id }) => id === cte);
    if (found?.query.kind !== 'select' || found.recursive || versions.has(cte)) return undefined;
    const { query } = found;
    versions.set(cte, ordinal);
    if (query.distinct || query.top || query.offset) return undefined;
    const value = ofNumbers(query.select[ordinal]?.expression);
    if (value?.kind === 'window') {
      const isNumber = value.function === 'ROW_NUMBER' && value.partitionBy.length === 0;
      if (!isNumber) return undefined;
      const isOrdered = value.orderBy.length > 0 && isTotal(program, { ...query, orderBy: value.orderBy });
      return { query, versions, isTotal: isOrdered };
    }
    const [from, ...more] = query.from;
    if (value?.kind !== 'column' || from?.kind !== 'cte-reference' || from.relation !== value.relation)
      return undefined;
    if (more.length > 0 || query.where || query.groupBy) return undefined;
    [cte, ordinal] = [from.cte, value.ordinal];
  }
  return undefined;
}

/** Conversions to integers: a number that does not fit is an error. */
function ofNumbers(expression: Bound.BoundExpression | undefined): Bound.BoundExpression | undefined {
  return expression?.kind === 'cast' && !expression.attempt && isInteger(expression.type)
    ? ofNumbers(expression.operand)
    : expression;
}

/** Whether a value is how many rows there are, which is the largest number: COUNT(*), MAX(RowId) or @@ROWCOUNT. */
export function countsNumbers(program: Program, value: Bound.BoundExpression, numbers: Numbers): boolean {
  const inner = ofNumbers(withoutHarmlessCasts(value));
  if (inner?.kind !== 'scalar-subquery' || inner.query.kind !== 'select') return false;
  return tellsCount(program, inner.query, 0, numbers);
}

function tellsCount(program: Program, query: Bound.BoundSelect, ordinal: number, numbers: Numbers): boolean {
  const [from, ...more] = query.from;
  const value = ofNumbers(query.select[ordinal]?.expression);
  if (query.having || query.top || query.offset || query.distinct) return false;
  if (value?.kind === 'column') {
    const cte = from?.kind === 'cte-reference' ? program.ctes.find(({ id }) => id === from.cte) : undefined;
    if (more.length > 0 || query.where || query.groupBy || cte?.query.kind !== 'select') return false;
    return tellsCount(program, cte.query, value.ordinal, numbers);
  }
  if (value?.kind === 'scalar-subquery') return query.from.length === 0 && countsNumbers(program, value, numbers);
  if (value?.kind !== 'aggregate' || !query.groupBy?.implicit || value.distinct) return false;
  const [of] = value.arguments;
  const isCount = (value.function === 'COUNT' || value.function === 'COUNT_BIG') && of?.nullable !== true;
  if (from?.kind === 'cte-reference' && numbers.versions.has(from.cte)) {
    if (more.length > 0 || query.where) return false;
    const number = of && withoutHarmlessCasts(of);
    const isLargest =
      value.function === 'MAX' && number?.kind === 'column' && number.ordinal === numbers.versions.get(from.cte);
    return isCount || isLargest;
  }
  return isCount && !of && countsSame(query, numbers.query);
}

/** The rows of the same FROM and WHERE. */
function countsSame(query: Bound.BoundSelect, rows: Bound.BoundSelect): boolean {
  if (rows.groupBy) {
    const [only, ...more] = query.from;
    if (only?.kind !== 'derived-table' || more.length > 0 || query.where) return false;
    return fingerprint(only.query) === fingerprint(rows);
  }
  return fingerprint([query.from, query.where]) === fingerprint([rows.from, rows.where]);
}
