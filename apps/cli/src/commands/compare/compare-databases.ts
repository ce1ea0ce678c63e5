import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComparedTable, CompareReport } from '@datamigrate/contracts';
import { type TableOutcome, type TablePair, TwoDatabases, tablesEqual } from '@datamigrate/validation';
import type { CliIo } from '../../cli-io.js';
import { cliDiagnostics } from '../../diagnostics.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { Log } from '../../logging/log.js';
import type { CompareOptions } from './command.js';
import { openSide } from './open-side.js';
import type { ToleranceOption } from './read-tolerances.js';
import { showComparison } from './show-comparison.js';
import { tablePairs } from './table-pairs.js';

export interface CompareWork extends Omit<CompareOptions, 'samples'> {
  readonly samples: number;
  readonly tolerances: readonly ToleranceOption[];
}

/** `compare`: everything temporary is in one folder, which goes at the end. */
export async function compareDatabases(work: CompareWork, io: CliIo, log: Log): Promise<ExitCode> {
  const started = Date.now();
  const temporary = await mkdtemp(join(tmpdir(), 'datamigrate-compare-'));
  try {
    const pairs = await tablePairs(work);
    if (!pairs.ok) return fail(log, pairs.error);
    const paths: string[] = [];
    for (const [i, given] of [work.left, work.right].entries()) {
      const opened = await openSide(given, join(temporary, `side-${i}.duckdb`), (each) => log.diagnostic(each));
      if (!opened.ok) return fail(log, opened.error);
      paths.push(opened.value);
    }
    const [left = '', right = ''] = paths;
    const databases = await TwoDatabases.open(left, right, temporary);
    if (!databases.ok) return fail(log, databases.error);
    try {
      const wanted: readonly TablePair[] =
        pairs.value ??
        (await databases.value.commonTables()).map((name) => ({
          left: name,
          right: name,
          ignoreColumns: work.ignore,
          sampleLimit: work.samples,
        }));
      if (wanted.length === 0) return fail(log, cliDiagnostics.create('cli-compare-nothing', {}));
      const tables: ComparedTable[] = [];
      for (const pair of wanted) {
        tables.push(asDocument(await databases.value.compare(pair)));
      }
      const report = reportOf(work, tables, Date.now() - started);
      if (work.json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      else showComparison(report, io.stdout);
      return report.totals.equal === report.totals.tables ? EXIT.ok : EXIT.handled;
    } finally {
      databases.value.close();
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function fail(log: Log, diagnostic: Parameters<Log['diagnostic']>[0]): ExitCode {
  log.diagnostic(diagnostic);
  return EXIT.failed;
}

function reportOf(work: CompareWork, tables: readonly ComparedTable[], durationMs: number): CompareReport {
  const count = (status: ComparedTable['status']): number => tables.filter((table) => table.status === status).length;
  return {
    schemaVersion: 1,
    left: work.left,
    right: work.right,
    totals: {
      tables: tables.length,
      equal: count('equal'),
      different: count('different'),
      notRun: count('not-run'),
      rowsCompared: tables.reduce((sum, { rowsLeft }) => sum + rowsLeft, 0),
    },
    tables: [...tables],
    durationMs,
  };
}

function asDocument(outcome: TableOutcome): ComparedTable {
  if (outcome.status === 'not-run') {
    const { left, right, diagnostics } = outcome;
    const none = { rowsLeft: 0, rowsRight: 0, missing: 0, extra: 0, different: 0 };
    const empty = {
      key: [],
      columns: [],
      ignoredColumns: [],
      onlyLeft: [],
      onlyRight: [],
      tolerances: [],
      samples: [],
    };
    const issues = diagnostics.map(({ code, message }) => ({ code, message }));
    return { left, right, status: 'not-run', ...none, ...empty, issues };
  }
  const { status: _, buckets: __, samples, ...rest } = outcome;
  return {
    ...rest,
    status: tablesEqual(outcome) ? 'equal' : 'different',
    key: [...rest.key],
    columns: rest.columns.map((column) => ({ ...column })),
    ignoredColumns: [...rest.ignoredColumns],
    onlyLeft: [...rest.onlyLeft],
    onlyRight: [...rest.onlyRight],
    tolerances: rest.tolerances.map((tolerance) => ({ ...tolerance })),
    samples: samples.map(({ kind, values }) => ({
      kind,
      values: values.map(({ column, expected, actual }) => ({
        column,
        ...(expected === undefined ? {} : { left: expected }),
        ...(actual === undefined ? {} : { right: actual }),
      })),
    })),
    issues: [],
  };
}
