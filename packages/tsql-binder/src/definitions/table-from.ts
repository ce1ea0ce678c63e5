import type { QualifiedName } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import { BinderContext } from '../binder-context.js';
import { bindComputed, columnFrom, isPrimaryKey } from './columns-from.js';
import { addElement, applyColumnElements, type MutableTable, newTable } from './table-changes.js';

/** A table from the elements of its definition: of CREATE TABLE, a table type, or a table variable. */
export function tableFrom(
  context: BinderContext,
  name: QualifiedName,
  elements: readonly Ast.TableElement[],
  text: string | undefined,
): MutableTable {
  const table = newTable(name);
  // A computed column may use later ones: what it says at first is not for the user, it is typed again below.
  const { catalog, modules, settings, defaultSchema } = context;
  const quiet = new BinderContext(catalog, modules, { settings, defaultSchema });
  for (const element of elements) {
    if (element.kind !== 'ColumnDefinition') continue;
    const column = columnFrom(element.computed ? quiet : context, element, text, table.columns);
    table.columns.push(column);
    applyColumnElements(context, table, element, text);
  }
  for (const element of elements) {
    if (element.kind === 'ColumnDefinition' && element.computed)
      typeComputed(context, table, element, element.computed);
  }
  for (const element of elements) if (element.kind !== 'ColumnDefinition') addElement(context, table, element, text);
  if (table.primaryKey || elements.some(isPrimaryKey)) markNotNull(context, table);
  return table;
}

function typeComputed(
  context: BinderContext,
  table: MutableTable,
  element: Ast.ColumnDefinition,
  expression: Ast.Expression,
): void {
  const i = table.columns.findIndex((column) => column.name === element.name.name);
  const column = table.columns[i];
  if (!column) return;
  const others = table.columns.filter((other) => other !== column);
  const { type, nullable, collation, unbound } = bindComputed(context, expression, others, column.name);
  const { definition = '', persisted = false } = column.computed ?? {};
  table.columns[i] = {
    ...column,
    type,
    nullable: unbound || (column.nullable && nullable),
    ...(collation ? { collation } : {}),
    computed: { definition, persisted, ...(unbound ? { unbound } : {}) },
  };
}

function markNotNull(context: BinderContext, table: MutableTable): void {
  const keys = new Set((table.primaryKey?.columns ?? []).map((name) => context.catalog.fold(name)));
  table.columns.forEach((column, i) => {
    if (keys.has(context.catalog.fold(column.name))) table.columns[i] = { ...column, nullable: false };
  });
}
