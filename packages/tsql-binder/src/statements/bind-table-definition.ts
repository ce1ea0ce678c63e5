import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { alterTable, checkIndexedColumns, indexFrom, type MutableTable } from '../definitions/table-changes.js';
import { tableFrom } from '../definitions/table-from.js';
import { nameText, temporaryName } from '../tables/bind-named-table.js';
import { spanFrom } from '../tree/make.js';
import type {
  BoundAlterTable,
  BoundCreateIndex,
  BoundCreateTable,
  BoundDeclareTableVariable,
  BoundDropTable,
} from '../tree/statement.js';
import { declareTable } from './temporary-table.js';

/** `DECLARE @t TABLE (…)` */
export function bindDeclareTableVariable(
  context: BinderContext,
  node: Ast.StatementOf<'DeclareTableVariable'>,
): BoundDeclareTableVariable {
  const { name } = node.variable;
  const table = tableFrom(context, { schema: '', name }, node.elements, undefined);
  const columns = declareTable(context, table);
  return { kind: 'declare-table-variable', span: spanFrom(node), valid: true, name, table, columns };
}

/** `CREATE TABLE #t (…)`; undefined for a permanent table, which is DDL, but which later statements can see. */
export function bindCreateTable(
  context: BinderContext,
  node: Ast.StatementOf<'CreateTable'>,
): BoundCreateTable | undefined {
  const name = temporaryName(node.name);
  if (!node.elements) return undefined;
  if (name === undefined) {
    const permanent = { schema: node.name.schema?.name ?? context.defaultSchema, name: node.name.name.name };
    context.declareCreatedTable(tableFrom(context, permanent, node.elements, undefined));
    return undefined;
  }
  const table = tableFrom(context, { schema: '', name }, node.elements, undefined);
  const columns = declareTable(context, table);
  return { kind: 'create-table', span: spanFrom(node), valid: true, name, table, columns };
}

/** ALTER TABLE #t; undefined for a permanent table. */
export function bindAlterTable(
  context: BinderContext,
  node: Ast.StatementOf<
    | 'AlterTableAddTableElement'
    | 'AlterTableDropTableElement'
    | 'AlterTableAlterColumn'
    | 'AlterTableConstraintModification'
  >,
): BoundAlterTable | undefined {
  const name = temporaryName(node.name);
  if (name === undefined) return undefined;
  const known = context.temporaryTable(name)?.table;
  if (!known) {
    context.report('bind-unknown-object', { name: `'${nameText(node.name)}'`, help: '' }, node.name);
    return undefined;
  }
  const table: MutableTable = {
    ...known,
    columns: [...known.columns],
    uniqueKeys: [...known.uniqueKeys],
    foreignKeys: [...known.foreignKeys],
    checks: [...known.checks],
    indexes: [...known.indexes],
  };
  alterTable(context, table, node, undefined);
  const columns = declareTable(context, table);
  return { kind: 'alter-table', span: spanFrom(node), valid: true, name: known.name, table, columns };
}

/** CREATE INDEX on #t; undefined for a permanent table. */
export function bindCreateIndex(
  context: BinderContext,
  node: Ast.StatementOf<'CreateIndex'>,
): BoundCreateIndex | undefined {
  const table = temporaryName(node.table);
  if (table === undefined) return undefined;
  checkIndexedColumns(context, context.temporaryTable(table)?.table, node);
  return { kind: 'create-index', span: spanFrom(node), valid: true, table, index: indexFrom(node, undefined) };
}

/**
 * DROP TABLE #t; undefined when a permanent table is among the names. The table stays known: whether the statement is
 * reached, only running it tells.
 */
export function bindDropTable(node: Ast.StatementOf<'DropTable'>): BoundDropTable | undefined {
  const names = node.names.flatMap((name) => temporaryName(name) ?? []);
  if (names.length < node.names.length) return undefined;
  return { kind: 'drop-table', span: spanFrom(node), valid: true, names, ifExists: node.ifExists === true };
}
