import type { ExecutionResult } from '@datamigrate/tsql-engine';

const WIDEST = 60;

/** A result set as text: a line of names, a rule, a line a row, and how many rows there were. */
export function resultTable({ columns, rows }: ExecutionResult['resultSets'][number]): readonly string[] {
  const cells = rows.map((row) => columns.map((_, i) => shorten(row[i] ?? 'NULL')));
  const names = columns.map(({ name }) => shorten(name === '' ? '(no name)' : name));
  const widths = names.map((name, i) =>
    Math.max(name.length, ...cells.slice(0, 1000).map((row) => row[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const count = rows.length === 1 ? '(1 row)' : `(${rows.length} rows)`;
  return [line(names), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.map(line), count];
}

function shorten(text: string): string {
  const oneLine = text.replace(/\s*[\r\n]+\s*/g, ' ');
  return oneLine.length > WIDEST ? `${oneLine.slice(0, WIDEST - 1)}…` : oneLine;
}
