import type { FixtureRow, UnitTestInput } from '@datamigrate/dbt-project';
import { type FixtureValue, fixtureValue } from './fixture-value.js';
import type { ModelInput } from './model-inputs.js';
import { haveOpenSpellings } from './open-spellings.js';
import type { Original } from './original-of.js';
import type { Rows } from './small-database.js';

/** Rows of a unit test. */
export interface Fixtures {
  readonly given: readonly UnitTestInput[];
  readonly expect: readonly FixtureRow[];
  /** All rows of them. */
  readonly size: number;
}

/** A row with more columns is not read. */
const MOST_COLUMNS = 8;

/** Rows as YAML states them; undefined where a value that matters cannot be stated, or is open. */
export function fixturesOf(
  original: Original,
  given: readonly { readonly input: ModelInput; readonly rows: Rows | undefined }[],
  result: Rows,
): Fixtures | undefined {
  const words = new Set(original.spec.sql.toLowerCase().match(/\w+/g));
  const own = new Set(original.spec.columns.map(({ name }) => name));
  const inputs: UnitTestInput[] = [];
  const shown: FixtureRow[] = [];
  for (const { input, rows } of given) {
    if (!rows) return undefined;
    const emitted = (name: string): string | undefined => {
      const column = input.columns[name];
      return column !== undefined && (words.has(column.toLowerCase()) || own.has(column)) ? column : undefined;
    };
    const stated = statedRows(rows, emitted);
    if (stated.unstated.size > 0) return undefined;
    inputs.push({ input: `ref('${input.model}')`, rows: stated.rows });
    shown.push(...stated.rows);
  }
  const { rows: all, unstated } = statedRows(result, original.columnOf, false);
  const expect = all.map((row) => shortened(row, original, unstated));
  if (expect.length > 0 && Object.keys(expect[0] ?? {}).length === 0) return undefined;
  if (haveOpenSpellings(original.spellings, shown, expect)) return undefined;
  const size = expect.length + inputs.reduce((sum, each) => sum + ('rows' in each ? each.rows.length : 0), 0);
  return { given: inputs, expect, size };
}

/** `sparse` leaves out columns that are NULL in all rows: dbt takes a missing column of what is given for that. */
function statedRows(
  { columns, rows }: Rows,
  nameOf: (name: string, ordinal: number) => string | undefined,
  sparse = true,
): { readonly rows: readonly FixtureRow[]; readonly unstated: ReadonlySet<string> } {
  const unstated = new Set<string>();
  const kept = columns.flatMap((column, i) => {
    const name = nameOf(column.name, i);
    const values = rows.map((row) => fixtureValue(row[i] ?? null, column.type));
    if (name === undefined || (sparse && values.length > 0 && values.every((value) => value === null))) return [];
    if (values.includes(undefined)) unstated.add(name);
    return [{ name, values }];
  });
  const stated = rows.map((_, r) => {
    const entries = kept.flatMap(({ name, values }): [string, FixtureValue][] => {
      const value = values[r];
      return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(entries);
  });
  return { rows: stated, unstated };
}

/** The first columns, which tell the rows apart, and those that are computed. */
function shortened(row: FixtureRow, { computed }: Original, unstated: ReadonlySet<string>): FixtureRow {
  const names = Object.keys(row).filter((name) => !unstated.has(name));
  if (names.length <= MOST_COLUMNS) return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  const own = names.filter((name) => computed.has(name)).slice(0, MOST_COLUMNS - 2);
  const first = names.filter((name) => !own.includes(name)).slice(0, MOST_COLUMNS - own.length);
  const shown = new Set([...first, ...own]);
  return Object.fromEntries(names.filter((name) => shown.has(name)).map((name) => [name, row[name] ?? null]));
}
