import { displayName } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, nullLiteral, spanFrom } from '../tree/make.js';

/** Arguments of a function of the database: all must be there, DEFAULT where a parameter has one. */
export function bindUserArguments(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionCall,
  schema: string,
  name: string,
): BoundExpression[] {
  const parameters = context.modules.parameters(schema, name) ?? [];
  const found = node.arguments.length;
  if (found !== parameters.length) {
    const expected = parameters.length;
    context.report('bind-argument-count', { name: displayName({ schema, name }), expected, found }, node);
  }
  return node.arguments.map((argument, i) => {
    const parameter = parameters[i];
    if (argument.kind === 'StarArgument') return errorExpression(node);
    if (argument.kind === 'DefaultLiteral') {
      return parameter?.default ?? nullLiteral(parameter?.type ?? { name: 'null' }, spanFrom(argument));
    }
    const table = argument.kind === 'Variable' ? context.temporaryTable(argument.name) : undefined;
    if (table && argument.kind === 'Variable') {
      return { kind: 'variable', type: { name: 'table' }, nullable: false, span: spanFrom(argument), name: table.name };
    }
    const bound = bindExpression(context, scope, argument);
    if (!parameter || parameter.columns || parameter.type.name === 'null') return bound;
    return convertImplicitly(context, bound, parameter.type);
  });
}
