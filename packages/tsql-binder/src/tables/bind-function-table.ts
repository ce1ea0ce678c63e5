import { fractional, isCharacter, isUnicode, plain, type SqlType, string, unify } from '@datamigrate/catalog';
import { closestName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindType } from '../expressions/bind-cast.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { ownerColumn } from '../expressions/bind-method.js';
import { bindXQuery } from '../expressions/bind-xquery.js';
import { convertImplicitly, defaultCollation } from '../expressions/convert.js';
import { bindUserArguments } from '../functions/bind-user-arguments.js';
import { lengthOf, text } from '../functions/function-fact.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { spanFrom } from '../tree/make.js';
import type { OutputColumn } from '../tree/query.js';
import type { BoundErrorTable, BoundFunctionTable, BoundUserFunctionTable } from '../tree/table.js';
import { errorTable } from './bind-table.js';
import { renamed } from './column-names.js';

/** A function in FROM: built in, or a table-valued function of the database. */
export function bindFunctionTable(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionTable,
): BoundFunctionTable | BoundUserFunctionTable | BoundErrorTable {
  const { call } = node;
  const name = call.name.name.name;
  const alias = node.alias?.name ?? name;
  if (!call.name.schema) {
    const values = () => call.arguments.map((argument) => bindExpression(context, scope, argument as Ast.Expression));
    switch (name.toUpperCase()) {
      case 'STRING_SPLIT':
        return stringSplit(context, node, alias, values());
      case 'GENERATE_SERIES':
        return generateSeries(context, node, alias, values());
    }
  }
  if (call.name.schema && name.toLowerCase() === 'nodes') {
    const xml = ownerColumn(context, scope, call.name);
    return xmlNodes(context, scope, node, xml, call.arguments as readonly Ast.Expression[]);
  }
  const ownSchema = call.name.schema?.name ?? context.defaultSchema;
  const own = context.modules.functionColumns(ownSchema, name);
  const schema = own || call.name.schema ? ownSchema : 'dbo';
  const columns = own ?? context.modules.functionColumns(schema, name);
  if (!columns) {
    const close = closestName(`${schema}.${name}`, context.catalog.objectNames());
    context.report(
      'bind-unknown-object',
      { name: `'${schema}.${name}'`, help: close === undefined ? '' : `Did you mean ${close}?` },
      node,
    );
    return errorTable(context, node, alias);
  }
  return {
    kind: 'user-function-table',
    relation: context.newRelation(),
    alias,
    columns: renamed(context, columns, node.columns, alias, node),
    span: spanFrom(node),
    object: { schema, name },
    arguments: bindUserArguments(context, scope, call, schema, name),
  };
}

/** `@x.nodes('…') AS t (c)` */
export function bindMethodTable(
  context: BinderContext,
  scope: Scope,
  node: Ast.MethodTable,
): BoundFunctionTable | BoundErrorTable {
  const { target, arguments: args = [] } = node.call;
  return xmlNodes(context, scope, node, bindExpression(context, scope, target), args);
}

/** A row for each node; its column is only good for further methods. learn.microsoft.com/sql/t-sql/xml/nodes-method-xml-data-type */
function xmlNodes(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionTable | Ast.MethodTable,
  xml: BoundExpression | undefined,
  args: readonly Ast.Expression[],
): BoundFunctionTable | BoundErrorTable {
  const alias = node.alias?.name ?? '';
  const [path] = args;
  if (xml?.type.name !== 'xml' || path?.kind !== 'StringLiteral') {
    context.report('bind-unsupported', { construct: 'nodes() of what is no xml', help: '' }, node);
    return errorTable(context, node, alias);
  }
  const columns: OutputColumn[] = [{ name: 'node', type: plain('xml'), nullable: true }];
  return functionTable(context, node, alias, 'XML NODES', [xml, ...bindXQuery(context, scope, path)], columns);
}

