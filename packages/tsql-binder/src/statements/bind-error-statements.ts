import { plain, string } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, integerLiteral, spanFrom } from '../tree/make.js';
import type { BoundPrint, BoundRaiserror, BoundThrow } from '../tree/statement.js';

const INT = plain('int');

function value(context: BinderContext, node: Ast.Expression): BoundExpression {
  return bindExpression(context, new Scope(undefined), node);
}

/** learn.microsoft.com/sql/t-sql/language-elements/throw-transact-sql */
export function bindThrow(context: BinderContext, node: Ast.StatementOf<'Throw'>): BoundThrow {
  const base = { kind: 'throw', span: spanFrom(node), valid: true } as const;
  if (!node.number || !node.message || !node.state) return base;
  return {
    ...base,
    error: {
      number: convertImplicitly(context, value(context, node.number), INT),
      message: convertImplicitly(context, value(context, node.message), string('nvarchar', 2048)),
      state: convertImplicitly(context, value(context, node.state), plain('tinyint')),
    },
  };
}

/** learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql */
export function bindRaiserror(context: BinderContext, node: Ast.StatementOf<'RaiseError'>): BoundRaiserror {
  const [message, severity, state, ...rest] = node.arguments.map((argument) => value(context, argument));
  if (!message || !severity || !state) {
    context.report(
      'bind-argument-count',
      { name: 'raiserror', expected: '3 to 23', found: node.arguments.length },
      node,
    );
  }
  const missing = errorExpression(node);
  return {
    kind: 'raiserror',
    span: spanFrom(node),
    valid: true,
    message: message ?? missing,
    severity: convertImplicitly(context, severity ?? missing, INT),
    state: convertImplicitly(context, state ?? missing, INT),
    arguments: rest,
    options: node.options ?? [],
  };
}

/** `RAISERROR 50001 'text'` raises with severity 16 and state 1. */
export function bindRaiserrorLegacy(context: BinderContext, node: Ast.StatementOf<'RaiseErrorLegacy'>): BoundRaiserror {
  const number = value(context, node.number);
  const span = spanFrom(node);
  return {
    kind: 'raiserror',
    span,
    valid: true,
    number: convertImplicitly(context, number, INT),
    message: node.message ? value(context, node.message) : number,
    severity: integerLiteral(16n, span),
    state: integerLiteral(1n, span),
    arguments: [],
    options: [],
  };
}

/** PRINT takes any value as text: up to 8000 bytes, or 4000 characters of Unicode. */
export function bindPrint(context: BinderContext, node: Ast.StatementOf<'Print'>): BoundPrint {
  const bound = value(context, node.value);
  const unicode = bound.type.name === 'nvarchar' || bound.type.name === 'nchar';
  const text = convertImplicitly(context, bound, unicode ? string('nvarchar', 4000) : string('varchar', 8000));
  return { kind: 'print', span: spanFrom(node), valid: true, value: text };
}
