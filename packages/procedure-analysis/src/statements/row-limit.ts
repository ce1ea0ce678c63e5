import { plain } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import type { Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';

/** Statements whose rows SET ROWCOUNT cuts off in an order that nobody has stated. */
const LIMITED: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'select-into',
  'select-variables',
  'declare-cursor',
  'set-cursor',
  'execute-procedure',
  'execute-text',
]);

/**
 * `SET ROWCOUNT 10`: why it is absorbed. Undefined where it has no certain value for all that follows.
 * https://learn.microsoft.com/sql/t-sql/statements/set-rowcount-transact-sql
 */
export function setRowLimit(
  program: Program,
  { option, value }: Bound.BoundSetOptionValue,
  condition: Condition,
): string | undefined {
  if (option !== 'ROWCOUNT' || condition || program.row || program.calls.length > 0) return undefined;
  const count = bare(program.resolve(value));
  if (count.kind !== 'literal' || typeof count.value !== 'bigint') return undefined;
  program.rowLimit = count.value === 0n ? undefined : { ...count, type: plain('bigint') };
  return 'it limits the rows of the statements behind it';
}

/** Whether a statement would stop after some of its rows. */
export const isCutOff = ({ rowLimit }: Program, { kind }: Bound.BoundStatement): boolean =>
  rowLimit !== undefined && LIMITED.has(kind);

/** The rows that a client gets: the first ones of the order. Undefined where something else limits them already. */
export function firstRows({ rowLimit }: Program, query: Bound.BoundQuery): Bound.BoundQuery | undefined {
  if (!rowLimit) return query;
  if (query.kind !== 'select' || query.top || query.offset) return undefined;
  return { ...query, top: { count: rowLimit, percent: false, withTies: false } };
}
