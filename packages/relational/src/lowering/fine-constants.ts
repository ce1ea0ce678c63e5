import { isCharacter, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { RelExpression, RelLiteral } from '../tree/expression.js';
import type { LoweringScope } from './context.js';

/** Whether a node is a constant with a seventh digit of a second: targets keep six. */
export function isFine(node: { readonly kind?: unknown }): node is RelLiteral & { readonly value: string } {
  if (node.kind !== 'literal') return false;
  const { type, value } = node as RelLiteral;
  return (type.name === 'datetime2' || type.name === 'time') && typeof value === 'string' && /\.\d{7}$/.test(value);
}

/**
 * The columns of VALUES with such constants. Targets have a type with nanoseconds for the years 1678 to 2261; whether
 * all values of the column lie in them is told beside its ordinal.
 */
export function fineColumns(rows: readonly (readonly RelExpression[])[]): ReadonlyMap<number, boolean> | undefined {
  const found = new Map<number, boolean>();
  rows[0]?.forEach((_, column) => {
    const values = rows.flatMap((row) => row[column] ?? []);
    if (values.some(isFine)) found.set(column, values.every(isInRange));
  });
  return found.size > 0 ? found : undefined;
}

function isInRange(node: RelExpression): boolean {
  if (node.kind !== 'literal') return false;
  if (node.value === null) return true;
  const year = /^(\d{4})-/.exec(String(node.value))?.[1];
  return node.type.name === 'datetime2' && year !== undefined && year > '1677' && year < '2262';
}

/** A column of such constants under a conversion that says nothing else of them: to text, to a date, to fewer digits. */
export function fineColumn(scope: LoweringScope, cast: Bound.BoundCast): RelExpression | undefined {
  const { operand } = cast;
  if (operand.kind !== 'column' || !isPlainTarget(cast.type)) return undefined;
  const relation = scope.relations.get(operand.relation);
  const name = relation?.columns[operand.ordinal];
  if (!relation || name === undefined || relation.fine?.get(operand.ordinal) !== true) return undefined;
  const { type, nullable } = operand;
  return { kind: 'column', type, nullable, relation: relation.alias, name, fine: true };
}

/** Rounding to five digits or fewer does not look at the seventh. */
function isPlainTarget(type: SqlType): boolean {
  return isCharacter(type) || type.name === 'date' || (type.name === 'datetime2' && type.scale <= 5);
}

/**
 * Nanoseconds that DATEADD adds to a moment of which six digits are known, when the seventh is taken to be zero: `-100`, as
 * in the end of a row that the next one's beginning gives, leads into the microsecond before.
 */
export function wholeMicroseconds(count: RelExpression | undefined): RelLiteral | undefined {
  if (count?.kind !== 'literal' || typeof count.value !== 'bigint' || count.value % 100n !== 0n) return undefined;
  const rest = ((count.value % 1000n) + 1000n) % 1000n;
  return rest === 0n ? undefined : { ...count, value: count.value - rest };
}
