import { plain, type TableType } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindType } from '../expressions/bind-cast.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { stringLiteral } from '../expressions/bind-literal.js';
import { convertImplicitly } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import { declareTable, temporaryTable } from '../statements/temporary-table.js';
import type { BoundExpression } from '../tree/expression.js';
import type { BoundParameter } from '../tree/statement.js';

/** The parameters that a module's statement declares; none for views and triggers. */
export function bindParameters(context: BinderContext, statement: Ast.Statement): BoundParameter[] {
  return writtenParameters(statement).map((node) => bindParameter(context, node));
}

type ParameterNode = Ast.StatementOf<'CreateFunction'>['parameters'][number];

function writtenParameters(statement: Ast.Statement): readonly ParameterNode[] {
  switch (statement.kind) {
    case 'CreateProcedure':
    case 'AlterProcedure':
    case 'CreateOrAlterProcedure':
      return statement.parenthesizedParameters ?? statement.parameters ?? [];
    case 'CreateFunction':
    case 'AlterFunction':
    case 'CreateOrAlterFunction':
      return statement.parameters;
    default:
      return [];
  }
}

function bindParameter(context: BinderContext, node: ParameterNode): BoundParameter {
  const name = node.name.name;
  const output = node.direction !== undefined;
  const tableType = tableTypeOf(context, node.type);
  if (tableType) return { name, type: plain('table'), columns: tableType.columns, output };
  const type = bindType(context, node.type, 'declaration') ?? { name: 'null' as const };
  if (!node.default) return { name, type, output };
  return { name, type, output, default: convertImplicitly(context, bindDefault(context, node.default), type) };
}

/** A bare word is a string: `@status varchar(10) = Active`. */
function bindDefault(context: BinderContext, node: Ast.Expression): BoundExpression {
  if (node.kind === 'ColumnReference') return stringLiteral(context, node.column.name, true, node);
  return bindExpression(context, new Scope(undefined), node);
}

/** The table type that a type's name means, if it means one. */
export function tableTypeOf(context: BinderContext, node: Ast.DataType): TableType | undefined {
  const name = node.name.name.name;
  const schema = node.name.schema?.name;
  if (schema !== undefined) return context.catalog.tableType(name, schema);
  const { catalog, defaultSchema } = context;
  return catalog.tableType(name, defaultSchema) ?? catalog.tableType(name, catalog.dboBeside(defaultSchema));
}

/** Makes parameters known to the statements of their module. */
export function declareParameters(context: BinderContext, parameters: readonly BoundParameter[]): void {
  for (const { name, type, columns } of parameters) {
    if (!columns) context.declareVariable({ name, type });
    else declareTable(context, temporaryTable(name, columns));
  }
}
