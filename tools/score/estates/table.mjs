const KINDS = { view: 'Views', procedure: 'Procedures', function: 'Functions', trigger: 'Triggers' };

/** What became of an object, each with its test; the first that holds counts. */
const ENDS = [
  ['equal', ({ verdict }) => verdict === 'equal' || verdict === 'equal-tolerance'],
  ['differ', ({ evidence }) => evidence.some(({ missing, extra, different }) => missing + extra + different > 0)],
  ['refused', ({ verdict }) => verdict === 'refused'],
  ['out of scope', ({ verdict }) => verdict === 'out-of-scope'],
  ['not compared', () => true],
];

/** The figures of each database as a column of a Markdown table. */
export function estatesTable(results) {
  const measured = results.filter(({ report }) => report !== undefined);
  const rows = [
    ['Tables: equal / of them empty / all', ({ report }) => shares(report, 'table')],
    ['Rows of the tables', ({ report }) => number(landedRows(report))],
    ...Object.entries(KINDS).map(([kind, title]) => [
      `${title}: ${ENDS.map(([end]) => end).join(' / ')}`,
      ({ report }) => verdicts(report, kind),
    ]),
    ['Statements: converted / absorbed / refused', ({ report }) => statements(report.totals)],
    ['Statements in all', ({ report }) => number(report.totals.statements)],
    ['dbt models', ({ report }) => number(report.totals.models)],
    ['dbt: errors / warnings', ({ report: { dbt } }) => (dbt ? `${dbt.errors} / ${dbt.warnings}` : 'not run')],
    [
      'dbt tests: passed / failed',
      ({ report: { dbt } }) => (dbt ? `${dbt.tests.pass} / ${dbt.tests.fail}` : 'not run'),
    ],
    ['Rows compared', ({ report }) => number(report.totals.rowsCompared)],
  ];
  const lines = [
    ['', ...measured.map(({ name }) => name)],
    ['---', ...measured.map(() => '---:')],
    ...rows.map(([title, figure]) => [title, ...measured.map(figure)]),
  ];
  const failed = results.filter(({ report }) => report === undefined);
  return [
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...failed.map(({ name, problem }) => `${name}: no report. ${problem}\n`),
  ].join('\n');
}

const of = ({ objects }, kind) => objects.filter((object) => object.kind === kind);

function endsOf(objects) {
  const counts = new Map(ENDS.map(([end]) => [end, 0]));
  for (const object of objects) {
    const [end] = ENDS.find(([, holds]) => holds(object));
    counts.set(end, counts.get(end) + 1);
  }
  return counts;
}

function shares(report, kind) {
  const objects = of(report, kind);
  const equal = objects.filter(ENDS[0][1]);
  const empty = equal.filter(({ evidence }) => evidence.every(({ rowsSource }) => rowsSource === 0));
  return `${equal.length} / ${empty.length} / ${objects.length}`;
}

function verdicts(report, kind) {
  const objects = of(report, kind);
  return objects.length === 0 ? '–' : [...endsOf(objects).values()].join(' / ');
}

/** Of the tables that were compared: as many rows as the target holds. */
function landedRows(report) {
  return of(report, 'table')
    .flatMap(({ evidence }) => evidence)
    .reduce((sum, { rowsTarget }) => sum + rowsTarget, 0);
}

const statements = ({ converted, absorbed, refused }) => [converted, absorbed, refused].map(number).join(' / ');
const number = (value) => value.toLocaleString('en-US');
