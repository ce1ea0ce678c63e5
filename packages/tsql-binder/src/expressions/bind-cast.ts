import {
  conversionBetween,
  isCharacter,
  resolveBuiltInType,
  type SqlType,
  type TypeContext,
  typeText,
} from '@datamigrate/catalog';
import { closestName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, isNullLiteral, spanFrom } from '../tree/make.js';
import { defaultCollation } from './convert.js';

/** The type that a script names: built in, or an alias type of the database. Reported and undefined when unknown. */
export function bindType(context: BinderContext, node: Ast.DataType, place: TypeContext): SqlType | undefined {
  const written = {
    name: node.name.name.name,
    parameters: node.parameters.map((parameter) =>
      parameter.kind === 'MaxParameter' ? ('max' as const) : parameter.value,
    ),
  };
  const schema = node.name.schema?.name;
  if (schema === undefined || schema.toLowerCase() === 'sys') {
    const builtIn = resolveBuiltInType(written, place);
    if (builtIn?.ok) return builtIn.value;
    if (builtIn) {
      context.report('bind-invalid-type', { message: builtIn.error }, node);
      return undefined;
    }
  }
  const alias =
    context.catalog.aliasType(written.name, schema ?? context.defaultSchema) ??
    context.catalog.aliasType(written.name, schema ?? context.catalog.dboBeside(context.defaultSchema));
  if (alias) return alias.base;
  const close = closestName(written.name, BUILT_IN_NAMES);
  context.report(
    'bind-unknown-type',
    { name: `'${written.name}'`, help: close === undefined ? '' : `Did you mean ${close}?` },
    node,
  );
  return undefined;
}

const BUILT_IN_NAMES = [
  'bigint',
  'binary',
  'bit',
  'char',
  'date',
  'datetime',
  'datetime2',
  'datetimeoffset',
  'decimal',
  'float',
  'image',
  'int',
  'money',
  'nchar',
  'ntext',
  'numeric',
  'nvarchar',
  'real',
  'smalldatetime',
  'smallint',
  'smallmoney',
  'sql_variant',
  'text',
  'time',
  'timestamp',
  'tinyint',
  'uniqueidentifier',
  'varbinary',
  'varchar',
  'xml',
];

/** CAST and CONVERT, and their TRY_ forms: forbidden pairs are an error in all of them (529). */
export function bindExplicitCast(
  context: BinderContext,
  operand: BoundExpression,
  target: SqlType,
  options: { readonly attempt: boolean; readonly style?: BoundExpression | undefined; readonly node: Ast.AstNode },
): BoundExpression {
  const { node, attempt, style } = options;
  if (operand.kind === 'error') return operand;
  if (!isNullLiteral(operand) && conversionBetween(operand.type, target) === 'forbidden') {
    context.report('bind-conversion-forbidden', { source: typeText(operand.type), target: typeText(target) }, node);
    return errorExpression(node);
  }
  return {
    kind: 'cast',
    type: target,
    nullable: operand.nullable || attempt,
    collation: isCharacter(target) ? (operand.collation ?? defaultCollation(context)) : undefined,
    span: spanFrom(node),
    operand,
    implicit: false,
    attempt,
    style,
  };
}
