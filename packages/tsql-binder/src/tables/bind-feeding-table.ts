import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindStatement } from '../statements/bind-statement.js';
import { spanFrom } from '../tree/make.js';
import type { BoundModification } from '../tree/modification.js';
import type { BoundStatement } from '../tree/statement.js';
import type { BoundErrorTable, BoundTemporaryTable } from '../tree/table.js';
import { errorTable } from './bind-table.js';
import { renamed } from './column-names.js';

/**
 * `(MERGE … OUTPUT …) AS t` in the FROM of an INSERT: what the statement puts out is read like a temporary table.
 * Source: learn.microsoft.com/sql/t-sql/queries/from-transact-sql (dml_table_source)
 */
export function bindFeedingTable(
  context: BinderContext,
  node: Ast.DataModificationTable,
): BoundTemporaryTable | BoundErrorTable {
  const alias = node.alias?.name ?? '';
  if (context.feed !== 'none') {
    const help = 'It may stand once, in the FROM of an INSERT … SELECT.';
    context.report('bind-unsupported', { construct: 'A data modification in this place', help }, node);
    return errorTable(context, node, alias);
  }
  context.feed = undefined;
  const statement = bindStatement(context, node.statement);
  const output = isModification(statement) ? statement.output.find(({ into }) => into === undefined) : undefined;
  if (!isModification(statement) || !output) {
    context.report('bind-unsupported', { construct: 'A data modification in FROM without OUTPUT', help: '' }, node);
    return errorTable(context, node, alias);
  }
  const relation = context.newRelation();
  const name = `#output_${relation}`;
  context.feed = { name, statement };
  const columns = renamed(context, output.columns, node.columns, alias, node);
  return { kind: 'temporary-table', relation, alias, columns, span: spanFrom(node), name };
}

function isModification(statement: BoundStatement): statement is BoundModification {
  return ['insert', 'update', 'delete', 'merge'].includes(statement.kind);
}
