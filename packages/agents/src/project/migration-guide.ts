import type { Evidence, Plan, Report, ReportIssue, ReportObject, TraceLine } from '@datamigrate/contracts';
import type { ProjectFile } from '@datamigrate/dbt-project';

export interface MigrationGuideInputs {
  readonly report: Report;
  readonly plan: Plan;
  readonly trace: readonly TraceLine[];
  /** Paths of the models' files, by name. */
  readonly paths: ReadonlyMap<string, string>;
  /** File and line in which an object is defined, as the source calls it. */
  readonly places: ReadonlyMap<string, string>;
}

/** Pages of this tool's codes stand beside its code, not in the project. */
const VERDICTS: Readonly<Record<string, string>> = {
  equal: 'the same rows as SQL Server, compared one by one',
  'equal-tolerance': 'the same rows within deviations that are declared',
  tested: 'built and tested with dbt, not compared',
  runs: 'built with dbt; a test fails, or nothing was compared',
  compiles: 'dbt compiles it',
  translated: 'translated, not built',
  bound: 'understood, not translated',
  parsed: 'read, not understood',
  found: 'found, not read',
  refused: 'not converted: something has no rule',
  'out-of-scope': 'stays with the system that it serves',
};

/** MIGRATION.md: what became of every object, with the proof and what is left to do. */
export function migrationGuide({ report, plan, trace, paths, places }: MigrationGuideInputs): ProjectFile {
  const { totals, source } = report;
  const byVerdict = new Map<string, ReportObject[]>();
  for (const object of report.objects) {
    byVerdict.set(object.verdict, [...(byVerdict.get(object.verdict) ?? []), object]);
  }
  const steps = new Map<string, TraceLine[]>();
  for (const line of trace) steps.set(line.object, [...(steps.get(line.object) ?? []), line]);
  const rows = [...byVerdict].map(
    ([verdict, objects]) => `| ${verdict} | ${grouped(objects.length)} | ${VERDICTS[verdict] ?? ''} |`,
  );
  const refused = report.objects.filter(({ verdict }) => verdict === 'refused' || verdict === 'out-of-scope');
  const others = report.objects.filter((object) => !refused.includes(object));
  const kinds = [...new Set(others.map(({ kind }) => kind))];
  const sections = [
    `# Migration of ${source.database}`,
    `${counted(totals.objects, 'object')} with ${counted(totals.statements, 'statement')} became ` +
      `${counted(totals.models, 'model')}. ${counted(totals.rowsCompared, 'row')} of the original were compared. Below stands for every object what it ` +
      'became, what is assumed about its data, and the comparisons that were made. `.datamigrate/report.html` holds the ' +
      'same beside the SQL.',
    ['| Verdict | Objects | Meaning |', '| --- | --- | --- |', ...rows].join('\n'),
    refused.length === 0 ? '' : ['## What is left to do', ...refused.map((object) => leftToDo(object))].join('\n\n'),
    ...kinds.map((kind) => {
      const own = others.filter((object) => object.kind === kind);
      const plain = own.filter((object) => isPlain(object, steps.get(object.id) ?? []));
      const texts = own
        .filter((object) => !plain.includes(object))
        .map((object) => objectSection(object, { plan, steps, paths, places }));
      return [`## ${HEADINGS[kind] ?? kind}`, plainTable(plain, paths), ...texts]
        .filter((text) => text !== '')
        .join('\n\n');
    }),
  ];
  return { path: 'MIGRATION.md', content: `${sections.filter((text) => text !== '').join('\n\n')}\n` };
}

const HEADINGS: Readonly<Record<string, string>> = {
  table: 'Tables',
  view: 'Views',
  procedure: 'Procedures',
  function: 'Functions',
  trigger: 'Triggers',
};

interface Section {
  readonly plan: Plan;
  readonly steps: ReadonlyMap<string, readonly TraceLine[]>;
  readonly paths: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, string>;
}

function leftToDo({ id, kind, verdict, issues }: ReportObject): string {
  const lines = issueLines(issues);
  return [`### ${id}`, `A ${kind}, ${verdict}: ${VERDICTS[verdict] ?? ''}.`, lines.join('\n')]
    .filter((text) => text !== '')
    .join('\n\n');
}

