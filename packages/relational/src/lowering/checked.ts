import type { RelExpression, RelOperation, RelOperator } from '../tree/expression.js';

/** A value as an operator hands it on, or raises an error instead. */
export const checked = (operator: RelOperator, node: RelExpression): RelOperation => ({
  kind: 'operation',
  operator,
  operands: [node],
  type: node.type,
  nullable: node.nullable,
});
