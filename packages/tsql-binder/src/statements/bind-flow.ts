import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindPredicate } from '../predicates/bind-predicate.js';
import { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundPredicate } from '../tree/predicate.js';
import type { BoundBlock, BoundIf, BoundTryCatch, BoundWhile } from '../tree/statement.js';
import { bindStatements } from './bind-statement.js';

/** Statements that hold statements. */

export function bindBlock(context: BinderContext, node: Ast.BeginEndBlock | Ast.AtomicBlock): BoundBlock {
  return { kind: 'block', span: spanFrom(node), valid: true, statements: bindStatements(context, node.statements) };
}

export function bindIf(context: BinderContext, node: Ast.If): BoundIf {
  const { condition, valid } = bindCondition(context, node.condition);
  const then = bindStatements(context, [node.then]);
  const otherwise = node.otherwise && bindStatements(context, [node.otherwise]);
  return { kind: 'if', span: spanFrom(node), valid, condition, then, otherwise };
}

export function bindWhile(context: BinderContext, node: Ast.While): BoundWhile {
  const { condition, valid } = bindCondition(context, node.condition);
  return { kind: 'while', span: spanFrom(node), valid, condition, body: bindStatements(context, [node.body]) };
}

export function bindTryCatch(context: BinderContext, node: Ast.TryCatch): BoundTryCatch {
  return {
    kind: 'try-catch',
    span: spanFrom(node),
    valid: true,
    try: bindStatements(context, node.try),
    catch: bindStatements(context, node.catch),
  };
}

function bindCondition(
  context: BinderContext,
  node: Ast.Expression,
): { readonly condition: BoundPredicate; readonly valid: boolean } {
  const before = context.errorCount;
  const condition = bindPredicate(context, new Scope(undefined), node);
  return { condition, valid: context.errorCount === before };
}
