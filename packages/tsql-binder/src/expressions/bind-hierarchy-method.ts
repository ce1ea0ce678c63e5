import { plain, string } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { makeCall } from '../functions/bind-function-call.js';
import type { FunctionName } from '../functions/function-names.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { castTo } from '../tree/make.js';
import { bindExpression } from './bind-expression.js';
import { stringLiteral } from './bind-literal.js';
import { convertImplicitly } from './convert.js';

interface Method {
  readonly function: FunctionName;
  readonly arguments: number;
}

/** Names of methods heed case. learn.microsoft.com/sql/t-sql/data-types/hierarchyid-data-type-method-reference */
const METHODS: ReadonlyMap<string, Method> = new Map([
  ['GetAncestor', { function: 'HIERARCHYID GETANCESTOR', arguments: 1 }],
  ['GetLevel', { function: 'HIERARCHYID GETLEVEL', arguments: 0 }],
  ['IsDescendantOf', { function: 'HIERARCHYID ISDESCENDANTOF', arguments: 1 }],
  ['ToString', { function: 'HIERARCHYID TOSTRING', arguments: 0 }],
]);

/** Undefined for a method that is not known. */
export function bindHierarchyMethod(
  context: BinderContext,
  scope: Scope,
  operand: BoundExpression,
  member: { readonly name: string; readonly arguments: readonly Ast.Expression[]; readonly node: Ast.AstNode },
): BoundExpression | undefined {
  const method = METHODS.get(member.name);
  if (!method || method.arguments !== member.arguments.length) return undefined;
  const args = member.arguments.map((argument) => bindExpression(context, scope, argument));
  return makeCall(context, method.function, [operand, ...args], member.node);
}

/** `hierarchyid::GetRoot()` and `hierarchyid::Parse(…)`: texts that are converted. */
export function bindHierarchyConstructor(
  context: BinderContext,
  scope: Scope,
  node: Ast.StaticMethodCall,
): BoundExpression | undefined {
  if (node.type.schema || node.type.name.name.toLowerCase() !== 'hierarchyid') return undefined;
  const [argument, ...more] = node.arguments;
  if (more.length > 0) return undefined;
  switch (node.method.name) {
    case 'GetRoot':
      return argument ? undefined : castTo(stringLiteral(context, '/', true, node), plain('hierarchyid'), false);
    case 'Parse': {
      if (!argument) return undefined;
      const text = convertImplicitly(context, bindExpression(context, scope, argument), string('nvarchar', 4000));
      return castTo(text, plain('hierarchyid'), false);
    }
    default:
      return undefined;
  }
}
