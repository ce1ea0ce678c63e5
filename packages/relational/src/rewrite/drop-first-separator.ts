import { isCharacter } from '@datamigrate/catalog';
import type { RelAggregate, RelCall, RelExpression } from '../tree/expression.js';

/**
 * `STUFF((SELECT ', ' + x … FOR XML PATH(''), TYPE).value(…), 1, 2, '')`, which joins texts with a separator and takes
 * the first one away: what STRING_AGG gives with that separator. NULLs vanish in both, and no text at all gives NULL.
 */
export function dropFirstSeparator(stuff: RelCall): RelExpression | undefined {
  const [joined, start, length, replacement] = stuff.arguments;
  if (!joined || !isNumber(start, 1n) || length?.kind !== 'literal' || typeof length.value !== 'bigint')
    return undefined;
  if (replacement?.kind !== 'literal' || (replacement.value !== '' && replacement.value !== null)) return undefined;
  return inside(joined, Number(length.value));
}

function inside(node: RelExpression, length: number): RelExpression | undefined {
  if (node.kind === 'cast' && isCharacter(node.type) && 'length' in node.type && node.type.length === 'max') {
    const operand = inside(node.operand, length);
    return operand && { ...node, operand };
  }
  if (node.kind !== 'scalar-subquery' || node.query.kind !== 'select') return undefined;
  const [item] = node.query.select;
  if (item?.expression.kind !== 'aggregate') return undefined;
  const aggregate = withSeparator(item.expression, length);
  return aggregate && { ...node, query: { ...node.query, select: [{ ...item, expression: aggregate }] } };
}

function withSeparator(aggregate: RelAggregate, length: number): RelAggregate | undefined {
  const [row, separator] = aggregate.arguments;
  if (aggregate.function !== 'STRING_AGG' || !isText(separator, '')) return undefined;
  if (row?.kind !== 'call' || row.function !== 'COALESCE' || !isText(row.arguments[1], '')) return undefined;
  const split = row.arguments[0] && firstPart(row.arguments[0]);
  if (!split || typeof split.first.value !== 'string' || split.first.value.length !== length) return undefined;
  return { ...aggregate, arguments: [split.rest, split.first] };
}

type Literal = Extract<RelExpression, { readonly kind: 'literal' }>;

/** `'a' + b + c` as 'a' and `b + c`. */
function firstPart(node: RelExpression): { readonly first: Literal; readonly rest: RelExpression } | undefined {
  if (node.kind !== 'operation' || node.operator !== 'concatenate') return undefined;
  const [left, right] = node.operands;
  if (!left || !right) return undefined;
  if (left.kind === 'literal') return { first: left, rest: right };
  const split = firstPart(left);
  return split && { first: split.first, rest: { ...node, operands: [split.rest, right] } };
}

const isNumber = (node: RelExpression | undefined, value: bigint): boolean =>
  node?.kind === 'literal' && node.value === value;
const isText = (node: RelExpression | undefined, value: string): boolean =>
  node?.kind === 'literal' && node.value === value;
