import type { ConfigValue } from '../spec/project-spec.js';

export const EXAMPLE_HEAD = `# One output for each kind of warehouse: copy the one that you use to ~/.dbt/profiles.yml, and set the variables that it
# names. Nothing secret belongs into this file. The models are written for DuckDB; other targets need a migration of
# their own. dbt 2 looks at every output: keep only the one that you use.
`;

const env = (name: string): string => `{{ env_var('${name}') }}`;
const envOr = (name: string, otherwise: string): string => `{{ env_var('${name}', '${otherwise}') }}`;
const port = (name: string, otherwise: string): string => `{{ env_var('${name}', '${otherwise}') | as_number }}`;

/** Required keys of each adapter; sources are the pages "<adapter> setup" of docs.getdbt.com. */
const OUTPUTS: Readonly<Record<string, Readonly<Record<string, ConfigValue>>>> = {
  duckdb: { type: 'duckdb', path: envOr('DUCKDB_PATH', 'warehouse.duckdb'), threads: 1 },
  sqlserver: {
    type: 'sqlserver',
    driver: 'ODBC Driver 18 for SQL Server',
    server: env('SQLSERVER_HOST'),
    port: port('SQLSERVER_PORT', '1433'),
    database: env('SQLSERVER_DATABASE'),
    schema: envOr('SQLSERVER_SCHEMA', 'dbo'),
    user: env('SQLSERVER_USER'),
    password: env('DBT_ENV_SECRET_SQLSERVER_PASSWORD'),
    encrypt: true,
    trust_cert: false,
    threads: 4,
  },
  fabric: {
    type: 'fabric',
    server: env('FABRIC_HOST'),
    database: env('FABRIC_DATABASE'),
    schema: envOr('FABRIC_SCHEMA', 'dbo'),
    authentication: 'ServicePrincipal',
    tenant_id: env('AZURE_TENANT_ID'),
    client_id: env('AZURE_CLIENT_ID'),
    client_secret: env('DBT_ENV_SECRET_AZURE_CLIENT_SECRET'),
    threads: 4,
  },
  snowflake: {
    type: 'snowflake',
    account: env('SNOWFLAKE_ACCOUNT'),
    user: env('SNOWFLAKE_USER'),
    private_key_path: env('SNOWFLAKE_PRIVATE_KEY_PATH'),
    role: env('SNOWFLAKE_ROLE'),
    warehouse: env('SNOWFLAKE_WAREHOUSE'),
    database: env('SNOWFLAKE_DATABASE'),
    schema: envOr('SNOWFLAKE_SCHEMA', 'main'),
    threads: 8,
  },
  bigquery: {
    type: 'bigquery',
    method: 'service-account',
    keyfile: env('BIGQUERY_KEYFILE'),
    project: env('BIGQUERY_PROJECT'),
    dataset: envOr('BIGQUERY_DATASET', 'main'),
    location: envOr('BIGQUERY_LOCATION', 'EU'),
    threads: 8,
  },
  databricks: {
    type: 'databricks',
    host: env('DATABRICKS_HOST'),
    http_path: env('DATABRICKS_HTTP_PATH'),
    token: env('DBT_ENV_SECRET_DATABRICKS_TOKEN'),
    catalog: env('DATABRICKS_CATALOG'),
    schema: envOr('DATABRICKS_SCHEMA', 'main'),
    threads: 8,
  },
  redshift: {
    type: 'redshift',
    host: env('REDSHIFT_HOST'),
    port: port('REDSHIFT_PORT', '5439'),
    user: env('REDSHIFT_USER'),
    password: env('DBT_ENV_SECRET_REDSHIFT_PASSWORD'),
    dbname: env('REDSHIFT_DATABASE'),
    schema: envOr('REDSHIFT_SCHEMA', 'main'),
    threads: 8,
  },
  postgres: {
    type: 'postgres',
    host: env('POSTGRES_HOST'),
    port: port('POSTGRES_PORT', '5432'),
    user: env('POSTGRES_USER'),
    password: env('DBT_ENV_SECRET_POSTGRES_PASSWORD'),
    dbname: env('POSTGRES_DATABASE'),
    schema: envOr('POSTGRES_SCHEMA', 'main'),
    threads: 4,
  },
};

/** Names of the outputs, for tests: every adapter that the project might move to. */
export const EXAMPLE_TARGETS: readonly string[] = Object.keys(OUTPUTS);

export function exampleProfile(name: string): ConfigValue {
  return { [name]: { target: 'duckdb', outputs: OUTPUTS } };
}
