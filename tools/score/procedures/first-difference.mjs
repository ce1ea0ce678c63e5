// The tables that a run leaves after each step, against those that SQL Server holds.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The first difference in words; undefined when all targets of all steps are equal. Steps that end in an error are left out. */
export async function firstDifference({ expected, scenario }, report, folder) {
  const evidence = new Map();
  for (const { evidence: own } of report.objects) {
    for (const entry of own) evidence.set(`${entry.step} ${entry.table.toLowerCase()}`, entry);
  }
  for (const [i, step] of expected.steps.entries()) {
    if (step.error) continue;
    for (const [table, wanted] of Object.entries(step.targets)) {
      const entry = evidence.get(`${i + 1} ${table.toLowerCase()}`);
      const file = join(folder, `step-${i + 1}.duckdb`);
      if (!entry || !existsSync(file)) return `step ${i + 1}: no evidence for ${table}`;
      const ignored = (scenario.ignoreColumns?.[table] ?? []).map((name) => name.toLowerCase());
      const difference = await tableDifference(file, entry, wanted, ignored);
      if (difference !== undefined) return `step ${i + 1}, ${table}: ${difference}`;
    }
  }
  return undefined;
}

async function tableDifference(file, { relation, columnMap }, { columns, rows }, ignored) {
  const map = new Map(Object.entries(columnMap).map(([name, as]) => [name.toLowerCase(), as]));
  const kept = columns.flatMap((column, i) => (ignored.includes(column.name.toLowerCase()) ? [] : [{ ...column, i }]));
  const values = kept.map(({ name, type }) => shown(`"${map.get(name.toLowerCase()) ?? name}"`, baseOf(type)));
  const wanted = rows.map((row) => kept.map(({ type, i }) => canonical(row[i], baseOf(type))).join(' | '));
  let found;
  try {
    found = await readRows(file, `select ${values.join(', ')} from ${relation}`);
  } catch (error) {
    return String(error.message).split('\n')[0];
  }
  const got = found.map((row) => kept.map(({ type }, i) => canonical(row[i], baseOf(type))).join(' | '));
  return bagDifference(wanted, got);
}

function bagDifference(wanted, got) {
  const counts = new Map();
  for (const row of wanted) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of got) counts.set(row, (counts.get(row) ?? 0) - 1);
  const missing = [...counts].find(([, count]) => count > 0);
  const extra = [...counts].find(([, count]) => count < 0);
  if (!missing && !extra) return undefined;
  return `wanted ${missing?.[0] ?? 'no such row'}, got ${extra?.[0] ?? 'nothing'}`;
}

const baseOf = (type) => type.split('(')[0].trim().toLowerCase();
const NUMBERS = new Set(['int', 'bigint', 'smallint', 'tinyint', 'bit', 'decimal', 'numeric', 'money', 'smallmoney']);
const MOMENTS = new Set(['datetime', 'datetime2', 'smalldatetime']);
const BYTES = new Set(['varbinary', 'binary', 'timestamp', 'rowversion', 'image']);

/** A column as text that `canonical` understands. */
function shown(column, type) {
  if (type === 'bit') return `cast(cast(${column} as integer) as varchar)`;
  if (MOMENTS.has(type)) return `strftime(cast(${column} as timestamp), '%Y-%m-%d %H:%M:%S.%f')`;
  if (BYTES.has(type)) return `hex(${column})`;
  return `cast(${column} as varchar)`;
}

/** The form in which values of a type are compared. */
function canonical(value, type) {
  if (value === null || value === undefined) return 'NULL';
  if (NUMBERS.has(type)) return plainNumber(value);
  if (type === 'float' || type === 'real') return Number(value).toPrecision(type === 'real' ? 7 : 15);
  if (type === 'date') return value.slice(0, 10);
  if (type === 'datetime') return new Date(`${value.slice(0, 19)}Z`).toISOString().slice(0, 19) + millis(value);
  if (MOMENTS.has(type) || type === 'time') return withoutEndingZeros(value.replace('T', ' '));
  if (BYTES.has(type)) return value.toUpperCase().replace(/^0X/, '');
  return type === 'uniqueidentifier' ? value.toUpperCase() : value;
}

const millis = (value) => `.${Math.round(Number(`0.${value.split('.')[1] ?? '0'}`) * 1000)}`;

function plainNumber(text) {
  const plain = withoutEndingZeros(text);
  return plain === '-0' ? '0' : plain;
}

const withoutEndingZeros = (text) => (text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text);

async function readRows(file, sql) {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  try {
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRows();
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}
