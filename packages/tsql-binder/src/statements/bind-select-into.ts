import { type Column, isCharacter, type SqlType, string, type Table } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { storedColumns } from '../definitions/stored-columns.js';
import { checkNames } from '../tables/column-names.js';
import { spanFrom } from '../tree/make.js';
import type { BoundQuery, OutputColumn } from '../tree/query.js';
import type { BoundSelectInto } from '../tree/statement.js';
import { identityOfItem } from './identity-of-item.js';
import { declareTable, temporaryTable } from './temporary-table.js';

/** `SELECT … INTO t`: the query's columns become the table's. */
export function bindSelectInto(
  context: BinderContext,
  query: BoundQuery,
  into: Ast.IntoClause,
  node: Ast.AstNode,
): BoundSelectInto {
  const name = into.target.name.name;
  const temporary = name.startsWith('#');
  checkNames(context, query.columns, name, node);
  const columns = query.columns.map((column, i) => newColumn(context, query, column, i));
  const schema = temporary ? '' : (into.target.schema?.name ?? context.defaultSchema);
  const table: Table = { ...temporaryTable(name, columns), schema };
  if (!temporary) context.declareCreatedTable(table);
  const stored = temporary ? declareTable(context, table) : storedColumns(context, columns);
  return { kind: 'select-into', span: spanFrom(node), valid: true, query, table, columns: stored, temporary };
}

function newColumn(context: BinderContext, query: BoundQuery, column: OutputColumn, position: number): Column {
  const identity = identityOfItem(context, query, position);
  const type = intoType(column.type);
  return {
    name: column.name ?? '',
    type,
    nullable: column.nullable,
    ...(isCharacter(type) ? { collation: column.collation?.name ?? context.databaseCollation } : {}),
    ...(identity ? { identity } : {}),
  };
}

/** NULL alone makes an int column; an empty string literal one of length 1. */
function intoType(type: SqlType): SqlType {
  if (type.name === 'null') return { name: 'int' };
  if ('length' in type && type.length === 0 && (type.name === 'varchar' || type.name === 'nvarchar'))
    return string(type.name, 1);
  return type;
}
