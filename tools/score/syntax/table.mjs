// The figures as the table that README carries.
export function printTable(rows) {
  const table = rows.map(({ corpus, counts: c, megabytesPerSecond }) => ({
    corpus,
    batches: c.batches,
    statements: c.statements,
    'parsed of valid': share(c.parsed, c.valid),
    'invalid rejected': share(c.rejected, c.invalid),
    opaque: c.opaque,
    'counts equal': share(c.countsEqual, c.judged),
    'kinds equal': share(c.kindsEqual, c.judged),
    'tables equal': share(c.tablesEqual, c.judged),
    boundaries: c.boundary === 0 ? 'all' : `${c.boundary} off`,
    'round trip': share(c.roundTrip, c.batches),
    stable: share(c.stable, c.accepted),
    'tokens kept': share(c.kept, c.accepted),
    crashes: c.crashes,
    'MB/s': megabytesPerSecond.toFixed(1),
  }));
  const columns = Object.keys(table[0] ?? {});
  const lines = [columns, ...table.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const format = (line) => `| ${line.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  console.log(format(columns));
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const line of lines.slice(1)) console.log(format(line));
}

function share(part, whole) {
  if (whole === 0) return '–';
  if (part === whole) return `${part}/${whole}`;
  return `${part}/${whole} (${(Math.floor((part / whole) * 10000) / 100).toFixed(2)} %)`;
}
