// The figures as tables of text.

/** @param {readonly (readonly [string, readonly object[]])[]} measured results by who translated */
export function caseTable(measured) {
  const head = ['', 'cases', 'right', '', 'same type', 'refused', 'as SQL Server', 'fails', 'silently wrong'];
  const rows = measured.flatMap(([name, results]) =>
    ['expressions', 'queries'].map((part) => {
      const all = results.filter((result) => result.part === part);
      const count = (test) => all.filter(test).length;
      const right = count(({ state }) => state === 'right');
      return [
        `${name}: ${part}`,
        String(all.length),
        String(right),
        share(right, all.length),
        String(count(({ state, wider }) => state === 'right' && !wider)),
        String(count(({ state }) => state === 'refused')),
        String(count(({ state, rejected }) => state === 'refused' && rejected)),
        String(count(({ state, loud }) => state === 'wrong' && loud)),
        String(count(({ state, loud }) => state === 'wrong' && !loud)),
      ];
    }),
  );
  return [head, ...rows];
}

/** Codes, the most frequent first; `rejected` are errors that SQL Server reports as well. */
export function codeTable(refusals) {
  const counts = new Map();
  for (const { codes, rejected } of refusals) {
    const code = codes[0] ?? '(none)';
    const known = counts.get(code) ?? { all: 0, rejected: 0 };
    counts.set(code, { all: known.all + 1, rejected: known.rejected + (rejected ? 1 : 0) });
  }
  const sorted = [...counts].sort(([, a], [, b]) => b.all - a.all);
  return [
    ['code', 'cases', 'an error in SQL Server too'],
    ...sorted.map(([code, { all, rejected }]) => [code, String(all), String(rejected)]),
  ];
}

export function viewTable(measured) {
  const rows = measured.map(([name, results]) => viewRow(name, results));
  return [
    ['database', 'views', 'without their tables', 'left', 'bound', '', 'translated', '', 'run'],
    ...rows,
    viewRow(
      'all',
      measured.flatMap(([, results]) => results),
    ),
  ];
}

function viewRow(name, results) {
  const count = (...states) => results.filter(({ state }) => states.includes(state)).length;
  const given = results.length - count('no table');
  const bound = given - count('not bound');
  const translated = count('runs', 'fails');
  return [
    name,
    String(results.length),
    String(count('no table')),
    String(given),
    String(bound),
    share(bound, given),
    String(translated),
    share(translated, given),
    String(count('runs')),
  ];
}

const share = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);

export function print(table) {
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => row[i].length)));
  const line = (row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  for (const row of table) console.log(line(row).trimEnd());
}