/** learn.microsoft.com/sql/t-sql/functions/string-split-transact-sql */
function stringSplit(
  context: BinderContext,
  node: Ast.FunctionTable,
  alias: string,
  args: BoundExpression[],
): BoundFunctionTable | BoundErrorTable {
  const [value, separator, ordinal] = args;
  if (!value || !separator || args.length > 3)
    return wrongCount(context, node, alias, 'string_split', '2 to 3', args.length);
  const converted = text(context, value);
  const unicode = isUnicode(converted.type) || isUnicode(separator.type);
  const columns: OutputColumn[] = [
    {
      name: 'value',
      type: string(unicode ? 'nvarchar' : 'varchar', lengthOf(converted.type)),
      nullable: false,
      collation: converted.collation ?? defaultCollation(context),
    },
  ];
  if (ordinal?.kind === 'literal' && ordinal.value === 1n)
    columns.push({ name: 'ordinal', type: plain('bigint'), nullable: false });
  return functionTable(
    context,
    node,
    alias,
    'STRING_SPLIT',
    [converted, text(context, separator), ...(ordinal ? [ordinal] : [])],
    columns,
  );
}

/** learn.microsoft.com/sql/t-sql/functions/generate-series-transact-sql */
function generateSeries(
  context: BinderContext,
  node: Ast.FunctionTable,
  alias: string,
  args: BoundExpression[],
): BoundFunctionTable | BoundErrorTable {
  if (args.length < 2 || args.length > 3)
    return wrongCount(context, node, alias, 'generate_series', '2 to 3', args.length);
  const type = args.map((argument) => argument.type).reduce(unify, { name: 'null' } as SqlType);
  const converted = args.map((argument) => convertImplicitly(context, argument, type));
  return functionTable(context, node, alias, 'GENERATE_SERIES', converted, [{ name: 'value', type, nullable: false }]);
}

function functionTable(
  context: BinderContext,
  node: Ast.FunctionTable | Ast.MethodTable | Ast.OpenJsonTable,
  alias: string,
  name: BoundFunctionTable['function'],
  args: readonly BoundExpression[],
  columns: readonly OutputColumn[],
  jsonColumns?: BoundFunctionTable['jsonColumns'],
): BoundFunctionTable {
  return {
    kind: 'function-table',
    relation: context.newRelation(),
    alias,
    columns: renamed(context, columns, node.columns, alias, node),
    span: spanFrom(node),
    function: name,
    arguments: args,
    jsonColumns,
  };
}

function wrongCount(
  context: BinderContext,
  node: Ast.FunctionTable,
  alias: string,
  name: string,
  expected: string,
  found: number,
): BoundErrorTable {
  context.report('bind-argument-count', { name, expected, found }, node);
  return errorTable(context, node, alias);
}

/** learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql */
export function bindOpenJson(context: BinderContext, scope: Scope, node: Ast.OpenJsonTable): BoundFunctionTable {
  const alias = node.alias?.name ?? 'OPENJSON';
  const json = convertImplicitly(context, bindExpression(context, scope, node.json), string('nvarchar', 'max'));
  const path = node.path && bindExpression(context, scope, node.path);
  const args = path ? [json, path] : [json];
  const collation = defaultCollation(context);
  if (!node.schema) {
    return functionTable(context, node, alias, 'OPENJSON', args, [
      {
        name: 'key',
        type: string('nvarchar', 4000),
        nullable: false,
        collation: { name: 'Latin1_General_BIN2', label: 'implicit' },
      },
      { name: 'value', type: string('nvarchar', 'max'), nullable: true, collation },
      { name: 'type', type: plain('tinyint'), nullable: false },
    ]);
  }
  const columns = node.schema.map((column): OutputColumn => {
    const type = bindType(context, column.type, 'declaration') ?? fractional('datetime2', 7);
    return { name: column.name.name, type, nullable: true, collation: isCharacter(type) ? collation : undefined };
  });
  const jsonColumns = node.schema.map((column) => ({
    path: column.path?.kind === 'StringLiteral' ? column.path.value : undefined,
    asJson: column.asJson,
  }));
  return functionTable(context, node, alias, 'OPENJSON', args, columns, jsonColumns);
}
