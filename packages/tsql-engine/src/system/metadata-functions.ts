import type { CatalogObject, Column, QualifiedName } from '@datamigrate/catalog';
import type { Session } from '../session/session.js';
import type { SqlValue } from '../values/sql-value.js';
import { databaseNames } from './database-views.js';
import { FIXED_SCHEMAS, schemaId } from './facts.js';
import { definitionOf } from './module-views.js';
import { objectIds } from './object-ids.js';
import { SERVER_PROPERTIES } from './server-properties.js';
import { sizeOf, TYPE_NUMBERS } from './type-numbers.js';
import { userTypeId } from './type-views.js';
import { ownSchema } from './whole-catalog.js';

export type Answer = (session: Session, args: readonly SqlValue[]) => SqlValue;

const textOf = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : '');

export function objectById({ database }: Session, id: SqlValue | undefined): CatalogObject | undefined {
  const name = typeof id === 'bigint' ? objectIds(database.catalog).find(id) : undefined;
  return name && database.binder.catalog.object(name.name, name.schema);
}

/** Also constraints have names. */
export function nameById({ database }: Session, id: SqlValue | undefined): QualifiedName | undefined {
  return typeof id === 'bigint' ? objectIds(database.catalog).find(id) : undefined;
}

function columnOf(found: CatalogObject | undefined, name: SqlValue | undefined): Column | undefined {
  const wanted = textOf(name).toLowerCase();
  return found?.kind === 'table'
    ? found.table.columns.find((column) => column.name.toLowerCase() === wanted)
    : undefined;
}

/** Source: learn.microsoft.com/sql/t-sql/functions/columnproperty-transact-sql */
const COLUMN_PROPERTIES: Readonly<Record<string, ((column: Column) => SqlValue) | undefined>> = {
  ALLOWSNULL: ({ nullable }) => (nullable ? 1n : 0n),
  ISCOMPUTED: ({ computed }) => (computed ? 1n : 0n),
  ISIDENTITY: ({ identity }) => (identity ? 1n : 0n),
  ISROWGUIDCOL: ({ rowGuid }) => (rowGuid ? 1n : 0n),
  ISHIDDEN: ({ hidden }) => (hidden ? 1n : 0n),
  PRECISION: ({ type }) =>
    'length' in type ? (type.length === 'max' ? -1n : BigInt(type.length)) : sizeOf(type).precision,
  SCALE: ({ type }) => sizeOf(type).scale,
  GENERATEDALWAYSTYPE: ({ generated }) => (generated === 'row-start' ? 1n : generated === 'row-end' ? 2n : 0n),
};

/** Source: learn.microsoft.com/sql/t-sql/functions/objectproperty-transact-sql */
function objectProperty(session: Session, id: SqlValue | undefined, property: string): SqlValue {
  const found = objectById(session, id);
  if (!found) return null;
  const module = found.kind === 'module' ? found.module : undefined;
  const table = found.kind === 'table' ? found.table : undefined;
  const is = (value: boolean): bigint => (value ? 1n : 0n);
  switch (property.toUpperCase()) {
    case 'ISTABLE':
    case 'ISUSERTABLE':
      return is(table !== undefined);
    case 'ISVIEW':
      return is(module?.kind === 'view');
    case 'ISPROCEDURE':
      return is(module?.kind === 'procedure');
    case 'ISTRIGGER':
      return is(module?.kind === 'trigger');
    case 'ISSCALARFUNCTION':
      return is(module?.kind === 'scalar-function');
    case 'ISINLINEFUNCTION':
      return is(module?.kind === 'inline-function');
    case 'ISTABLEFUNCTION':
      return is(module?.kind === 'inline-function' || module?.kind === 'table-function');
    case 'ISMSSHIPPED':
      return 0n;
    case 'ISENCRYPTED':
      return is(module !== undefined && definitionOf(module) === null);
    case 'TABLEHASPRIMARYKEY':
      return is(table?.primaryKey !== undefined);
    case 'TABLEHASIDENTITY':
      return is(table?.columns.some(({ identity }) => identity) === true);
    case 'TABLEHASFOREIGNKEY':
      return is((table?.foreignKeys.length ?? 0) > 0);
    case 'EXECISANSINULLSON':
      return module ? is(module.ansiNulls) : null;
    case 'EXECISQUOTEDIDENTON':
      return module ? is(module.quotedIdentifier) : null;
    case 'SCHEMAID':
      return schemaId(session.database.catalog, nameById(session, id)?.schema ?? 'dbo');
    default:
      return null;
  }
}

function nvarchar(text: string): SqlValue {
  return { type: { name: 'nvarchar', length: 128 }, inner: text };
}

/** Source: learn.microsoft.com/sql/t-sql/functions/databasepropertyex-transact-sql */
function databaseProperty({ database }: Session, name: string, property: string): SqlValue {
  const { collation, compatibilityLevel } = database.catalog.database;
  if (!databaseNames(database.catalog).some((known) => known.toLowerCase() === name.toLowerCase())) return null;
  switch (property.toUpperCase()) {
    case 'COLLATION':
      return nvarchar(collation);
    case 'STATUS':
      return nvarchar('ONLINE');
    case 'UPDATEABILITY':
      return nvarchar('READ_WRITE');
    case 'USERACCESS':
      return nvarchar('MULTI_USER');
    case 'RECOVERY':
      return nvarchar('SIMPLE');
    case 'VERSION':
      return { type: { name: 'int' }, inner: 957n };
    case 'SQLSORTORDER':
      return { type: { name: 'tinyint' }, inner: 52n };
    case 'COMPARISONSTYLE':
      return { type: { name: 'int' }, inner: 196_609n };
    case 'EDITION':
    case 'SERVICEOBJECTIVE':
      return null;
    case 'COMPATIBILITYLEVEL':
      return { type: { name: 'int' }, inner: BigInt(compatibilityLevel) };
    default:
      return null;
  }
}

