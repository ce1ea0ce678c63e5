import type { ForeignKey, Table } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { bit, type FactSource, type Facts, objectFacts } from './facts.js';
import { indexesOf } from './index-views.js';
import { namedConstraints, objectIds } from './object-ids.js';
import { KINDS } from './object-views.js';

const eachTable =
  (facts: (database: Database, table: Table) => readonly Facts[]): FactSource =>
  (database) =>
    database.catalog.tables.flatMap((table) => facts(database, table));

function columnId(table: Pick<Table, 'columns'> | undefined, name: string): bigint {
  const wanted = name.toLowerCase();
  return BigInt((table?.columns.findIndex((column) => column.name.toLowerCase() === wanted) ?? -1) + 1);
}

function isDisabled(database: Database, table: Table, name: string): boolean {
  const disabled = database.store(table)?.disabled;
  return disabled !== undefined && (disabled.has('*') || disabled.has(name.toLowerCase()));
}

const defaults = eachTable((database, table) =>
  namedConstraints(table).defaults.map(({ name, madeUp, column, ordinal }) => ({
    ...objectFacts(database, { schema: table.schema, name }, KINDS.default, table),
    parent_column_id: BigInt(ordinal),
    definition: `(${column.default?.definition ?? ''})`,
    is_system_named: bit(madeUp),
  })),
);

const checks = eachTable((database, table) =>
  namedConstraints(table).checks.map(({ name, madeUp, check }) => ({
    ...objectFacts(database, { schema: table.schema, name }, KINDS.check, table),
    is_disabled: bit(isDisabled(database, table, name)),
    is_not_for_replication: 0n,
    is_not_trusted: bit(isDisabled(database, table, name)),
    parent_column_id: 0n,
    definition: `(${check.definition})`,
    uses_database_collation: 1n,
    is_system_named: bit(madeUp),
  })),
);

const keys = eachTable((database, table) =>
  namedConstraints(table).keys.map(({ name, madeUp, primary }) => ({
    ...objectFacts(database, { schema: table.schema, name }, primary ? KINDS.primaryKey : KINDS.uniqueKey, table),
    unique_index_id: indexesOf(table).find((index) => index.name === name)?.id ?? null,
    is_system_named: bit(madeUp),
    is_enforced: 1n,
  })),
);

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-foreign-keys-transact-sql */
const ACTIONS = ['NO ACTION', 'CASCADE', 'SET NULL', 'SET DEFAULT'] as const;

function action(of: ForeignKey['onDelete'] = 'NO ACTION'): readonly [bigint, string] {
  return [BigInt(ACTIONS.indexOf(of)), of.replace(' ', '_')];
}

const foreignKeys = eachTable((database, table) =>
  namedConstraints(table).foreignKeys.map(({ name, madeUp, foreignKey }) => {
    const [onDelete, onDeleteText] = action(foreignKey.onDelete);
    const [onUpdate, onUpdateText] = action(foreignKey.onUpdate);
    return {
      ...objectFacts(database, { schema: table.schema, name }, KINDS.foreignKey, table),
      referenced_object_id: objectIds(database.catalog).of(foreignKey.references),
      is_disabled: bit(isDisabled(database, table, name)),
      is_not_for_replication: 0n,
      is_not_trusted: bit(!foreignKey.trusted),
      delete_referential_action: onDelete,
      delete_referential_action_desc: onDeleteText,
      update_referential_action: onUpdate,
      update_referential_action_desc: onUpdateText,
      is_system_named: bit(madeUp),
    };
  }),
);

const foreignKeyColumns = eachTable((database, table) => {
  const { catalog, binder } = database;
  const ids = objectIds(catalog);
  return namedConstraints(table).foreignKeys.flatMap(({ name, foreignKey }) => {
    const { references, columns, referencedColumns } = foreignKey;
    const found = binder.catalog.object(references.name, references.schema);
    const referenced = found?.kind === 'table' ? found.table : undefined;
    const targets = referencedColumns.length > 0 ? referencedColumns : (referenced?.primaryKey?.columns ?? []);
    return columns.map((column, i) => ({
      constraint_object_id: ids.of({ schema: table.schema, name }),
      constraint_column_id: BigInt(i + 1),
      parent_object_id: ids.of(table),
      parent_column_id: columnId(table, column),
      referenced_object_id: ids.of(references),
      referenced_column_id: columnId(referenced, targets[i] ?? ''),
    }));
  });
});

export const CONSTRAINT_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.default_constraints': defaults,
  'sys.check_constraints': checks,
  'sys.key_constraints': keys,
  'sys.foreign_keys': foreignKeys,
  'sys.foreign_key_columns': foreignKeyColumns,
};
