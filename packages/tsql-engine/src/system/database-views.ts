import type { Catalog, Table } from '@datamigrate/catalog';
import type { SqlValue } from '../values/sql-value.js';
import { type FactSource, type Facts, FIXED_SCHEMAS, schemaId } from './facts.js';
import { objectIds } from './object-ids.js';
import { ownSchema, wholeOf } from './whole-catalog.js';

/** Databases that every server has, with their numbers; the database itself is the fifth, those beside it follow. */
const SYSTEM_DATABASES = ['master', 'tempdb', 'model', 'msdb'] as const;

/** The number of a database, and its name: what DB_ID and DB_NAME answer. */
export function databaseNames(catalog: Catalog): readonly string[] {
  const { database, otherDatabases = [] } = wholeOf(catalog);
  return [...SYSTEM_DATABASES, database.name, ...otherDatabases];
}

const databases: FactSource = ({ catalog }) =>
  databaseNames(catalog).map((name, i) => ({
    name,
    database_id: BigInt(i + 1),
    source_database_id: null,
    owner_sid: Uint8Array.of(1),
    create_date: 0n,
    compatibility_level: BigInt(catalog.database.compatibilityLevel),
    collation_name: catalog.database.collation,
    user_access: 0n,
    user_access_desc: 'MULTI_USER',
    is_read_only: 0n,
    is_auto_close_on: 0n,
    is_auto_shrink_on: 0n,
    state: 0n,
    state_desc: 'ONLINE',
    snapshot_isolation_state: 0n,
    is_read_committed_snapshot_on: 0n,
    recovery_model: 3n,
    recovery_model_desc: 'SIMPLE',
    is_broker_enabled: 0n,
    containment: 0n,
    containment_desc: 'NONE',
  }));

const schemas: FactSource = ({ catalog }) => {
  const fixed = [...FIXED_SCHEMAS].map(([name, id]) => ({
    name: name === 'information_schema' ? 'INFORMATION_SCHEMA' : name,
    schema_id: id ?? null,
    principal_id: id ?? null,
  }));
  const own = catalog.schemas
    .filter((name) => !FIXED_SCHEMAS.has(ownSchema(catalog, name).toLowerCase()))
    .map((name) => ({ name: ownSchema(catalog, name), schema_id: schemaId(catalog, name), principal_id: 1n }));
  return [...fixed, ...own];
};

function property(major: bigint, minor: number, text: string): Facts {
  const value: SqlValue = { type: { name: 'nvarchar', length: Math.max(1, text.length) }, inner: text };
  return {
    class: 1n,
    class_desc: 'OBJECT_OR_COLUMN',
    major_id: major,
    minor_id: BigInt(minor),
    name: 'MS_Description',
    value,
  };
}

/** Descriptions are the properties that the catalog keeps. */
const extendedProperties: FactSource = ({ catalog }) => {
  const ids = objectIds(catalog);
  const ofTable = (table: Table): Facts[] => [
    ...(table.description === undefined ? [] : [property(ids.of(table), 0, table.description)]),
    ...table.columns.flatMap(({ description }, i) =>
      description === undefined ? [] : [property(ids.of(table), i + 1, description)],
    ),
  ];
  const ofModules = catalog.modules.flatMap((module) =>
    module.description === undefined ? [] : [property(ids.of(module), 0, module.description)],
  );
  return [...catalog.tables.flatMap(ofTable), ...ofModules];
};

const PRINCIPALS = [
  ['dbo', 1n],
  ['guest', 2n],
] as const;

export const DATABASE_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.databases': databases,
  'sys.sysdatabases': (database) =>
    databases(database).map((fact) => ({
      name: fact['name'] ?? null,
      dbid: fact['database_id'] ?? null,
      crdate: fact['create_date'] ?? null,
      cmptlevel: fact['compatibility_level'] ?? null,
    })),
  'sys.schemas': schemas,
  'sys.extended_properties': extendedProperties,
  'sys.database_principals': () =>
    PRINCIPALS.map(([name, principal_id]) => ({
      name,
      principal_id,
      type: 'S',
      type_desc: 'SQL_USER',
      default_schema_name: name,
      create_date: 0n,
      modify_date: 0n,
      owning_principal_id: null,
      is_fixed_role: 0n,
    })),
};
