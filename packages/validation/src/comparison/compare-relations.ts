import type { Diagnostic } from '@datamigrate/diagnostics';
import { loadRows, quoted } from '@datamigrate/landing';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { compareDiagnostics } from '../diagnostics.js';
import type { AppliedTolerance, ComparisonOutcome } from '../evidence.js';
import type { ComparisonRequest, Tolerance } from './comparison-request.js';
import {
  applyTolerances,
  EXPECTED_ROWS,
  EXTRA,
  findDifferences,
  MISSING,
  PAIRS,
  pairByKey,
} from './difference-tables.js';
import { type ComparisonPlan, type PlannedColumn, planComparison, type TargetRelation } from './plan-comparison.js';
import { countByColumn, readSamples } from './read-samples.js';
import { parseRelation, type RelationName } from './relation-name.js';

const SAMPLES = 20;

/**
 * Compares a relation of the target with the rows that SQL Server has, as bags: every row counts as often as it occurs, the
 * order does not count. Opens the database for reading only and closes it again.
 */
export async function compareRelations(request: ComparisonRequest): Promise<ComparisonOutcome> {
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(request.databasePath, { access_mode: 'READ_ONLY' });
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    const path = request.databasePath;
    return notRun([compareDiagnostics.create('compare-database-unreadable', { path, reason })]);
  }
  try {
    const connection = await instance.connect();
    try {
      return await compare(connection, request);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function compare(connection: DuckDBConnection, request: ComparisonRequest): Promise<ComparisonOutcome> {
  const missing = notRun([compareDiagnostics.create('compare-relation-missing', { relation: request.relation })]);
  const relation = parseRelation(request.relation);
  if (relation === undefined) return missing;
  const target = await findRelation(connection, relation);
  if (target === undefined) return missing;
  const planned = planComparison(request, relation, target);
  if (!planned.ok) return notRun(planned.error);
  const plan = planned.value;

  // A NULL where the table has none is for the comparison to find, so every column may hold one here.
  const compared = new Set(plan.columns.map(({ name }) => name));
  const columns = request.expectedColumns.map(({ name, type }) => ({
    name,
    type,
    nullable: true,
    skipped: !compared.has(name),
  }));
  const loaded = await loadRows(
    connection,
    { relation: EXPECTED_ROWS, creation: 'create temp table' },
    columns,
    request.expectedRows,
  );
  if (!loaded.ok) return notRun(loaded.error);

  await findDifferences(connection, plan);
  const tolerated = await applyTolerances(connection, plan.columns);
  await pairByKey(connection, plan.columns);
  const [rowsTarget, missingRows, extraRows, different] = await Promise.all(
    [plan.relation, MISSING, EXTRA, PAIRS].map((table) => countRows(connection, table)),
  );
  return {
    status: 'compared',
    evidence: {
      model: request.model,
      relation: `${relation.schema}.${relation.name}`,
      table: request.table,
      columnMap: Object.fromEntries(plan.columns.map(({ name, targetName }) => [name, targetName])),
      step: request.step ?? 1,
      rowsSource: loaded.value.rows,
      rowsTarget: rowsTarget ?? 0,
      missing: (missingRows ?? 0) - (different ?? 0),
      extra: (extraRows ?? 0) - (different ?? 0),
      different: different ?? 0,
      columns: plan.columns.length,
      tolerances: appliedTolerances(plan, tolerated, loaded.value.changedColumns),
    },
    samples: await readSamples(connection, plan.columns, request.sampleLimit ?? SAMPLES),
    differentByColumn: await countByColumn(connection, plan.columns),
    ignoredColumns: plan.ignored,
    unmappedTargetColumns: plan.unmappedTargetColumns,
    diagnostics: loaded.value.diagnostics,
  };
}

function notRun(diagnostics: readonly Diagnostic[]): ComparisonOutcome {
  return { status: 'not-run', diagnostics };
}

async function findRelation(
  connection: DuckDBConnection,
  { schema, name }: RelationName,
): Promise<TargetRelation | undefined> {
  const reader = await connection.runAndReadAll(
    `select column_name, data_type, database_name, schema_name, table_name from duckdb_columns()
     where lower(schema_name) = lower($1) and lower(table_name) = lower($2) and database_name = current_database()
     order by column_index`,
    [schema, name],
  );
  const rows = reader.getRows().map((row) => row.map(String));
  const [first] = rows;
  if (first === undefined) return undefined;
  const columns = rows.map(([column = '', type = '']) => ({ name: column, type }));
  return { sql: first.slice(2).map(quoted).join('.'), columns };
}

async function countRows(connection: DuckDBConnection, table: string): Promise<number> {
  const rows = (await connection.runAndReadAll(`select count(*) from ${table}`)).getRows();
  return Number(rows[0]?.[0] ?? 0);
}

function appliedTolerances(
  { columns }: ComparisonPlan,
  tolerated: ReadonlyMap<PlannedColumn, number>,
  changed: readonly string[],
): AppliedTolerance[] {
  const converted = columns
    .filter(({ form }) => form.converted)
    .map(({ name, sourceType, targetType }): AppliedTolerance => {
      return { column: name, kind: 'type', text: `${sourceType} compared with ${targetType}` };
    });
  const declared = [...tolerated].flatMap(([{ name, tolerance }, rows]): AppliedTolerance[] =>
    rows === 0 || tolerance === undefined
      ? []
      : [{ column: name, kind: 'declared', text: `${rows} rows within ${limitText(tolerance)}` }],
  );
  const cut = changed.map((column): AppliedTolerance => {
    return { column, kind: 'precision', text: 'values lost digits or halves of characters when loaded' };
  });
  return [...converted, ...declared, ...cut];
}

function limitText({ absolute, relative }: Tolerance): string {
  const parts = [
    ...(absolute === undefined ? [] : [`${absolute}`]),
    ...(relative === undefined ? [] : [`${relative} of the value`]),
  ];
  return parts.length === 0 ? '0' : parts.join(' or ');
}
