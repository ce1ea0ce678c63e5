import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { appliedTolerances } from '../comparison/applied-tolerances.js';
import { firstLine, unreadableDatabase } from '../comparison/unreadable-database.js';
import { NO_DIFFERENCES, weighDifferences } from '../comparison/weigh-differences.js';
import { compareDiagnostics } from '../diagnostics.js';
import { findDifferences } from './bucket-differences.js';
import { findTable, tableNames } from './find-table.js';
import { type FoundTable, type PairPlan, planPair } from './plan-pair.js';
import { summariseSide } from './summarise-columns.js';
import type { TableOutcome, TablePair } from './table-pair.js';

const SAMPLES = 20;

/** Two DuckDB files side by side, both open for reading only. */
export class TwoDatabases {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** `spill` is a folder for what does not fit into memory. */
  static async open(left: string, right: string, spill: string): Promise<Result<TwoDatabases, Diagnostic>> {
    const instance = await DuckDBInstance.create(':memory:', { temp_directory: spill });
    const connection = await instance.connect();
    for (const [name, path] of [
      ['left_side', left],
      ['right_side', right],
    ] as const) {
      try {
        await connection.run(`attach '${path.replaceAll("'", "''")}' as ${name} (read_only)`);
      } catch (error) {
        connection.closeSync();
        instance.closeSync();
        return err(unreadableDatabase(path, error));
      }
    }
    return ok(new TwoDatabases(instance, connection));
  }

  /** Compares two tables as bags of rows: every row counts as often as it occurs, the order does not count. */
  async compare(pair: TablePair): Promise<TableOutcome> {
    const { left, right } = pair;
    const notRun = (diagnostics: readonly Diagnostic[]): TableOutcome => ({
      status: 'not-run',
      left,
      right,
      diagnostics,
    });
    const found: FoundTable[] = [];
    for (const [side, table] of [
      ['left', left],
      ['right', right],
    ] as const) {
      const one = await findTable(this.#connection, `${side}_side`, table);
      if (!one) return notRun([compareDiagnostics.create('compare-table-missing', { side, table })]);
      found.push(one);
    }
    const [leftTable, rightTable] = found as [FoundTable, FoundTable];
    const planned = planPair(pair, leftTable, rightTable);
    if (!planned.ok) return notRun(planned.error);
    try {
      return await comparePair(this.#connection, planned.value, pair.sampleLimit ?? SAMPLES);
    } catch (error) {
      return notRun([compareDiagnostics.create('compare-failed', { table: left, reason: firstLine(error) })]);
    }
  }

  /** Tables that both sides have under the same name, `schema.table`, in the order of their names. */
  async commonTables(): Promise<readonly string[]> {
    const names = await Promise.all(['left_side', 'right_side'].map((side) => tableNames(this.#connection, side)));
    const right = new Set(names[1]?.map((name) => name.toLowerCase()));
    return (names[0] ?? []).filter((name) => right.has(name.toLowerCase()));
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

async function comparePair(connection: DuckDBConnection, plan: PairPlan, sampleLimit: number): Promise<TableOutcome> {
  const { columns } = plan;
  const left = await summariseSide(connection, plan.left.sql, columns, 'left');
  const right = await summariseSide(connection, plan.right.sql, columns, 'right');
  const buckets = await findDifferences(connection, plan, Math.max(left.rows, right.rows));
  const found = buckets.differing === 0 ? NO_DIFFERENCES : await weighDifferences(connection, columns, sampleLimit);
  return {
    status: 'compared',
    left: plan.left.name,
    right: plan.right.name,
    rowsLeft: left.rows,
    rowsRight: right.rows,
    missing: found.missing,
    extra: found.extra,
    different: found.different,
    key: columns.filter(({ isKey }) => isKey).map(({ name }) => name),
    columns: columns.flatMap(({ name, targetName, isKey }, i) => {
      const [l, r] = [left.columns[i], right.columns[i]];
      return l && r
        ? [{ name, rightName: targetName, isKey, left: l, right: r, different: found.differentByColumn[name] ?? 0 }]
        : [];
    }),
    ignoredColumns: plan.ignored,
    onlyLeft: plan.onlyLeft,
    onlyRight: plan.onlyRight,
    tolerances: appliedTolerances(columns, found.tolerated, []),
    buckets,
    samples: found.samples,
  };
}
