import type { Bound } from '@datamigrate/tsql-binder';

const OF_CHANCE = new Set(['NEWID', 'CRYPT_GEN_RANDOM']);
/** What becomes of chance by these is chance again, spread over all their values. */
const SPREADING = new Set(['CHECKSUM', 'BINARY_CHECKSUM', 'ABS']);

/** Whether any value of its type may come out of an expression, as NEWID is in it. */
export function isChance(expression: Bound.BoundExpression): boolean {
  if (expression.kind === 'cast') return isChance(expression.operand);
  if (expression.kind !== 'call') return false;
  return (
    OF_CHANCE.has(expression.function) || (SPREADING.has(expression.function) && expression.arguments.some(isChance))
  );
}
