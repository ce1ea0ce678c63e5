import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';

import { Scope } from '../scope/scope.js';
import { bindNamedTable } from '../tables/bind-named-table.js';
import { bindTable } from '../tables/bind-table.js';
import { spanFrom } from '../tree/make.js';
import type { OutputColumn } from '../tree/query.js';
import type { BoundStoredTable, StoredColumn } from '../tree/stored-table.js';
import type { BoundTable } from '../tree/table.js';

/** The table that INSERT, TRUNCATE and OUTPUT INTO name. */
export function bindTarget(context: BinderContext, target: Ast.ModificationTarget): BoundStoredTable {
  const table = targetAsTable(context, target);
  return table ? storedTable(context, bindTable(context, new Scope(undefined), table)) : unknownStore(target);
}

/** A target as a member of FROM, so that names are looked up in one way. Remote rowsets and functions cannot be. */
export function targetAsTable(
  context: BinderContext,
  target: Ast.ModificationTarget,
): Ast.NamedTable | Ast.VariableTable | undefined {
  switch (target.kind) {
    case 'TargetTable':
      return { kind: 'NamedTable', name: target.name, hints: target.hints, start: target.start, end: target.end };
    case 'TargetVariable':
      return { kind: 'VariableTable', variable: target.variable, start: target.start, end: target.end };
    default:
      context.report('bind-unsupported', { construct: 'A function or remote rowset as target', help: '' }, target);
      return undefined;
  }
}

/** The target of a statement by its name alone. */
export function bindTargetName(context: BinderContext, name: Ast.ObjectName): BoundStoredTable {
  return storedTable(
    context,
    bindNamedTable(context, new Scope(undefined), {
      kind: 'NamedTable',
      name,
      hints: [],
      start: name.start,
      end: name.end,
    }),
  );
}

/** What is written when a member of FROM is the target. */
export function storedTable(context: BinderContext, table: BoundTable): BoundStoredTable {
  const { span } = table;
  switch (table.kind) {
    case 'named-table': {
      const { object, type } = table;
      if (type === 'system-view') {
        context.report('bind-not-updatable', { name: `'${table.alias}'` }, span);
        return unknownStore(span);
      }
      const found = context.object(object.name, object.schema);
      const columns =
        found?.kind === 'table' ? context.modules.storedColumns(found.table) : table.columns.map(withoutFacts);
      return { kind: 'table', object, type, columns, span };
    }
    case 'temporary-table': {
      const stored = context.temporaryTable(table.name)?.stored;
      if (stored) return { kind: 'temporary-table', name: table.name, columns: stored, span };
      context.report('bind-not-updatable', { name: `'${table.name}'` }, span);
      return unknownStore(span);
    }
    case 'error-table':
      return unknownStore(span);
    default:
      context.report('bind-not-updatable', { name: `'${'alias' in table ? table.alias : ''}'` }, span);
      return unknownStore(span);
  }
}

/** A view's column: what happens to it is its base table's matter. */
function withoutFacts(column: OutputColumn): StoredColumn {
  return { ...column, name: column.name ?? '' };
}

export function unknownStore(node: { readonly start: number; readonly end: number }): BoundStoredTable {
  return { kind: 'unknown-table', columns: [], span: spanFrom(node) };
}

/** Position of a column in the table that is written; -1 and a message when there is none. */
export function columnPosition(context: BinderContext, table: BoundStoredTable, node: Ast.ColumnReference): number {
  const { name } = node.column;
  const position = table.columns.findIndex((column) => context.catalog.sameName(column.name, name));
  if (position < 0 && table.kind !== 'unknown-table') {
    context.report('bind-unknown-column', { name: `'${name}'`, help: '' }, node);
  }
  return position;
}

/** A column that a statement sets: computed and rowversion columns cannot be (271, 272). */
export function checkWritable(
  context: BinderContext,
  column: StoredColumn | undefined,
  node: Ast.AstNode,
  updating = false,
): void {
  if (!column) return;
  const report = (reason: string): void => {
    context.report('bind-not-insertable', { name: `'${column.name}'`, reason }, node);
  };
  if (column.computed) report('computed');
  else if (column.type.name === 'rowversion') report('a rowversion');
  else if (updating && column.identity) report('an identity column');
  else if (updating && column.generated) reportGenerated(context, column, 13537, node);
}

/**
 * What a period column gets, SQL Server decides; INSERT and UPDATE have errors of their own for it. Modules may be made
 * for times at which the table has no period.
 */
export function reportGenerated(
  context: BinderContext,
  column: StoredColumn,
  number: 13536 | 13537,
  node: Ast.AstNode,
): void {
  if (!context.inModule) context.report('bind-generated-column', { name: `'${column.name}'`, number }, node);
}
