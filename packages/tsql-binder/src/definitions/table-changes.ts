import type {
  CheckConstraint,
  Column,
  ForeignKey,
  Index,
  PartitionedOn,
  QualifiedName,
  ReferentialAction,
  Table,
  UniqueKey,
  Versioning,
} from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { columnFrom, isPrimaryKey, named, textOf } from './columns-from.js';

/** A table while its script is being read. */
export interface MutableTable extends QualifiedName {
  columns: Column[];
  primaryKey?: UniqueKey;
  uniqueKeys: UniqueKey[];
  foreignKeys: ForeignKey[];
  checks: CheckConstraint[];
  indexes: Index[];
  versioning?: Versioning;
  partitionedOn?: PartitionedOn;
  description?: string;
}

export function newTable(name: QualifiedName): MutableTable {
  return {
    schema: name.schema,
    name: name.name,
    columns: [],
    uniqueKeys: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
  };
}

export function mutableCopy(table: Table | MutableTable): MutableTable {
  return withFields(table, {
    columns: [...table.columns],
    uniqueKeys: [...table.uniqueKeys],
    foreignKeys: [...table.foreignKeys],
    checks: [...table.checks],
    indexes: [...table.indexes],
  });
}

/** Constraints and indexes written on a column. */
export function applyColumnElements(
  context: BinderContext,
  table: MutableTable,
  column: Ast.ColumnDefinition,
  source: string | undefined,
): void {
  for (const element of column.elements ?? []) {
    if (
      element.kind === 'UniqueConstraint' ||
      element.kind === 'ForeignKeyConstraint' ||
      element.kind === 'CheckConstraint' ||
      element.kind === 'InlineIndex'
    ) {
      addElement(context, table, element, source, column.name.name);
    }
  }
}

/** A constraint or index of a table; `column` is the one it was written on. */
export function addElement(
  context: BinderContext,
  table: MutableTable,
  element: Ast.TableElement,
  source: string | undefined,
  column?: string,
  trusted = true,
): void {
  switch (element.kind) {
    case 'PeriodDefinition':
      table.columns = table.columns.map((each) => inPeriod(context, each, element));
      return;
    case 'UniqueConstraint': {
      const key: UniqueKey = withFields(named(element.name), {
        columns: element.columns?.map((part) => part.name.name) ?? (column === undefined ? [] : [column]),
        clustered:
          element.clustering === 'CLUSTERED' ||
          (element.type === 'PRIMARY KEY' && element.clustering !== 'NONCLUSTERED'),
      });
      if (isPrimaryKey(element)) table.primaryKey = key;
      else table.uniqueKeys.push(key);
      return;
    }
    case 'ForeignKeyConstraint':
      table.foreignKeys.push(foreignKey(element, column, trusted));
      return;
    case 'CheckConstraint':
      table.checks.push(withFields(named(element.name), { definition: textOf(source, element.condition) }));
      return;
    case 'DefaultConstraint': {
      const i = table.columns.findIndex(
        (candidate) => element.column && context.catalog.sameName(candidate.name, element.column.name),
      );
      const target = table.columns[i];
      if (target)
        table.columns[i] = withFields(target, {
          default: withFields(named(element.name), { definition: textOf(source, element.value) }),
        });
      return;
    }
    case 'InlineIndex':
      table.indexes.push({
        name: element.name.name,
        columns: element.columns?.map((part) => part.name.name) ?? (column === undefined ? [] : [column]),
        included: element.included?.map((part) => part.name) ?? [],
        unique: element.unique === true,
      });
      return;
    case 'ColumnDefinition':
      table.columns.push(columnFrom(context, element, source, table.columns));
      applyColumnElements(context, table, element, source);
      return;
    default:
  }
}

/** CREATE INDEX */
export function indexFrom(statement: Ast.StatementOf<'CreateIndex'>, source: string | undefined): Index {
  return {
    name: statement.name.name,
    columns: statement.columns.map((column) => column.name.name),
    included: (statement.included ?? []).map((column) => column.name),
    unique: statement.unique === true,
    ...(statement.filter ? { filter: textOf(source, statement.filter) } : {}),
  };
}

function foreignKey(element: Ast.ForeignKeyConstraint, column: string | undefined, trusted: boolean): ForeignKey {
  const action = (event: string): ReferentialAction | undefined =>
    element.actions?.find((candidate) => candidate.event === event)?.action;
  const onDelete = action('ON DELETE');
  const onUpdate = action('ON UPDATE');
  return withFields(named(element.name), {
    columns: element.columns?.map((part) => part.name) ?? (column === undefined ? [] : [column]),
    references: { schema: element.references.schema?.name ?? 'dbo', name: element.references.name.name },
    referencedColumns: element.referencedColumns?.map((part) => part.name) ?? [],
    ...(onDelete ? { onDelete } : {}),
    ...(onUpdate ? { onUpdate } : {}),
    trusted,
  });
}