/** The database that USE has chosen. */
function currentDatabase({ database, schema }: Session): string {
  return database.binder.catalog.databaseOf(schema) ?? database.catalog.database.name;
}

/** Functions about what the database holds. A user of the engine may do everything. */
export const METADATA_FUNCTIONS: Readonly<Record<string, Answer | undefined>> = {
  COL_LENGTH: (session, [table, column]) => {
    const [name = '', schema = 'dbo'] = textOf(table).replaceAll(/[[\]]/g, '').split('.').reverse();
    const found = columnOf(session.database.binder.catalog.object(name, schema), column);
    return found ? sizeOf(found.type).bytes : null;
  },
  COL_NAME: (session, [id, ordinal]) => {
    const found = objectById(session, id);
    return found?.kind === 'table' ? (found.table.columns[Number(ordinal ?? 0n) - 1]?.name ?? null) : null;
  },
  COLUMNPROPERTY: (session, [id, name, property]) => {
    const found = objectById(session, id);
    const column = columnOf(found, name);
    if (!column || found?.kind !== 'table') return null;
    if (textOf(property).toUpperCase() === 'COLUMNID') return BigInt(found.table.columns.indexOf(column) + 1);
    return COLUMN_PROPERTIES[textOf(property).toUpperCase()]?.(column) ?? null;
  },
  DATABASEPROPERTYEX: (session, [name, property]) => databaseProperty(session, textOf(name), textOf(property)),
  DB_ID: (session, [name]) => {
    const { database } = session;
    const wanted = (name === undefined ? currentDatabase(session) : textOf(name)).toLowerCase();
    const place = databaseNames(database.catalog).findIndex((known) => known.toLowerCase() === wanted);
    return place < 0 ? null : BigInt(place + 1);
  },
  DB_NAME: (session, [id]) => {
    if (id === undefined) return currentDatabase(session);
    return databaseNames(session.database.catalog)[Number(id ?? 0n) - 1] ?? null;
  },
  HAS_PERMS_BY_NAME: (session, [securable, kind]) => {
    if (typeof securable !== 'string' || textOf(kind).toUpperCase() !== 'OBJECT') return 1n;
    const [name = '', schema = 'dbo'] = securable.replaceAll(/[[\]]/g, '').split('.').reverse();
    return session.database.binder.catalog.object(name, schema) ? 1n : null;
  },
  IDENT_INCR: (session, [name]) => identityOf(session, name, 'increment'),
  IDENT_SEED: (session, [name]) => identityOf(session, name, 'seed'),
  IS_MEMBER: (_, [role]) => (/^(public|db_owner)$/i.test(textOf(role)) ? 1n : null),
  IS_ROLEMEMBER: (_, [role]) => (/^(public|db_owner)$/i.test(textOf(role)) ? 1n : null),
  IS_SRVROLEMEMBER: (_, [role]) => (/^(public|sysadmin)$/i.test(textOf(role)) ? 1n : 0n),
  OBJECT_DEFINITION: (session, [id]) => {
    const found = objectById(session, id);
    return found?.kind === 'module' ? definitionOf(found.module) : null;
  },
  OBJECTPROPERTY: (session, [id, property]) => objectProperty(session, id, textOf(property)),
  OBJECTPROPERTYEX: (session, [id, property]) => {
    const value = objectProperty(session, id, textOf(property));
    return value === null ? null : { type: { name: 'int' }, inner: value };
  },
  SCHEMA_ID: (session, [name]) => {
    const { database } = session;
    const wanted = name === undefined ? 'dbo' : textOf(name);
    const home = database.binder.catalog.schemaIn(currentDatabase(session), wanted) ?? wanted;
    return schemaId(database.catalog, home) || null;
  },
  SCHEMA_NAME: ({ database }, [id]) => {
    if (id === undefined) return 'dbo';
    const { catalog } = database;
    const names = [...FIXED_SCHEMAS.keys(), ...catalog.schemas];
    const found = names.find((name) => schemaId(catalog, name) === id);
    return found === undefined ? null : ownSchema(catalog, found);
  },
  SERVERPROPERTY: (_, [property]) => SERVER_PROPERTIES[textOf(property).toUpperCase()] ?? null,
  TYPE_ID: ({ database }, [name]) => {
    const [own = '', schema = 'dbo'] = textOf(name).replaceAll(/[[\]]/g, '').split('.').reverse();
    const builtIn = TYPE_NUMBERS[own.toLowerCase() as keyof typeof TYPE_NUMBERS];
    return builtIn === undefined ? userTypeId(database.catalog, { schema, name: own }) || null : BigInt(builtIn);
  },
  TYPE_NAME: ({ database }, [id]) => {
    const builtIn = Object.entries(TYPE_NUMBERS).find(([, number]) => BigInt(number) === id);
    const { catalog } = database;
    const own = [...catalog.aliasTypes, ...catalog.tableTypes].find((type) => userTypeId(catalog, type) === id);
    return own?.name ?? builtIn?.[0] ?? null;
  },
};

function identityOf(session: Session, name: SqlValue | undefined, part: 'seed' | 'increment'): SqlValue {
  const [own = '', schema = 'dbo'] = textOf(name).replaceAll(/[[\]]/g, '').split('.').reverse();
  const found = session.database.binder.catalog.object(own, schema);
  const identity =
    found?.kind === 'table' ? found.table.columns.find((column) => column.identity)?.identity : undefined;
  return identity ? BigInt(identity[part]) : null;
}
