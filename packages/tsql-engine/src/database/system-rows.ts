import { type QualifiedName, type Table, typeText } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import { idOf } from '../session/session-functions.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import type { Database } from './database.js';

type Facts = Readonly<Record<string, SqlValue>>;

const TYPE_CODES: Readonly<Record<string, readonly [string, string]>> = {
  view: ['V ', 'VIEW'],
  procedure: ['P ', 'SQL_STORED_PROCEDURE'],
  'scalar-function': ['FN', 'SQL_SCALAR_FUNCTION'],
  'inline-function': ['IF', 'SQL_INLINE_TABLE_VALUED_FUNCTION'],
  'table-function': ['TF', 'SQL_TABLE_VALUED_FUNCTION'],
  trigger: ['TR', 'SQL_TRIGGER'],
};

/**
 * Rows of the catalog views that scripts ask before they create or drop something. A column that is not known here
 * refuses when it is read, so that nothing is answered wrongly.
 */
export function systemRows(database: Database, table: Bound.BoundNamedTable): readonly Row[] {
  if (table.database !== undefined) throw new Refusal(`The system view ${table.database}.${table.object.name}`);
  const name = `${table.object.schema}.${table.object.name}`.toLowerCase();
  const facts = factsOf(database, name);
  if (!facts) throw new Refusal(`The system view ${table.object.schema}.${table.object.name}`);
  return facts.map((fact) => rowOf(table, fact));
}

function rowOf(table: Bound.BoundNamedTable, fact: Facts): Row {
  const row: SqlValue[] = new Array(table.columns.length).fill(null);
  table.columns.forEach(({ name = '' }, i) => {
    const key = name.toLowerCase();
    if (Object.hasOwn(fact, key)) row[i] = fact[key] ?? null;
    else {
      Object.defineProperty(row, i, {
        get: () => {
          throw new Refusal(`The column ${name} of ${table.object.schema}.${table.object.name}`);
        },
      });
    }
  });
  return row;
}

function factsOf(database: Database, view: string): Facts[] | undefined {
  const { catalog } = database;
  switch (view) {
    case 'sys.objects':
    case 'sys.all_objects':
      return [...catalog.tables.map(tableObject), ...catalog.modules.map(moduleObject)];
    case 'sys.sysobjects':
      return [...catalog.tables.map(tableObject), ...catalog.modules.map(moduleObject)].map(old);
    case 'sys.tables':
      return catalog.tables.map(tableObject);
    case 'sys.views':
      return catalog.modules.filter(({ kind }) => kind === 'view').map(moduleObject);
    case 'sys.procedures':
      return catalog.modules.filter(({ kind }) => kind === 'procedure').map(moduleObject);
    case 'sys.schemas':
      return catalog.schemas.map((name) => ({ name, schema_id: schemaId(name) }));
    case 'sys.columns':
    case 'sys.all_columns':
    case 'sys.syscolumns':
      return catalog.tables.flatMap((table) => columnFacts(table, view === 'sys.syscolumns'));
    case 'information_schema.tables':
      return [
        ...catalog.tables.map((table) => information(database, table, 'BASE TABLE')),
        ...catalog.modules.filter(({ kind }) => kind === 'view').map((view) => information(database, view, 'VIEW')),
      ];
    case 'information_schema.columns':
      return catalog.tables.flatMap((table) =>
        table.columns.map((column, i) => ({
          table_catalog: catalog.database.name,
          table_schema: table.schema,
          table_name: table.name,
          column_name: column.name,
          ordinal_position: BigInt(i + 1),
          is_nullable: column.nullable ? 'YES' : 'NO',
          data_type: typeText(column.type).replace(/\(.*$/, ''),
          column_default: column.default?.definition ?? null,
        })),
      );
    default:
      return undefined;
  }
}

function schemaId(name: string): bigint {
  return name.toLowerCase() === 'dbo' ? 1n : idOf({ schema: '', name }) % 16000n;
}

function tableObject(table: Table): Facts {
  return { ...common(table), type: 'U ', type_desc: 'USER_TABLE' };
}

function moduleObject(module: QualifiedName & { readonly kind: string }): Facts {
  const [type, type_desc] = TYPE_CODES[module.kind] ?? ['P ', 'SQL_STORED_PROCEDURE'];
  return { ...common(module), type, type_desc };
}

function common(object: QualifiedName): Facts {
  return {
    name: object.name,
    object_id: idOf(object),
    schema_id: schemaId(object.schema),
    parent_object_id: 0n,
    is_ms_shipped: 0n,
  };
}

/** sysobjects of old: other names for the same. */
function old(fact: Facts): Facts {
  const type = fact['type'] ?? null;
  return { ...fact, id: fact['object_id'] ?? null, xtype: type, uid: fact['schema_id'] ?? null, parent_obj: 0n };
}

function columnFacts(table: Table, compatibility: boolean): Facts[] {
  return table.columns.map((column, i) => ({
    name: column.name,
    [compatibility ? 'id' : 'object_id']: idOf(table),
    [compatibility ? 'colid' : 'column_id']: BigInt(i + 1),
    [compatibility ? 'isnullable' : 'is_nullable']: column.nullable ? 1n : 0n,
    ...(compatibility ? {} : { is_identity: column.identity ? 1n : 0n, is_computed: column.computed ? 1n : 0n }),
  }));
}

function information(database: Database, object: QualifiedName, type: string): Facts {
  return {
    table_catalog: database.catalog.database.name,
    table_schema: object.schema,
    table_name: object.name,
    table_type: type,
  };
}
