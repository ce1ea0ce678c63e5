import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { executeSql } from '../exec/execute-sql.js';
import { loadScripts } from '../exec/load-scripts.js';
import { formatValue } from '../values/format-value.js';
import { comparable } from './comparable.js';

const ROOT = new URL('../../../../../shared/conformance/procedures/', import.meta.url);

type Rows = readonly (readonly (string | null)[])[];

interface Shape {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: Rows;
}

interface Scenario {
  readonly steps: readonly { readonly mutate?: string; readonly exec: string }[];
  readonly ignoreColumns?: Readonly<Record<string, readonly string[]>>;
}

interface Expected {
  readonly steps: readonly {
    readonly targets: Readonly<Record<string, Shape>>;
    readonly resultSets?: readonly Shape[];
    readonly error?: { readonly number: number } | null;
  }[];
}

function lines(rows: Rows, types: readonly string[]): string[] {
  return rows.map((row) => JSON.stringify(row.map((value, i) => comparable(value, types[i] ?? '')))).sort();
}

/** What differs after the steps of a case; `refused` when the engine does not run it. */
function differences(folder: URL): string[] | 'refused' {
  const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
  const scenario = JSON.parse(read('case.json')) as Scenario;
  const expected = JSON.parse(read('expected.json')) as Expected;
  const files = ['schema.sql', 'data.sql', 'modules.sql'].filter((file) => existsSync(new URL(file, folder)));
  const { database } = loadScripts(
    files.map((file) => ({ name: file, text: read(file) })),
    { now: () => Date.UTC(2024, 2, 15, 10) },
  );
  const found: string[] = [];
  for (const [i, wanted] of expected.steps.entries()) {
    const step = scenario.steps[i];
    if (!step) continue;
    if (step.mutate && executeSql(database, step.mutate).refusal) return 'refused';
    const result = executeSql(database, step.exec);
    if (result.refusal) return 'refused';
    if ((wanted.error?.number ?? null) !== (result.error?.number ?? null)) {
      found.push(`step ${i + 1}: error ${result.error?.number} ${result.error?.message}`);
    }
    for (const [target, shape] of Object.entries(wanted.targets)) {
      const [schema = '', name = ''] = target.split('.');
      const table = database.catalog.tables.find(
        (candidate) =>
          candidate.name.toLowerCase() === name.toLowerCase() &&
          candidate.schema.toLowerCase() === schema.toLowerCase(),
      );
      const ignored = (scenario.ignoreColumns?.[target] ?? []).map((column) => column.toLowerCase());
      const kept = shape.columns.filter((column) => !ignored.includes(column.name.toLowerCase()));
      const types = kept.map((column) => column.type);
      const got = (table ? (database.rows(table.schema, table.name) ?? []) : []).map((row) =>
        kept.map((column) => {
          const place =
            table?.columns.findIndex(({ name: own }) => own.toLowerCase() === column.name.toLowerCase()) ?? -1;
          const type = table?.columns[place]?.type;
          return type ? formatValue(row[place] ?? null, type) : null;
        }),
      );
      const want = shape.rows.map((row) => kept.map((column) => row[shape.columns.indexOf(column)] ?? null));
      if (lines(got, types).join() !== lines(want, types).join()) found.push(`step ${i + 1}: ${target}`);
    }
    const sets = wanted.resultSets ?? [];
    if (sets.length !== result.resultSets.length) found.push(`step ${i + 1}: ${result.resultSets.length} result sets`);
    for (const [k, set] of sets.entries()) {
      const types = set.columns.map((column) => column.type);
      const got = lines(result.resultSets[k]?.rows ?? [], types).join();
      if (got !== lines(set.rows, types).join()) found.push(`step ${i + 1}: result set ${k + 1}`);
    }
  }
  return found;
}

describe.skipIf(!existsSync(ROOT))('procedures', () => {
  it('leave the tables that SQL Server leaves', () => {
    const wrong: string[] = [];
    const refused: string[] = [];
    const cases = readdirSync(ROOT);
    for (const name of cases) {
      const outcome = differences(new URL(`${name}/`, ROOT));
      if (outcome === 'refused') refused.push(name);
      else wrong.push(...outcome.map((text) => `${name}: ${text}`));
    }
    expect(wrong).toEqual([]);
    expect(refused.length).toBeLessThanOrEqual(Math.ceil(cases.length * 0.06));
  });
});
