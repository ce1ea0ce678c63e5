import { displayName, type Module, objectKey, type SqlType } from '@datamigrate/catalog';
import { snakeCase } from '@datamigrate/dbt-project';
import { compareText } from '@datamigrate/foundation';
import { type Database, executeSql, quotedName } from '@datamigrate/tsql-engine';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { TracedCall } from './reference-session.js';

/** Variables of the project by name, as text; null where the parameter is NULL. */
export type VariableValues = Readonly<Record<string, string | null>>;

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

/**
 * `EXEC p @AsOf = '20240229'`: parameters whose variable has a value get it, the others their default. Undefined with
 * the parameter's name when there is neither.
 */
export function callOf(
  procedure: Module,
  reader: ModuleReader,
  values: VariableValues,
): { readonly sql: string } | { readonly missing: string } {
  const given: string[] = [];
  const { analysis, body } = reader.read(procedure);
  const own = new Set(body?.parameters.map(({ name }) => name.toLowerCase()));
  for (const { name, type, default: value } of analysis?.parameters ?? []) {
    // One whose models are the work of several procedures has the parameters of all of them.
    if (!own.has(name.toLowerCase())) continue;
    const variable = snakeCase(name);
    if (variable in values) given.push(`${name} = ${literal(values[variable] ?? null, type)}`);
    else if (value.kind === 'none') return { missing: name };
  }
  return { sql: `EXEC ${quotedName(procedure)} ${given.join(', ')}`.trimEnd() };
}

/** A value as an argument, which the call converts to the parameter's type. */
function literal(value: string | null, { name }: SqlType): string {
  if (value === null) return 'NULL';
  if (name === 'varbinary' || name === 'binary') return value;
  // The one form of a day that no setting reads another way.
  const text = /^\d{4}-\d\d-\d\d$/.test(value) ? value.replaceAll('-', '') : value.replace(/^(\S+) (\S+)$/, timestamp);
  return `N'${text.replaceAll("'", "''")}'`;
}

const timestamp = (all: string, day: string, time: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(day) && /^\d\d:\d\d/.test(time) ? `${day}T${time}` : all;

/**
 * The variables that stand for a step's calls; a reason when they cannot, because two calls gave one variable different
 * values: a build has one value for the whole project. Calls of procedures without models of their own give what those
 * with models leave open.
 */
export function variablesOfCalls(
  calls: readonly TracedCall[],
  hasModels: (id: string) => boolean,
): { readonly values: VariableValues } | { readonly conflict: string } {
  const values: Record<string, string | null> = {};
  for (const { id, parameters } of calls.filter((call) => hasModels(call.id))) {
    for (const [parameter, value] of parameters) {
      const variable = snakeCase(parameter);
      if (variable in values && values[variable] !== value) {
        return { conflict: `${id} is called with another ${parameter} than the calls before it` };
      }
      values[variable] = value;
    }
  }
  const others: Record<string, string | null> = {};
  for (const { id, parameters } of calls) {
    if (hasModels(id)) continue;
    for (const [parameter, value] of parameters) others[snakeCase(parameter)] ??= value;
  }
  return { values: { ...others, ...values } };
}
