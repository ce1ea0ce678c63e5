import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext, SessionSettings } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { stringLiteral } from '../expressions/bind-literal.js';
import { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { spanFrom } from '../tree/make.js';
import type { BoundSetIdentityInsert, BoundSetOption, BoundSetOptionValue, BoundStatement } from '../tree/statement.js';
import { bindTargetName } from './bind-target.js';

/** `SET option ON | OFF`. What changes the meaning of later expressions is kept in the context. */
export function bindPredicateSet(context: BinderContext, node: Ast.StatementOf<'PredicateSet'>): BoundSetOption {
  const on = node.state === 'ON';
  for (const option of node.options) {
    if (option === 'CONCAT_NULL_YIELDS_NULL') context.settings = { ...context.settings, concatNullYieldsNull: on };
    // A module keeps the ANSI_NULLS that it was created with.
    if (option === 'ANSI_NULLS' && !context.inModule) context.settings = { ...context.settings, ansiNulls: on };
  }
  return { kind: 'set-option', span: spanFrom(node), valid: true, options: node.options, on };
}

export function bindSetStatistics(node: Ast.StatementOf<'SetStatistics'>): BoundSetOption {
  const options = node.options.map((option) => `STATISTICS ${option}`);
  return { kind: 'set-option', span: spanFrom(node), valid: true, options, on: node.state === 'ON' };
}

export function bindSetIdentityInsert(
  context: BinderContext,
  node: Ast.StatementOf<'SetIdentityInsert'>,
): BoundSetIdentityInsert {
  const table = bindTargetName(context, node.table);
  return { kind: 'set-identity-insert', span: spanFrom(node), valid: true, table, on: node.state === 'ON' };
}

/** `SET DATEFIRST 1, LANGUAGE german` */
export function bindSetCommand(context: BinderContext, node: Ast.StatementOf<'SetCommand'>): BoundStatement {
  const span = spanFrom(node);
  const statements = node.commands.map(({ name, value }): BoundSetOptionValue => {
    const bound =
      value.kind === 'Identifier'
        ? stringLiteral(context, value.name, true, value)
        : bindExpression(context, new Scope(undefined), value);
    const changed = changedSetting(name, bound);
    context.settings = { ...context.settings, ...changed };
    context.ownDateFirst = changed.dateFirst ?? context.ownDateFirst;
    return { kind: 'set-option-value', span, valid: true, option: name, value: bound };
  });
  const [only, ...others] = statements;
  return only && others.length === 0 ? only : { kind: 'block', span, valid: true, statements };
}

const DATE_FORMATS: readonly SessionSettings['dateFormat'][] = ['mdy', 'dmy', 'ymd', 'ydm', 'myd', 'dym'];

function changedSetting(option: string, value: BoundExpression): Partial<SessionSettings> {
  if (value.kind !== 'literal') return {};
  const text = String(value.value).toLowerCase();
  if (option === 'DATEFIRST' && /^[1-7]$/.test(text)) return { dateFirst: Number(text) };
  if (option === 'LANGUAGE') return { language: text };
  const dateFormat = DATE_FORMATS.find((format) => format === text);
  return option === 'DATEFORMAT' && dateFormat ? { dateFormat } : {};
}

export function bindSetValue(
  context: BinderContext,
  option: string,
  value: Ast.Expression,
  node: Ast.AstNode,
): BoundSetOptionValue {
  const bound = bindExpression(context, new Scope(undefined), value);
  return { kind: 'set-option-value', span: spanFrom(node), valid: true, option, value: bound };
}

export function bindIsolationLevel(
  context: BinderContext,
  node: Ast.StatementOf<'SetTransactionIsolationLevel'>,
): BoundSetOptionValue {
  const value = stringLiteral(context, node.level, false, node);
  const option = 'TRANSACTION ISOLATION LEVEL';
  return { kind: 'set-option-value', span: spanFrom(node), valid: true, option, value };
}
