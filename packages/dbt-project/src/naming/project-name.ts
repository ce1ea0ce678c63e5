import { snakeCase } from './snake-case.js';

/** Names that dbt keeps for itself: variables of its templates, and packages that it brings along. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['_sql_results', 'adapter', 'api', 'column', 'config', 'context', 'database', 'dbt', 'dbt_duckdb', 'env'],
  ...[
    'env_var',
    'exceptions',
    'execute',
    'flags',
    'fromjson',
    'fromyaml',
    'graph',
    'invocation_id',
    'load_agate_table',
  ],
  ...['load_result', 'log', 'model', 'modules', 'post_hooks', 'pre_hooks', 'ref', 'render', 'return', 'run_started_at'],
  ...['schema', 'source', 'sql', 'sql_now', 'store_raw_result', 'store_result', 'target', 'this', 'tojson', 'toyaml'],
  ...['try_or_compiler_error', 'var', 'write'],
]);

/** A name that dbt takes for a project. */
export function projectName(name: string): string {
  const plain = snakeCase(name);
  return RESERVED.has(plain) || !/^[^\d\W]\w*$/.test(plain) ? `project_${plain}` : plain;
}
