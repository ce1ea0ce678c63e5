// Procedures of public databases on generated rows: what is converted, built by dbt, and equal to the reference engine.
import { migrate } from '../estates/migrate.mjs';
import { projects, sourcesOf } from './corpora.mjs';

/** What became of a procedure; the first that holds counts. */
const ENDS = [
  ['out of scope', ({ verdict }) => verdict === 'out-of-scope'],
  ['refused', ({ verdict }) => verdict === 'refused'],
  ['differ', ({ evidence }) => evidence.some(({ missing, extra, different }) => missing + extra + different > 0)],
  ['equal', ({ verdict, evidence }) => isEqual(verdict) && evidence.some(({ rowsSource }) => rowsSource > 0)],
  ['equal, no rows', ({ verdict }) => isEqual(verdict)],
  ['not compared', () => true],
];

const isEqual = (verdict) => verdict === 'equal' || verdict === 'equal-tolerance';

/** A Markdown table with a line a project; undefined when none is here. */
export async function scoreGenerated(only) {
  const rows = [];
  for (const { name, folders, counted = () => true } of projects(only)) {
    const [path, ...beside] = sourcesOf(folders);
    console.error(`score: ${name}`);
    const { report, problem } = await migrate({ name, path, beside, flags: ['--data', 'generated'] });
    if (report) rows.push(figuresOf(name, { ...report, objects: report.objects.filter(counted) }));
    else console.error(`  no report: ${problem}`);
  }
  if (rows.length === 0) return undefined;
  const withProcedures = rows.filter(({ procedures }) => procedures > 0);
  const numbers = Object.keys(rows[0]).filter((key) => key !== 'project' && key !== 'dbt errors');
  const total = Object.fromEntries(numbers.map((key) => [key, withProcedures.reduce((sum, row) => sum + row[key], 0)]));
  const heads = Object.keys(rows[0]);
  const lines = [...withProcedures, { project: 'all', ...total, 'dbt errors': '' }];
  return [
    `| ${heads.join(' | ')} |`,
    `| ${heads.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`,
    ...lines.map((line) => `| ${heads.map((head) => line[head].toLocaleString('en-US')).join(' | ')} |`),
  ].join('\n');
}

function figuresOf(project, report) {
  const procedures = report.objects.filter(({ kind }) => kind === 'procedure');
  const ends = new Map(ENDS.map(([end]) => [end, 0]));
  for (const procedure of procedures) {
    const [end] = ENDS.find(([, holds]) => holds(procedure));
    ends.set(end, ends.get(end) + 1);
  }
  const states = ['total', 'converted', 'absorbed', 'refused'];
  const [statements, converted, absorbed, refused] = states.map((state) =>
    procedures.reduce((sum, each) => sum + each.statements[state], 0),
  );
  if (converted + absorbed + refused !== statements) throw new Error(`${project}: statements do not add up`);
  return {
    project,
    procedures: procedures.length,
    ...Object.fromEntries(ends),
    statements,
    'converted / statements': converted,
    'absorbed / statements': absorbed,
    'refused / statements': refused,
    models: new Set(procedures.flatMap(({ models }) => models)).size,
    'dbt errors': report.dbt?.errors ?? 'not run',
  };
}