function objectSection(object: ReportObject, { plan, steps, paths, places }: Section): string {
  const { id, verdict, fidelity, models, issues, assumptions, evidence } = object;
  const place = places.get(id);
  const planned = plan.objects.find((each) => each.id === id);
  const links = models.map((name) => link(name, paths.get(name)));
  const from = planned?.dependsOn ?? [];
  return [
    `### ${id}`,
    [
      `Verdict: **${verdict}** (${fidelity}).`,
      links.length > 0 ? `Became ${links.join(', ')}.` : 'Its work is part of other models.',
      from.length > 0 ? `Needs ${from.map((each) => `\`${each}\``).join(', ')}.` : '',
      place === undefined ? '' : `Defined in \`${place}\`.`,
    ]
      .filter((text) => text !== '')
      .join(' '),
    statementTable(steps.get(id) ?? []),
    list('Evidence', evidence.map(evidenceLine)),
    list(
      'Assumptions, each watched by a test',
      assumptions.map(({ code, text }) => `\`${code}\`: ${cell(text)}`),
    ),
    list(
      'Notes',
      issueLines(issues).map((line) => line.slice(2)),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** One comparison without a difference, and nothing else to be said: a line of a table. */
function isPlain(
  { fidelity, models, issues, assumptions, evidence }: ReportObject,
  steps: readonly TraceLine[],
): boolean {
  const [only, ...more] = evidence;
  return (
    fidelity === 'exact' &&
    models.length === 1 &&
    issues.length === 0 &&
    assumptions.length === 0 &&
    steps.length < 2 &&
    only !== undefined &&
    more.length === 0 &&
    only.skipped === undefined &&
    only.missing + only.extra + only.different + only.tolerances.length === 0
  );
}

function plainTable(objects: readonly ReportObject[], paths: ReadonlyMap<string, string>): string {
  if (objects.length === 0) return '';
  const rows = objects.map(({ id, verdict, models: [model = ''], evidence: [compared] }) => {
    const { rowsSource = 0, columns = 0 } = compared ?? {};
    return `| ${cell(id)} | ${link(model, paths.get(model))} | ${verdict} | ${grouped(rowsSource)} | ${columns} |`;
  });
  const head = '| Object | Model | Verdict | Rows compared, no difference | Columns |';
  return [head, '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

const link = (name: string, path: string | undefined): string =>
  path === undefined ? `\`${name}\`` : `[\`${name}\`](${path})`;

function statementTable(lines: readonly TraceLine[]): string {
  if (lines.length < 2) return '';
  const rows = lines.map(({ line, statement, state, models, reason, code }) => {
    const what = state === 'converted' ? models.map((name) => `\`${name}\``).join(', ') : (reason ?? code ?? '');
    return `| ${line} | ${keywordsOf(statement)} | ${state} | ${cell(what)} |`;
  });
  return ['| Line | Statement | State | Where, or why |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function evidenceLine(evidence: Evidence): string {
  const { model, table, step, rowsSource, rowsTarget, missing, extra, different, columns, tolerances } = evidence;
  if (evidence.skipped !== undefined) return `\`${model}\`, step ${step}: not compared, ${cell(evidence.skipped)}`;
  const verdict =
    missing + extra + different === 0 ? 'no difference' : `${missing} missing, ${extra} extra, ${different} different`;
  const allowed = tolerances.length === 0 ? '' : `; allowed: ${tolerances.join(', ')}`;
  return (
    `\`${model}\` against ${table}, step ${step}: ${counted(rowsSource, 'row')} and ${counted(rowsTarget, 'row')}, ` +
    `${counted(columns, 'column')}, ` +
    `${verdict}${allowed}`
  );
}

/** Statements whose keywords are not the words of their kind. */
const KEYWORDS: Readonly<Record<string, string>> = {
  CloseCursor: 'CLOSE',
  DeallocateCursor: 'DEALLOCATE',
  DeclareVariable: 'DECLARE',
  FetchCursor: 'FETCH',
  OpenCursor: 'OPEN',
  PredicateSet: 'SET option',
  RaiseError: 'RAISERROR',
  SelectVariable: 'SELECT @variable',
  SetRowCount: 'SET ROWCOUNT',
  SetVariable: 'SET @variable',
  TryCatch: 'TRY … CATCH',
};

/** `TruncateTable` as T-SQL writes it. */
function keywordsOf(statement: string): string {
  return KEYWORDS[statement] ?? statement.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase();
}

/** What is the same at several places is said once, with the lines. */
function issueLines(issues: readonly ReportIssue[]): readonly string[] {
  const lines = new Map<string, Set<number>>();
  for (const { code, message, help, line } of issues) {
    const text = `${cell(message)}${help === undefined ? '' : ` ${cell(help)}`}`;
    const key = `\`${code}\`\0${text}`;
    const known = lines.get(key) ?? new Set();
    if (line !== undefined) known.add(line);
    lines.set(key, known);
  }
  return [...lines].map(([key, at]) => {
    const [code, text] = key.split('\0');
    const place = at.size === 0 ? '' : ` (line${at.size > 1 ? 's' : ''} ${[...at].sort((a, b) => a - b).join(', ')})`;
    return `- ${code}${place}: ${text}`;
  });
}

const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** 12345 as `12,345`. */
const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

const list = (title: string, items: readonly string[]): string =>
  items.length === 0 ? '' : [`${title}:`, items.map((item) => `- ${item}`).join('\n')].join('\n\n');

/** Text of others in a line or a cell of a table. */
const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
