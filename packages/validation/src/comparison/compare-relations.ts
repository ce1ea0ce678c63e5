import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { loadRows, quoted } from '@datamigrate/landing';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { compareDiagnostics } from '../diagnostics.js';
import type { ComparisonOutcome } from '../evidence.js';
import { appliedTolerances } from './applied-tolerances.js';
import type { Comparison, ComparisonRequest } from './comparison-request.js';
import { EXPECTED_ROWS, findExtra, findMissing, findNumbers } from './difference-tables.js';
import { type ComparisonPlan, planComparison, type TargetRelation } from './plan-comparison.js';
import { parseRelation, type RelationName } from './relation-name.js';
import { firstLine, unreadableDatabase } from './unreadable-database.js';
import { type Differences, NO_DIFFERENCES, weighDifferences } from './weigh-differences.js';

const SAMPLES = 20;

/**
 * Compares a relation of the target with the rows that SQL Server has, as bags: every row counts as often as it occurs, the
 * order does not count. Opens the database for reading only and closes it again.
 */
export async function compareRelations(request: ComparisonRequest): Promise<ComparisonOutcome> {
  const database = await ComparisonDatabase.open(request.databasePath);
  if (!database.ok) return notRun([database.error]);
  try {
    return await database.value.compare(request);
  } finally {
    database.value.close();
  }
}

/** A database that stays open for many comparisons: to open it costs more than most of them. */
export class ComparisonDatabase {
  readonly #instance: DuckDBInstance;
  readonly #name: string;

  private constructor(instance: DuckDBInstance, name: string) {
    this.#instance = instance;
    this.#name = name;
  }

  /** For reading only. While it is open, no other process can write to the file. */
  static async open(path: string): Promise<Result<ComparisonDatabase, Diagnostic>> {
    try {
      const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll('select current_database()')).getRows();
      connection.closeSync();
      return ok(new ComparisonDatabase(instance, String(rows[0]?.[0])));
    } catch (error) {
      return err(unreadableDatabase(path, error));
    }
  }

  async compare(request: Comparison): Promise<ComparisonOutcome> {
    // Temporary tables live as long as their connection.
    const connection = await this.#instance.connect();
    try {
      return await compare(connection, this.#name, request);
    } finally {
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}

type Found = Differences & { readonly rowsTarget: number };

async function compare(
  connection: DuckDBConnection,
  database: string,
  request: Comparison,
): Promise<ComparisonOutcome> {
  const missing = notRun([compareDiagnostics.create('compare-relation-missing', { relation: request.relation })]);
  const relation = parseRelation(request.relation);
  if (relation === undefined) return missing;
  const target = await findRelation(connection, database, relation);
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

  const base = { model: request.model, relation: `${relation.schema}.${relation.name}`, table: request.table };
  let found: Found;
  try {
    const rows = await differencesOf(connection, plan, loaded.value.rows, request.sampleLimit ?? SAMPLES);
    const numbers = await findNumbers(connection, plan);
    found = { ...rows, missing: rows.missing + numbers.missing, extra: rows.extra + numbers.extra };
  } catch (error) {
    // A view computes its rows when it is read, and may raise an error then.
    const facts = { relation: base.relation, reason: firstLine(error) };
    return notRun([compareDiagnostics.create('compare-relation-unreadable', facts)]);
  }
  return {
    status: 'compared',
    evidence: {
      ...base,
      columnMap: Object.fromEntries(plan.columns.map(({ name, targetName }) => [name, targetName])),
      step: request.step ?? 1,
      rowsSource: loaded.value.rows,
      rowsTarget: found.rowsTarget,
      missing: found.missing,
      extra: found.extra,
      different: found.different,
      columns: plan.columns.length,
      tolerances: appliedTolerances(plan.columns, found.tolerated, loaded.value.changedColumns),
    },
    samples: found.samples,
    differentByColumn: found.differentByColumn,
    ignoredColumns: plan.ignored,
    unmappedTargetColumns: plan.unmappedTargetColumns,
    diagnostics: loaded.value.diagnostics,
  };
}

async function differencesOf(
  connection: DuckDBConnection,
  plan: ComparisonPlan,
  rowsSource: number,
  sampleLimit: number,
): Promise<Found> {
  const { rowsTarget, missing } = await findMissing(connection, plan);
  // As many rows on both sides and none of them missing: none is left over either.
  if (missing === 0 && rowsTarget === rowsSource) return { rowsTarget, ...NO_DIFFERENCES };
  await findExtra(connection, plan);
  return { rowsTarget, ...(await weighDifferences(connection, plan.columns, sampleLimit)) };
}

function notRun(diagnostics: readonly Diagnostic[]): ComparisonOutcome {
  return { status: 'not-run', diagnostics };
}

async function findRelation(
  connection: DuckDBConnection,
  database: string,
  { schema, name }: RelationName,
): Promise<TargetRelation | undefined> {
  const sql = [database, schema, name].map(quoted).join('.');
  try {
    // Not from duckdb_columns(): that looks at every view of the database, each time.
    const reader = await connection.runAndReadAll(`select column_name, column_type from (describe ${sql})`);
    const columns = reader.getRows().map(([column, type]) => ({ name: String(column), type: String(type) }));
    return { sql, columns };
  } catch {
    return undefined;
  }
}
