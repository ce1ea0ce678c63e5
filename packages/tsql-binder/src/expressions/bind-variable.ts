import { isCharacter } from '@datamigrate/catalog';
import { closestName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import { defaultCollation } from './convert.js';

/** `@x` as a value. */
export function bindVariable(context: BinderContext, node: Ast.Variable): BoundExpression {
  const declaration = context.variable(node.name);
  if (!declaration) {
    reportUnknownVariable(context, node);
    return errorExpression(node);
  }
  const { type } = declaration;
  return {
    kind: 'variable',
    type,
    nullable: true,
    collation: isCharacter(type) ? defaultCollation(context) : undefined,
    span: spanFrom(node),
    name: declaration.name,
  };
}

export function reportUnknownVariable(context: BinderContext, node: Ast.Variable): void {
  const close = closestName(node.name, context.variableNames());
  context.report(
    'bind-unknown-variable',
    { name: `'${node.name}'`, help: close === undefined ? '' : `Did you mean ${close}?` },
    node,
  );
}
