import type { LiveRow } from '../connection/live-connection.js';

/** Columns of the catalog views that older or other servers lack, as `view.column`; `agent` where jobs run. */
export type Features = ReadonlySet<string>;

/**
 * Views and columns are looked for instead of asking for versions: Azure SQL, Managed Instance and Fabric count their
 * versions differently. Source: learn.microsoft.com/sql/relational-databases/system-catalog-views, "Applies to"
 */
const LOOKED_FOR: Readonly<Record<string, readonly string[]>> = {
  columns: ['generated_always_type', 'is_hidden', 'is_sparse'],
  masked_columns: ['masking_function'],
  tables: ['is_external', 'is_node', 'is_edge', 'temporal_type', 'history_table_id'],
  partition_functions: ['boundary_value_on_right'],
  allocation_units: ['total_pages'],
  servers: ['is_linked'],
  query_store_runtime_stats: ['count_executions'],
  dm_exec_procedure_stats: ['execution_count'],
};

export const FEATURE_QUERY = `
SELECT o.name AS feature_view, c.name AS feature_column
FROM sys.all_columns c JOIN sys.all_objects o ON o.object_id = c.object_id
WHERE o.schema_id = SCHEMA_ID('sys') AND (${Object.entries(LOOKED_FOR)
  .map(([view, columns]) => `(o.name = '${view}' AND c.name IN (${columns.map((name) => `'${name}'`).join(', ')}))`)
  .join(' OR ')});`;

/** SQL Database, Synapse and Fabric run no jobs. Source: learn.microsoft.com/sql/t-sql/functions/serverproperty-transact-sql */
const WITHOUT_AGENT: readonly number[] = [4, 5, 6, 11, 12];

export function featuresFrom(rows: readonly LiveRow[], engineEdition: number): Features {
  const found = rows.map(([view, column]) => `${String(view)}.${String(column)}`);
  return new Set(WITHOUT_AGENT.includes(engineEdition) ? found : [...found, 'agent']);
}

/** A column of a catalog view where the server has it, a constant elsewhere. */
export function column(features: Features, alias: string, view: string, name: string, otherwise: string): string {
  return features.has(`${view}.${name}`) ? `${alias}.${name}` : `${otherwise} AS ${name}`;
}
