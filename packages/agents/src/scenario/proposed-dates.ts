import { displayName, type Module, objectKey, quotedIdentifier, quotedName } from '@datamigrate/catalog';
import { compareText } from '@datamigrate/foundation';
import { type Database, executeSql } from '@datamigrate/tsql-engine';
import type { ModuleReader } from '../assessment/module-facts.js';
import { lowerBounds } from './lower-bounds.js';

/** A value that nobody stated, and where it is from. */
export interface ProposedValue {
  readonly variable: string;
  readonly value: string;
  readonly reason: string;
}

const DATES: ReadonlySet<string> = new Set(['date', 'datetime', 'datetime2', 'smalldatetime']);
/** Later days stand for “no end”. */
const END_OF_DATES = '99980101';

/** Databases have years before this one for “no beginning”, and datetime has none. */
const BEGINNING_OF_DATES = '17530102';

/**
 * Values for dates without a default: the latest date among the rows that the procedures read, because on the day of
 * the run the data may be long over; the first one where a parameter says from when on rows are taken. One value a
 * variable, as variables are common to the whole project.
 */
export function proposeDates(
  procedures: readonly Module[],
  reader: ModuleReader,
  database: Database,
  isWritten: (table: string) => boolean,
  today: string,
): readonly ProposedValue[] {
  const reads = new Map<string, Set<string>>();
  const uses = new Map<string, boolean[]>();
  for (const module of procedures) {
    const bounds = lowerBounds(reader.read(module).body?.statements ?? []);
    for (const { name, type, default: value } of reader.read(module).analysis?.parameters ?? []) {
      if (value.kind !== 'none' || !DATES.has(type.name)) continue;
      const variable = reader.variableOf(module, name);
      const tables = reads.get(variable) ?? new Set();
      reads.set(variable, tables);
      uses.set(variable, [...(uses.get(variable) ?? []), bounds.has(name.toLowerCase())]);
      for (const table of tablesBelow(module, reader, database)) if (!isWritten(table)) tables.add(table);
    }
  }
  return [...reads].map(([variable, tables]): ProposedValue => {
    const dates = datesOf([...tables], database);
    if (uses.get(variable)?.every(Boolean)) {
      const [first] = dates.toSorted((a, b) => compareText(a.first, b.first));
      if (first) return { variable, value: first.first, reason: `the first date in ${first.column}` };
    }
    const latest = latestDate(dates);
    if (!latest) return { variable, value: today, reason: 'the day of the run' };
    return { variable, value: latest.last, reason: `the latest date in ${latest.column}` };
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

/** A column of dates with rows, without the ends of time. */
interface DateColumn {
  readonly column: string;
  readonly first: string;
  readonly last: string;
  readonly rows: number;
}

function datesOf(tables: readonly string[], database: Database): readonly DateColumn[] {
  const found: DateColumn[] = [];
  for (const table of database.catalog.tables) {
    if (!tables.includes(objectKey(table))) continue;
    for (const { name, type } of table.columns) {
      if (!DATES.has(type.name)) continue;
      const column = quotedIdentifier(name);
      const text = (day: string): string => `CONVERT(char(10), ${day}(${column}), 23)`;
      const range = `${column} > '${BEGINNING_OF_DATES}' AND ${column} < '${END_OF_DATES}'`;
      const select = `SELECT ${text('MIN')}, ${text('MAX')}, COUNT(*) FROM ${quotedName(table)} WHERE ${range}`;
      const [first, last, rows] = executeSql(database, select).resultSets[0]?.rows[0] ?? [];
      if (first && last) found.push({ column: `${displayName(table)}.${name}`, first, last, rows: Number(rows) });
    }
  }
  return found;
}

/**
 * The latest date of a column. Of several columns the one in the middle, counted by rows: a few days in the future, as due
 * dates are, would lead past the data, and the last change of a small table to a day before it.
 */
function latestDate(columns: readonly DateColumn[]): DateColumn | undefined {
  const found = columns.toSorted((a, b) => compareText(a.last, b.last));
  const half = found.reduce((sum, { rows }) => sum + rows, 0) / 2;
  let passed = 0;
  return found.find(({ rows }) => {
    passed += rows;
    return passed >= half;
  });
}
