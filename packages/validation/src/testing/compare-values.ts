import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextRow } from '@datamigrate/landing';
import { DuckDBInstance } from '@duckdb/node-api';
import { compareRelations } from '../comparison/compare-relations.js';
import type { ExpectedColumn } from '../comparison/comparison-request.js';
import type { Evidence } from '../evidence.js';

interface ComparedValues {
  readonly columns: readonly ExpectedColumn[];
  readonly expected: readonly TextRow[];
  /** Rows of a VALUES of DuckDB, `(1, 'a')` each. */
  readonly actual: readonly string[];
  readonly key?: readonly string[];
  readonly spellings?: Readonly<Record<string, string>>;
}

/** Compares rows of the original with a model that holds constants, its columns in lower case. */
export async function compareValues({ columns, expected, actual, ...rest }: ComparedValues): Promise<Evidence> {
  const folder = mkdtempSync(join(tmpdir(), 'values-'));
  try {
    const databasePath = join(folder, 'model.duckdb');
    const names = columns.map(({ name }) => name.toLowerCase());
    const instance = await DuckDBInstance.create(databasePath);
    const connection = await instance.connect();
    await connection.run(
      `create table model as select * from (values ${actual.join(', ')}) as t (${names.join(', ')})`,
    );
    connection.closeSync();
    instance.closeSync();
    const outcome = await compareRelations({
      databasePath,
      relation: 'main.model',
      model: 'model',
      table: 'dbo.Model',
      columnMap: Object.fromEntries(columns.map(({ name }) => [name, name.toLowerCase()])),
      expectedColumns: columns,
      expectedRows: expected,
      ...rest,
    });
    if (outcome.status !== 'compared') throw new Error(JSON.stringify(outcome));
    return outcome.evidence;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