type AlterTable = Ast.StatementOf<
  | 'AlterTableAddTableElement'
  | 'AlterTableDropTableElement'
  | 'AlterTableAlterColumn'
  | 'AlterTableConstraintModification'
>;

/** ALTER TABLE, applied to what CREATE TABLE and earlier ALTERs have made. */
export function alterTable(
  context: BinderContext,
  table: MutableTable,
  statement: AlterTable,
  source: string | undefined,
): void {
  switch (statement.kind) {
    case 'AlterTableAddTableElement':
      for (const element of statement.elements)
        addElement(context, table, element, source, undefined, statement.existing !== 'NOCHECK');
      return;
    case 'AlterTableDropTableElement':
      for (const element of statement.elements) {
        if (element.name) drop(context, table, element.name.name);
        else if (element.type === 'PERIOD FOR SYSTEM_TIME')
          table.columns = table.columns.map(({ generated: _, ...column }) => column);
      }
      return;
    case 'AlterTableAlterColumn': {
      if (statement.change.kind !== 'ColumnTypeChange') {
        changeProperty(context, table, statement.change);
        return;
      }
      const changed = columnFrom(context, statement.change.column, source, table.columns);
      const i = table.columns.findIndex((column) => context.catalog.sameName(column.name, changed.name));
      const before = table.columns[i];
      if (before) table.columns[i] = withFields(before, { ...changed, name: before.name });
      return;
    }
    case 'AlterTableConstraintModification':
      return;
  }
}

function inPeriod({ catalog }: BinderContext, column: Column, period: PeriodDefinition): Column {
  if (catalog.sameName(column.name, period.from.name)) return withFields(column, { generated: 'row-start' });
  return catalog.sameName(column.name, period.to.name) ? withFields(column, { generated: 'row-end' }) : column;
}

type PeriodDefinition = Extract<Ast.TableElement, { readonly kind: 'PeriodDefinition' }>;

/** ALTER COLUMN … ADD MASKED, DROP SPARSE and their like. */
function changeProperty(
  { catalog }: BinderContext,
  table: MutableTable,
  { column: name, action, property }: PropertyChange,
): void {
  const i = table.columns.findIndex((column) => catalog.sameName(column.name, name.name));
  const column = table.columns[i];
  if (!column) return;
  if (property.kind === 'MaskedProperty') {
    const { mask: _, ...rest } = column;
    table.columns[i] = action === 'ADD' && property.function ? { ...rest, mask: property.function.value } : rest;
    return;
  }
  const flag = FLAGS[property.name];
  if (flag === undefined) return;
  const { [flag]: _, ...rest } = column;
  table.columns[i] = action === 'ADD' ? { ...rest, [flag]: true } : rest;
}

type PropertyChange = Extract<
  Ast.StatementOf<'AlterTableAlterColumn'>['change'],
  { readonly kind: 'ColumnPropertyChange' }
>;

const FLAGS: Readonly<Record<string, 'sparse' | 'hidden' | 'rowGuid' | undefined>> = {
  SPARSE: 'sparse',
  HIDDEN: 'hidden',
  ROWGUIDCOL: 'rowGuid',
};

/** A column or constraint by its name. */
function drop(context: BinderContext, table: MutableTable, name: string): void {
  const other = (candidate: { readonly name?: string }): boolean =>
    candidate.name === undefined || !context.catalog.sameName(candidate.name, name);
  table.columns = table.columns.filter(other).map((column) => {
    if (!column.default?.name || !context.catalog.sameName(column.default.name, name)) return column;
    const { default: _, ...rest } = column;
    return rest;
  });
  if (table.primaryKey && !other(table.primaryKey)) delete table.primaryKey;
  table.uniqueKeys = table.uniqueKeys.filter(other);
  table.foreignKeys = table.foreignKeys.filter(other);
  table.checks = table.checks.filter(other);
}

/** A float that is computed anew each time may differ from the one in the index. */
export function checkIndexedColumns(
  context: BinderContext,
  table: { readonly columns: readonly Column[] } | undefined,
  statement: Ast.StatementOf<'CreateIndex'>,
): void {
  for (const { name } of statement.columns) {
    const column = table?.columns.find((candidate) => context.catalog.sameName(candidate.name, name.name));
    if (column?.computed?.persisted === false && (column.type.name === 'float' || column.type.name === 'real'))
      context.report('bind-imprecise-index', { index: statement.name.name, column: `'${column.name}'` }, statement);
  }
}
