import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundReturn } from '../tree/statement.js';

export function bindReturn(context: BinderContext, node: Ast.StatementOf<'Return'>): BoundReturn {
  const base = { kind: 'return', span: spanFrom(node), valid: true } as const;
  if (!node.value) return base;
  const value = bindExpression(context, new Scope(undefined), node.value);
  return withFields(base, { value: context.returns ? convertImplicitly(context, value, context.returns) : value });
}
