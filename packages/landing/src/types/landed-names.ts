import { duckdbType } from './landed-type.js';

/** Schemas that every DuckDB database has for itself. `main` is where dbt puts what is of no layer. */
const OWN_SCHEMAS: ReadonlySet<string> = new Set(['main', 'temp', 'system', 'information_schema', 'pg_catalog']);

/** The schema that holds the tables of a SQL Server schema: called the same wherever DuckDB leaves the name free. */
export function landedSchema(schema: string): string {
  return OWN_SCHEMAS.has(schema.toLowerCase()) ? `${schema}_source` : schema;
}

/** A name as SQL of DuckDB writes it whatever it holds. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** How landing leaves the tables of SQL Server, for who generates sources from them. */
export const LANDED = { schemaName: landedSchema, dataType: duckdbType };
