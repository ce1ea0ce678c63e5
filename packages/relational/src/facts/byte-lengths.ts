import { hasRoom } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { LoweringContext, LoweringScope } from '../lowering/context.js';
import { keyOf } from './assumption.js';
import type { BaseColumn, ByteLengths, ValueOrigin } from './data-facts.js';

/** Bytes of the hashes: learn.microsoft.com/sql/t-sql/functions/hashbytes-transact-sql */
const HASHES: Readonly<Record<string, number>> = {
  MD2: 16,
  MD4: 16,
  MD5: 16,
  SHA: 20,
  SHA1: 20,
  SHA2_256: 32,
  SHA2_512: 64,
};

/** How many bytes a hash has; undefined for an algorithm that HASHBYTES does not have. */
export const hashBytes = (algorithm: string): number | undefined => HASHES[algorithm.trim().toUpperCase()];

const NONE: ByteLengths = { lengths: [], columns: [] };

/**
 * How long the values of a binary expression are: as long as hashes and types say, or as those of columns, whose rows
 * have to tell. NULL has any length. Undefined where nothing tells.
 */
export function byteLengthsOf(expression: Bound.BoundExpression, scope: LoweringScope): ByteLengths | undefined {
  const { type } = expression;
  if (expression.kind === 'literal' && expression.value === null) return NONE;
  if (type.name === 'binary') return type.length === 'max' ? undefined : { lengths: [type.length], columns: [] };
  if (type.name !== 'varbinary') return undefined;
  switch (expression.kind) {
    case 'literal':
      return expression.value instanceof Uint8Array ? { lengths: [expression.value.length], columns: [] } : undefined;
    case 'column': {
      const origin = scope.relations.get(expression.relation)?.origins[expression.ordinal];
      return origin && bytesOfOrigin(origin);
    }
    case 'group-key':
      return byteLengthsOf(expression.expression, scope);
    case 'cast': {
      const inner = byteLengthsOf(expression.operand, scope);
      const from = expression.operand.type;
      if (!inner || ('length' in from && hasRoom(from.length, type.length))) return inner;
      const fits = inner.columns.length === 0 && inner.lengths.every((length) => hasRoom(length, type.length));
      return fits ? inner : undefined;
    }
    case 'case':
      return unionBytes(
        [
          ...expression.branches.map(({ result }) => result),
          ...(expression.otherwise ? [expression.otherwise] : []),
        ].map((result) => byteLengthsOf(result, scope)),
      );
    case 'call': {
      const [first] = expression.arguments;
      if (expression.function === 'ISNULL' || expression.function === 'COALESCE')
        return unionBytes(expression.arguments.map((argument) => byteLengthsOf(argument, scope)));
      if (expression.function !== 'HASHBYTES' || first?.kind !== 'literal') return undefined;
      const length = hashBytes(String(first.value));
      return length === undefined ? undefined : { lengths: [length], columns: [] };
    }
    default:
      return undefined;
  }
}

/** Lengths of values that are of any of these origins, where more is known than the columns that they are handed on from. */
export const bytesOfAny = (origins: readonly ValueOrigin[]): ByteLengths | undefined =>
  origins.some(({ bytes }) => bytes) ? unionBytes(origins.map(bytesOfOrigin)) : undefined;

const bytesOfOrigin = ({ bytes, exact }: ValueOrigin): ByteLengths | undefined =>
  bytes ?? (exact && exact.literals.length === 0 ? { lengths: [], columns: exact.columns } : undefined);

/** Those of all; undefined when one is unknown. */
function unionBytes(all: readonly (ByteLengths | undefined)[]): ByteLengths | undefined {
  const lengths = new Set<number>();
  const columns = new Map<string, BaseColumn>();
  for (const each of all) {
    if (!each) return undefined;
    for (const length of each.lengths) lengths.add(length);
    for (const column of each.columns) columns.set(keyOf(column), column);
  }
  return { lengths: [...lengths], columns: [...columns.values()] };
}

/** Whether a conversion between binary types neither cuts bytes off nor fills them up. */
export function keepsBytes({ operand, type, attempt }: Bound.BoundCast, scope: LoweringScope): boolean {
  if (attempt || (type.name !== 'binary' && type.name !== 'varbinary') || type.length === 'max') return false;
  const { length: room, name } = type;
  const known = byteLengthsOf(operand, scope);
  if (!known || known.columns.length > 0 || known.lengths.length === 0) return false;
  return known.lengths.every((length) => (name === 'binary' ? length === room : hasRoom(length, room)));
}

/** Whether two binary values have one length: SQL Server, for which zeros at the end count for nothing, compares them as targets do. */
export function haveOneLength(
  context: LoweringContext,
  scope: LoweringScope,
  left: Bound.BoundExpression,
  right: Bound.BoundExpression,
): boolean {
  const known = unionBytes([byteLengthsOf(left, scope), byteLengthsOf(right, scope)]);
  if (!known) return false;
  // Without a hash among them, columns are asked for values as long as they have room for.
  const room = 'length' in left.type && typeof left.type.length === 'number' ? [left.type.length] : [];
  const [length, ...more] = known.lengths.length > 0 ? known.lengths : room;
  if (length === undefined || more.length > 0) return false;
  const answers = known.columns.map((column) => context.facts.byteLength?.(column, length) ?? false);
  if (!answers.every(Boolean)) return false;
  const asked = { columns: known.columns, literals: [String(length)] };
  if (known.columns.length > 0) context.assume('byte-length', asked);
  return true;
}
