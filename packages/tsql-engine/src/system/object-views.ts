import type { Module, Sequence, Table } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { bit, type FactSource, type Facts, type ObjectKind, objectFacts } from './facts.js';
import { namedConstraints, objectIds, tableTypeName } from './object-ids.js';
import { sizeOf } from './type-numbers.js';

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-objects-transact-sql, type */
export const KINDS = {
  table: { type: 'U', description: 'USER_TABLE' },
  view: { type: 'V', description: 'VIEW' },
  procedure: { type: 'P', description: 'SQL_STORED_PROCEDURE' },
  'scalar-function': { type: 'FN', description: 'SQL_SCALAR_FUNCTION' },
  'inline-function': { type: 'IF', description: 'SQL_INLINE_TABLE_VALUED_FUNCTION' },
  'table-function': { type: 'TF', description: 'SQL_TABLE_VALUED_FUNCTION' },
  trigger: { type: 'TR', description: 'SQL_TRIGGER' },
  primaryKey: { type: 'PK', description: 'PRIMARY_KEY_CONSTRAINT' },
  uniqueKey: { type: 'UQ', description: 'UNIQUE_CONSTRAINT' },
  foreignKey: { type: 'F', description: 'FOREIGN_KEY_CONSTRAINT' },
  check: { type: 'C', description: 'CHECK_CONSTRAINT' },
  default: { type: 'D', description: 'DEFAULT_CONSTRAINT' },
  sequence: { type: 'SO', description: 'SEQUENCE_OBJECT' },
  synonym: { type: 'SN', description: 'SYNONYM' },
  tableType: { type: 'TT', description: 'TYPE_TABLE' },
} as const satisfies Record<string, ObjectKind>;

export function moduleObject(database: Database, module: Module): Facts {
  return objectFacts(database, module, KINDS[module.kind], module.on);
}

function constraintObjects(database: Database, table: Table): Facts[] {
  const { keys, foreignKeys, checks, defaults } = namedConstraints(table);
  const fact = (kind: ObjectKind, name: string): Facts =>
    objectFacts(database, { schema: table.schema, name }, kind, table);
  return [
    ...keys.map(({ name, primary }) => fact(primary ? KINDS.primaryKey : KINDS.uniqueKey, name)),
    ...foreignKeys.map(({ name }) => fact(KINDS.foreignKey, name)),
    ...checks.map(({ name }) => fact(KINDS.check, name)),
    ...defaults.map(({ name }) => fact(KINDS.default, name)),
  ];
}

const objects: FactSource = (database) => {
  const { tables, modules, sequences, synonyms, tableTypes } = database.catalog;
  return [
    ...tables.map((table) => objectFacts(database, table, KINDS.table)),
    ...modules.map((module) => moduleObject(database, module)),
    ...tables.flatMap((table) => constraintObjects(database, table)),
    ...sequences.map((sequence) => objectFacts(database, sequence, KINDS.sequence)),
    ...synonyms.map((synonym) => objectFacts(database, synonym, KINDS.synonym)),
    ...tableTypes.map((type) => objectFacts(database, { schema: 'sys', name: tableTypeName(type) }, KINDS.tableType)),
  ];
};

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-tables-transact-sql, temporal_type */
const TEMPORAL = {
  none: [0n, 'NON_TEMPORAL_TABLE'],
  history: [1n, 'HISTORY_TABLE'],
  versioned: [2n, 'SYSTEM_VERSIONED_TEMPORAL_TABLE'],
} as const;

const tables: FactSource = (database) => {
  const ids = objectIds(database.catalog);
  const histories = new Set(
    database.catalog.tables.flatMap(({ versioning }) => (versioning?.history ? [ids.of(versioning.history)] : [])),
  );
  return database.catalog.tables.map((table) => {
    const { versioning } = table;
    const kind = versioning ? 'versioned' : histories.has(ids.of(table)) ? 'history' : 'none';
    const [temporal_type, temporal_type_desc] = TEMPORAL[kind];
    return {
      ...objectFacts(database, table, KINDS.table),
      max_column_id_used: BigInt(table.columns.length),
      uses_ansi_nulls: 1n,
      is_memory_optimized: 0n,
      is_filetable: 0n,
      is_external: 0n,
      is_node: 0n,
      is_edge: 0n,
      is_tracked_by_cdc: 0n,
      is_replicated: 0n,
      temporal_type,
      temporal_type_desc,
      history_table_id: versioning?.history ? ids.of(versioning.history) : null,
      lob_data_space_id: 0n,
      durability: 0n,
      durability_desc: 'SCHEMA_AND_DATA',
    };
  });
};

/** sysobjects of old: other names for the same. */
const oldObjects: FactSource = (database) =>
  objects(database).map((fact) => ({
    name: fact['name'] ?? null,
    id: fact['object_id'] ?? null,
    xtype: fact['type'] ?? null,
    type: fact['type'] ?? null,
    uid: fact['schema_id'] ?? null,
    parent_obj: fact['parent_object_id'] ?? null,
    crdate: fact['create_date'] ?? null,
    refdate: fact['create_date'] ?? null,
  }));

function sequence(database: Database, found: Sequence): Facts {
  const { type, start, increment } = found;
  const size = sizeOf(type);
  const variant = (value: bigint): Facts[string] => ({ type, inner: value });
  const last = database.sequences.get(`${found.schema}.${found.name}`.toLowerCase());
  return {
    ...objectFacts(database, found, KINDS.sequence),
    start_value: variant(BigInt(start)),
    increment: variant(BigInt(increment)),
    is_cycling: 0n,
    is_cached: 1n,
    cache_size: null,
    system_type_id: size.systemType,
    user_type_id: size.userType,
    precision: size.precision,
    scale: size.scale,
    current_value: variant(last ?? BigInt(start)),
    is_exhausted: 0n,
    last_used_value: last === undefined ? null : variant(last),
  };
}

/** Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/object-catalog-views-transact-sql */
export const OBJECT_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.objects': objects,
  'sys.all_objects': objects,
  'sys.sysobjects': oldObjects,
  'sys.tables': tables,
  'sys.views': (database) =>
    database.catalog.modules
      .filter(({ kind }) => kind === 'view')
      .map((view) => ({
        ...moduleObject(database, view),
        is_replicated: 0n,
        has_opaque_metadata: 0n,
        with_check_option: bit(/\bWITH\s+CHECK\s+OPTION\s*;?\s*$/i.test(view.definition)),
        is_date_correlation_view: 0n,
      })),
  'sys.procedures': (database) =>
    database.catalog.modules
      .filter(({ kind }) => kind === 'procedure')
      .map((procedure) => ({ ...moduleObject(database, procedure), is_auto_executed: 0n })),
  'sys.sequences': (database) => database.catalog.sequences.map((found) => sequence(database, found)),
  'sys.synonyms': (database) =>
    database.catalog.synonyms.map((synonym) => ({
      ...objectFacts(database, synonym, KINDS.synonym),
      base_object_name: synonym.target,
    })),
};
