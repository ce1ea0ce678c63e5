import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Column, displayName, type SqlType, type Table } from '@datamigrate/catalog';
import { buildProject, nameTables, stagingLayer } from '@datamigrate/dbt-project';
import { findDbtEnvironment, runDbt } from '@datamigrate/dbt-runner';
import { LANDED, landTables, type TextRow } from '@datamigrate/landing';
import { CatalogBuilder } from '@datamigrate/tsql-binder';
import { parseScript } from '@datamigrate/tsql-syntax';
import { afterAll, describe, expect, it } from 'vitest';
import { compareRelations } from './comparison/compare-relations.js';
import { isEqual } from './evidence.js';

const SAMPLE = fileURLToPath(new URL('../../../samples/harbor-trading/', import.meta.url));
const ROWS = 7;

function sampleTables(): readonly Table[] {
  const builder = new CatalogBuilder({ name: 'HarborTrading' });
  for (const file of readdirSync(SAMPLE)
    .filter((name) => /^0[123]-.*\.sql$/.test(name))
    .sort()) {
    const text = readFileSync(join(SAMPLE, file), 'utf8');
    const source = { text, ansiNulls: true, quotedIdentifier: true };
    for (const { statements } of parseScript(text)) for (const each of statements) builder.apply(each, source);
  }
  return builder.catalog().tables;
}

/** A value of a type, another one for every row: only what is awkward to carry matters here. */
function valueOf(type: SqlType, row: number): string {
  switch (type.name) {
    case 'bit':
      return `${row % 2}`;
    case 'decimal':
      return (row / 7).toFixed(type.scale);
    case 'money':
      return `-${row}.1234`;
    case 'float':
      return `${row / 7}`;
    case 'date':
      return `2024-02-2${row}`;
    case 'smalldatetime':
      return `2024-02-29 23:5${row}:00`;
    case 'datetime':
      return `2024-02-29 23:59:59.99${row}`;
    case 'datetime2':
      return type.scale === 0
        ? `2024-02-29 23:59:0${row}`
        : `2024-02-29 23:59:0${row}.${'9'.repeat(Math.min(type.scale, 6))}`;
    case 'uniqueidentifier':
      return `0E984725-C51C-4BF4-9960-E1C80E27ABA${row}`;
    case 'char':
    case 'nchar':
      return `${row}`.padEnd(typeof type.length === 'number' ? type.length : 1);
    case 'binary':
    case 'varbinary':
    case 'rowversion':
      return `0x0${row}`;
    case 'varchar':
    case 'nvarchar':
      return row === 0 ? '' : `é${row} `.slice(0, typeof type.length === 'number' ? type.length : 3);
    default:
      return `${row}`;
  }
}

function rowsOf({ columns }: Table): TextRow[] {
  const value = ({ type, nullable }: Column, row: number): string | null =>
    nullable && row === 3 ? null : valueOf(type, row);
  return Array.from({ length: ROWS }, (_, row) => columns.map((column) => value(column, row)));
}

const found = findDbtEnvironment();

describe.skipIf(!found.ok)('rows that are landed and pass through the generated staging models', () => {
  const dir = mkdtempSync(join(tmpdir(), 'round trip-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('are the rows that came, for every table of the sample', async () => {
    const tables = sampleTables();
    const databasePath = join(dir, 'warehouse.duckdb');
    const landed = await landTables(
      databasePath,
      tables.map((table) => ({ table, rows: rowsOf(table) })),
    );
    expect(landed.ok && landed.value.tables.filter(({ status }) => status === 'refused')).toEqual([]);

    const { names, diagnostics } = nameTables(tables);
    expect(diagnostics).toEqual([]);
    const project = buildProject({
      name: 'harbor',
      target: 'duckdb',
      ...stagingLayer(tables, { names, landed: LANDED }),
    });
    for (const { path, content } of project) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    const environment = found.ok ? found.value : { home: '', python: '' };
    const run = await runDbt({ environment, projectDir: dir, profilesDir: dir, command: 'run' });
    expect(run).toMatchObject({ status: 'ok', warnings: [], errors: [] });
    expect(run.nodes).toHaveLength(33);

    const unequal: string[] = [];
    for (const table of tables) {
      const called = names.get(displayName(table));
      const outcome = await compareRelations({
        databasePath,
        relation: `main_staging.${called?.staging}`,
        model: called?.staging ?? '',
        table: displayName(table),
        columnMap: Object.fromEntries(called?.columns ?? []),
        expectedColumns: table.columns,
        expectedRows: rowsOf(table),
        key: table.primaryKey?.columns ?? [],
      });
      const exact = outcome.status === 'compared' && outcome.evidence.tolerances.length === 0;
      if (!isEqual(outcome) || !exact) unequal.push(`${displayName(table)} ${JSON.stringify(outcome)}`);
    }
    expect(unequal).toEqual([]);
  });
});
