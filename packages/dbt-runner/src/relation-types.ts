import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { askDuckdb } from './ask-duckdb.js';
import type { DbtEnvironment } from './environment.js';

/** Types by column, by `schema.relation`, as the database spells them. */
export type RelationTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

const rowsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.string()]));

/** What dbt has built in a DuckDB file, column by column. dbt's own way to tell is `docs generate`, which takes seconds. */
export async function readRelationTypes(
  environment: DbtEnvironment,
  file: string,
): Promise<Result<RelationTypes, Diagnostic>> {
  const rows = await askDuckdb(environment, 'relation_types.py', file, [], rowsSchema);
  if (!rows.ok) return rows;
  const types = new Map<string, Map<string, string>>();
  for (const [schema, relation, column, type] of rows.value) {
    const key = `${schema}.${relation}`;
    const columns = types.get(key) ?? new Map<string, string>();
    types.set(key, columns.set(column, type));
  }
  return ok(types);
}
