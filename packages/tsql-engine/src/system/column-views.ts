import { type Column, isCharacter, type SqlType, type Table } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import type { SqlValue } from '../values/sql-value.js';
import { bit, type FactSource, type Facts } from './facts.js';
import { objectIds, tableOfType } from './object-ids.js';
import { sizeOf } from './type-numbers.js';
import { userTypeId } from './type-views.js';

/** What sys.columns needs to know of a column, of a table or of a view. */
type AnyColumn = Pick<Column, 'name' | 'type' | 'nullable'> & Partial<Column>;

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-columns-transact-sql */
const GENERATED = {
  none: [0n, 'NOT_APPLICABLE'],
  'row-start': [1n, 'AS_ROW_START'],
  'row-end': [2n, 'AS_ROW_END'],
} as const;

function columnFacts(database: Database, owner: bigint, column: AnyColumn, ordinal: number): Facts {
  const { catalog } = database;
  const size = sizeOf(column.type);
  const [generated_always_type, generated_always_type_desc] = GENERATED[column.generated ?? 'none'];
  return {
    object_id: owner,
    name: column.name,
    column_id: BigInt(ordinal),
    system_type_id: size.systemType,
    user_type_id: column.aliasType ? userTypeId(catalog, column.aliasType) : size.userType,
    max_length: size.bytes,
    precision: size.precision,
    scale: size.scale,
    collation_name: isCharacter(column.type) ? (column.collation ?? catalog.database.collation) : null,
    is_nullable: bit(column.nullable),
    is_ansi_padded: bit(isCharacter(column.type)),
    is_rowguidcol: bit(column.rowGuid),
    is_identity: bit(column.identity !== undefined),
    is_computed: bit(column.computed !== undefined),
    is_filestream: 0n,
    is_replicated: 0n,
    is_xml_document: 0n,
    xml_collection_id: 0n,
    default_object_id: 0n,
    rule_object_id: 0n,
    is_sparse: bit(column.sparse),
    is_column_set: 0n,
    is_masked: bit(column.mask !== undefined),
    generated_always_type,
    generated_always_type_desc,
    is_hidden: bit(column.hidden),
  };
}

interface OwnedColumn {
  readonly facts: Facts;
  readonly column: AnyColumn;
  readonly database: Database;
  /** Last identity value that the table has given out. */
  readonly last: SqlValue;
}

function ownColumns(database: Database, table: Table, last: SqlValue): OwnedColumn[] {
  const owner = objectIds(database.catalog).of(table);
  return table.columns.map((column, i) => ({
    facts: columnFacts(database, owner, column, i + 1),
    column,
    database,
    last,
  }));
}

/** Of tables and of table types. */
function tableColumns(database: Database): OwnedColumn[] {
  const { tables, tableTypes } = database.catalog;
  return [
    ...tables.flatMap((table) => {
      const counts = table.columns.some(({ identity }) => identity);
      return ownColumns(database, table, counts ? (database.store(table)?.identity ?? null) : null);
    }),
    ...tableTypes.flatMap((type) => ownColumns(database, tableOfType(type), null)),
  ];
}

/** Of views and of functions that give tables; a view that cannot be bound shows none. */
function moduleColumns(database: Database): Facts[] {
  const { catalog, binder } = database;
  const ids = objectIds(catalog);
  return catalog.modules.flatMap((module) => {
    const columns =
      module.kind === 'view'
        ? binder.viewColumns(module.schema, module.name)
        : module.kind === 'inline-function' || module.kind === 'table-function'
          ? binder.functionColumns(module.schema, module.name)
          : undefined;
    return (columns ?? []).map(({ name = '', type, nullable, collation }, i) =>
      columnFacts(
        database,
        ids.of(module),
        { name, type: known(type), nullable, ...(collation ? { collation: collation.name } : {}) },
        i + 1,
      ),
    );
  });
}

const known = (type: SqlType): SqlType => (type.name === 'null' ? { name: 'int' } : type);

const columns: FactSource = (database) => [
  ...tableColumns(database).map(({ facts }) => facts),
  ...moduleColumns(database),
];

const oldColumns: FactSource = (database) =>
  columns(database).map((fact) => ({
    name: fact['name'] ?? null,
    id: fact['object_id'] ?? null,
    colid: fact['column_id'] ?? null,
    colorder: fact['column_id'] ?? null,
    xtype: fact['system_type_id'] ?? null,
    xusertype: fact['user_type_id'] ?? null,
    length: fact['max_length'] ?? null,
    xprec: fact['precision'] ?? null,
    xscale: fact['scale'] ?? null,
    isnullable: fact['is_nullable'] ?? null,
    iscomputed: fact['is_computed'] ?? null,
    collation: fact['collation_name'] ?? null,
  }));

const identity: FactSource = (database) =>
  tableColumns(database).flatMap(({ facts, column, last }) => {
    if (!column.identity) return [];
    const variant = (value: bigint): SqlValue => ({ type: column.type, inner: value });
    return [
      {
        ...facts,
        seed_value: variant(BigInt(column.identity.seed)),
        increment_value: variant(BigInt(column.identity.increment)),
        last_value: typeof last === 'bigint' ? variant(last) : null,
        is_not_for_replication: 0n,
      },
    ];
  });

const computed: FactSource = (database) =>
  tableColumns(database).flatMap(({ facts, column }) =>
    column.computed
      ? [
          {
            ...facts,
            definition: `(${column.computed.definition})`,
            uses_database_collation: 1n,
            is_persisted: bit(column.computed.persisted),
          },
        ]
      : [],
  );

const masked: FactSource = (database) =>
  tableColumns(database).flatMap(({ facts, column }) =>
    column.mask === undefined ? [] : [{ ...facts, masking_function: column.mask }],
  );

/** PERIOD FOR SYSTEM_TIME of the tables that have one. */
const periods: FactSource = ({ catalog }) =>
  catalog.tables.flatMap((table) => {
    const start = table.columns.findIndex(({ generated }) => generated === 'row-start');
    const end = table.columns.findIndex(({ generated }) => generated === 'row-end');
    if (start < 0 || end < 0) return [];
    return [
      {
        name: 'SYSTEM_TIME',
        period_type: 1n,
        period_type_desc: 'SYSTEM_TIME_PERIOD',
        object_id: objectIds(catalog).of(table),
        start_column_id: BigInt(start + 1),
        end_column_id: BigInt(end + 1),
      },
    ];
  });

export const COLUMN_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.columns': columns,
  'sys.all_columns': columns,
  'sys.syscolumns': oldColumns,
  'sys.identity_columns': identity,
  'sys.computed_columns': computed,
  'sys.masked_columns': masked,
  'sys.periods': periods,
};
