import type { Ast } from '@datamigrate/tsql-syntax';

/** A whole number written out, with its sign, as text: it may exceed what a JavaScript number holds. */
export function numberText(node: Ast.Expression | undefined): string | undefined {
  if (node?.kind === 'IntegerLiteral') return node.text;
  if (node?.kind === 'UnaryExpression' && node.operator === '-' && node.operand.kind === 'IntegerLiteral')
    return `-${node.operand.text}`;
  return undefined;
}
