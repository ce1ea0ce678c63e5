import { displayName, type Module, objectKey } from '@datamigrate/catalog';
import { snakeCase } from '@datamigrate/dbt-project';
import { compareText } from '@datamigrate/foundation';
import { type Database, executeSql, quotedName } from '@datamigrate/tsql-engine';
import type { ModuleReader } from '../assessment/module-facts.js';

/** A value that nobody stated, and where it is from. */
export interface ProposedValue {
  readonly variable: string;
  readonly value: string;
  readonly reason: string;
}

const DATES: ReadonlySet<string> = new Set(['date', 'datetime', 'datetime2', 'smalldatetime']);
/** Later days stand for “no end”. */
const END_OF_DATES = '99980101';

/**
 * Values for dates without a default: the latest date among the rows that the procedures read, because on the day of
 * the run the data may be long over. One value a variable, as variables are common to the whole project.
 */
export function proposeDates(
  procedures: readonly Module[],
  reader: ModuleReader,
  database: Database,
  isWritten: (table: string) => boolean,
  today: string,
): readonly ProposedValue[] {
  const reads = new Map<string, Set<string>>();
  for (const module of procedures) {
    for (const { name, type, default: value } of reader.read(module).analysis?.parameters ?? []) {
      if (value.kind !== 'none' || !DATES.has(type.name)) continue;
      const tables = reads.get(snakeCase(name)) ?? new Set();
      reads.set(snakeCase(name), tables);
      for (const table of tablesBelow(module, reader, database)) if (!isWritten(table)) tables.add(table);
    }
  }
  return [...reads].map(([variable, tables]): ProposedValue => {
    const latest = latestDate([...tables], database);
    if (!latest) return { variable, value: today, reason: 'the day of the run' };
    return { variable, value: latest.date, reason: `the latest date in ${latest.column}` };
  });
}

/** Tables that a module reads, through views too, in lower case. */
function tablesBelow(module: Module, reader: ModuleReader, { catalog }: Database): ReadonlySet<string> {
  const seen = new Set(reader.read(module).reads);
  const open = [...seen];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const below = catalog.modules.find((each) => each.kind === 'view' && objectKey(each) === name);
    if (!below) continue;
    for (const read of reader.read(below).reads) {
      if (!seen.has(read)) open.push(read);
      seen.add(read);
    }
  }
  return seen;
}

/**
 * The latest date of a column. Of several columns the one in the middle, counted by rows: a few days in the future, as due
 * dates are, would lead past the data, and the last change of a small table to a day before it.
 */
function latestDate(
  tables: readonly string[],
  database: Database,
): { readonly date: string; readonly column: string } | undefined {
  const found: { readonly date: string; readonly column: string; readonly rows: number }[] = [];
  for (const table of database.catalog.tables) {
    if (!tables.includes(objectKey(table))) continue;
    for (const { name, type } of table.columns) {
      if (!DATES.has(type.name)) continue;
      const column = `[${name.replaceAll(']', ']]')}]`;
      const select = `SELECT CONVERT(char(10), MAX(${column}), 23), COUNT(*) FROM ${quotedName(table)}`;
      const { resultSets } = executeSql(database, `${select} WHERE ${column} < '${END_OF_DATES}'`);
      const [date, rows] = resultSets[0]?.rows[0] ?? [];
      if (date) found.push({ date, column: `${displayName(table)}.${name}`, rows: Number(rows) });
    }
  }
  found.sort((a, b) => compareText(a.date, b.date));
  const half = found.reduce((sum, { rows }) => sum + rows, 0) / 2;
  let passed = 0;
  return found.find(({ rows }) => {
    passed += rows;
    return passed >= half;
  });
}
