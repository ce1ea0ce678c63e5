import { landedSchema, quoted } from '@datamigrate/landing';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parseRelation } from '../comparison/relation-name.js';
import type { FoundTable } from './plan-pair.js';

/**
 * A table or view of an attached database. Names are compared without case; a schema of SQL Server is also found under the
 * name that landing gives it. Undefined when there is none, or when several schemas have one and none is named.
 */
export async function findTable(
  connection: DuckDBConnection,
  database: string,
  name: string,
): Promise<FoundTable | undefined> {
  const wanted = parseRelation(name);
  if (!wanted) return undefined;
  const named = name.includes('.');
  const all = await read(
    connection,
    'select schema_name, table_name from duckdb_tables() where database_name = $1 and not internal union all select schema_name, view_name from duckdb_views() where database_name = $1 and not internal',
    [database],
  );
  const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
  const matches = all.filter(
    ([schema, table]) =>
      same(table, wanted.name) && (!named || same(schema, wanted.schema) || same(schema, landedSchema(wanted.schema))),
  );
  const [match] = matches;
  if (!match || matches.length > 1) return undefined;
  const [schema = '', table = ''] = match;
  const sql = [database, schema, table].map(quoted).join('.');
  const columns = await read(connection, `select column_name, column_type from (describe ${sql})`, []);
  const keys = await read(
    connection,
    `select unnest(constraint_column_names) from duckdb_constraints()
     where database_name = $1 and schema_name = $2 and table_name = $3 and constraint_type = 'PRIMARY KEY'`,
    [database, schema, table],
  );
  return {
    name: `${schema}.${table}`,
    sql,
    columns: columns.map(([column = '', type = '']) => ({ name: column, type })),
    primaryKey: keys.map(([column = '']) => column),
  };
}

/** Tables, not views: a warehouse has its views by the dozen, and they hold no rows of their own. */
export async function tableNames(connection: DuckDBConnection, database: string): Promise<readonly string[]> {
  const query = 'select schema_name, table_name from duckdb_tables() where database_name = $1 and not internal';
  return (await read(connection, query, [database])).map(([schema, table]) => `${schema}.${table}`).sort();
}

async function read(
  connection: DuckDBConnection,
  query: string,
  parameters: readonly string[],
): Promise<readonly (readonly string[])[]> {
  return (await connection.runAndReadAll(query, [...parameters])).getRows().map((row) => row.map(String));
}
