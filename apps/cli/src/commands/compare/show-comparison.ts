import type { ComparedTable, CompareReport } from '@datamigrate/contracts';
import type { CliStream } from '../../cli-io.js';

/** The comparison for a person: a line a table, and under those that differ what differs. */
export function showComparison({ tables, totals, left, right }: CompareReport, out: CliStream): void {
  out.write(`${left} and ${right}\n\n`);
  const width = Math.max(...tables.map((table) => pairName(table).length));
  for (const table of tables) {
    out.write(`  ${pairName(table).padEnd(width)}  ${statusText(table)}\n`);
    for (const line of details(table)) out.write(`      ${line}\n`);
  }
  const counts = [`${totals.equal} equal`, `${totals.different} different`];
  if (totals.notRun > 0) counts.push(`${totals.notRun} not compared`);
  out.write(`\n${totals.tables} tables: ${counts.join(', ')}; ${number(totals.rowsCompared)} rows compared.\n`);
}

function pairName({ left, right }: ComparedTable): string {
  return left.toLowerCase() === right.toLowerCase() ? left : `${left} = ${right}`;
}

function statusText({ status, rowsLeft, rowsRight, missing, extra, different }: ComparedTable): string {
  if (status === 'not-run') return 'not compared';
  if (status === 'equal') return `equal, ${number(rowsLeft)} rows`;
  const parts = [`${missing} missing`, `${extra} extra`, `${different} different`];
  return `DIFFERENT, ${number(rowsLeft)} and ${number(rowsRight)} rows: ${parts.join(', ')}`;
}

function details(table: ComparedTable): string[] {
  const lines = table.issues.map(({ code, message }) => `${code}: ${message}`);
  if (table.onlyLeft.length > 0) lines.push(`columns only on the left: ${table.onlyLeft.join(', ')}`);
  if (table.onlyRight.length > 0) lines.push(`columns only on the right: ${table.onlyRight.join(', ')}`);
  for (const { name, different } of table.columns)
    if (different > 0) lines.push(`${name}: differs in ${different} rows`);
  for (const { kind, values } of table.samples) {
    const shown = values.map(({ column, left, right }) =>
      kind === 'different' && left !== right
        ? `${column} ${text(left)} and ${text(right)}`
        : `${column} ${text(left === undefined ? right : left)}`,
    );
    lines.push(`${kind}: ${shown.join(', ')}`);
  }
  for (const { column, text: said } of table.tolerances) lines.push(`${column}: ${said}`);
  return lines;
}

function text(value: string | null | undefined): string {
  return value === null || value === undefined ? 'NULL' : JSON.stringify(value);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
