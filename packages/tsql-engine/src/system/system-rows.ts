import { type Catalog, SYSTEM_VIEW_NAMES } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Database } from '../database/database.js';
import { Refusal } from '../errors/sql-error.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { AGENT_VIEWS } from './agent-views.js';
import { COLUMN_VIEWS } from './column-views.js';
import { CONSTRAINT_VIEWS } from './constraint-views.js';
import { DATA_SPACE_VIEWS } from './data-spaces.js';
import { DATABASE_VIEWS } from './database-views.js';
import type { FactSource, Facts } from './facts.js';
import { INDEX_VIEWS } from './index-views.js';
import { INFORMATION_SCHEMA } from './information-schema.js';
import { MODULE_VIEWS } from './module-views.js';
import { OBJECT_VIEWS } from './object-views.js';
import { TYPE_VIEWS } from './type-views.js';
import { systemColumns, systemObjects } from './views-of-views.js';
import { ownSchema, partOf } from './whole-catalog.js';

const SOURCES: Readonly<Record<string, FactSource | undefined>> = {
  ...DATABASE_VIEWS,
  ...OBJECT_VIEWS,
  ...COLUMN_VIEWS,
  ...TYPE_VIEWS,
  ...CONSTRAINT_VIEWS,
  ...INDEX_VIEWS,
  ...DATA_SPACE_VIEWS,
  ...MODULE_VIEWS,
  ...INFORMATION_SCHEMA,
};

/** Whether rows of a view can be given. */
export function isKnownView(name: string): boolean {
  return SOURCES[name] !== undefined;
}

/** What sys.all_objects and sys.all_columns show beside the database's own. */
const SYSTEM_PARTS: Readonly<Record<string, (() => readonly Facts[]) | undefined>> = {
  'sys.all_objects': () => systemObjects(SYSTEM_VIEW_NAMES.filter(isKnownView)),
  'sys.all_columns': () => systemColumns(SYSTEM_VIEW_NAMES.filter(isKnownView)),
};

/**
 * Rows of the catalog views. A column whose value is not known refuses when it is read, so that nothing is answered
 * wrongly.
 */
export function systemRows(database: Database, table: Bound.BoundNamedTable): readonly Row[] {
  const { schema, name } = table.object;
  const own = `${schema}.${name}`.toLowerCase();
  const source = sourceOf(database, table.database, own);
  if (!source) throw new Refusal(`The system view ${[table.database, schema, name].filter(Boolean).join('.')}`);
  const part = partOfDatabase(database, table.database);
  const facts = [
    ...source(part).map((fact) => withOwnSchemas(database.catalog, fact)),
    ...(SYSTEM_PARTS[own]?.() ?? []),
  ];
  const keys = table.columns.map((column) => (column.name ?? '').toLowerCase());
  const refusing = refusingRow(table);
  return facts.map((fact) => {
    const row: SqlValue[] = new Array(keys.length);
    let complete = true;
    keys.forEach((key, i) => {
      const value = fact[key];
      if (value === undefined) complete = false;
      else row[i] = value;
    });
    return complete ? row : Object.setPrototypeOf(row, refusing);
  });
}

/** Views about the server say the same in every database; of master and its like nothing else is known. */
const OF_THE_SERVER = /^sys\.(databases|sysdatabases|servers|sysservers)$/;

function sourceOf({ catalog }: Database, database: string | undefined, view: string): FactSource | undefined {
  if (database === undefined || catalog.otherDatabases?.includes(database)) return SOURCES[view];
  return AGENT_VIEWS[`${database}.${view}`.toLowerCase()] ?? (OF_THE_SERVER.test(view) ? SOURCES[view] : undefined);
}

/** Of several databases each tells of itself. */
function partOfDatabase(database: Database, name: string | undefined): Database {
  const { catalog } = database;
  return catalog.otherDatabases === undefined ? database : database.withCatalog(partOf(catalog, name));
}

/** Columns that name a schema of the database that a view tells of. */
const SCHEMA_COLUMN = /_schema(_name)?$|^schema_name$/;

function withOwnSchemas(catalog: Catalog, fact: Facts): Facts {
  if (catalog.otherDatabases === undefined) return fact;
  const changed = Object.entries(fact).flatMap(([key, value]) =>
    SCHEMA_COLUMN.test(key) && typeof value === 'string' ? [[key, ownSchema(catalog, value)] as const] : [],
  );
  return changed.length === 0 ? fact : { ...fact, ...Object.fromEntries(changed) };
}

/** What a row inherits the values from that it does not have. */
function refusingRow(table: Bound.BoundNamedTable): object {
  const row = Object.create(Array.prototype) as object;
  table.columns.forEach(({ name = '' }, i) => {
    Object.defineProperty(row, i, {
      get: () => {
        throw new Refusal(`The column ${name} of ${table.object.schema}.${table.object.name}`);
      },
    });
  });
  return row;
}
