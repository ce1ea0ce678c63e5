import { join } from 'node:path';
import { type Report, RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import type { Colors } from '../../colors.js';
import { countVerdicts, evidenceFigures } from '../facts.js';
import { differenceLines, evidenceLines } from './evidence-lines.js';
import { inventoryLines } from './inventory-lines.js';
import { issueLines } from './issue-lines.js';
import { counted, duration, grouped } from './layout.js';
import { objectLines } from './object-lines.js';
import { paintVerdict } from './verdict-color.js';

export interface SummaryOptions {
  /** The folder of the migration, as the user wrote it. */
  readonly out: string;
  readonly width: number;
  readonly colors: Colors;
}

/** The report for a terminal: what there was, how far it came, what stands in the way, what to do next. */
export function summaryLines(report: Report, options: SummaryOptions): string[] {
  const { colors } = options;
  const width = Math.max(60, Math.min(options.width, 140));
  const sections: (readonly [title: string, lines: string[]])[] = [
    ['Inventory', inventoryLines(report)],
    ['Verdicts', verdictLines(report, width, colors)],
    ['Objects', objectLines(report.objects, width, colors)],
    ['Issues', issueLines(report, width, colors)],
    ['Differences', differenceLines(report.objects, width)],
    ['Proof', [...evidenceLines(report), dbtLine(report)]],
    ['Next', nextLines(report, options.out)],
    ['Files', fileLines(options.out)],
  ];
  const lines = [colors.bold(headline(report))];
  for (const [title, body] of sections) {
    if (body.length > 0) lines.push('', colors.bold(title), ...body.map((line) => (line === '' ? '' : `  ${line}`)));
  }
  return lines;
}

function headline({ source, target, totals, durationMs }: Report): string {
  const objects = counted(totals.objects, 'object');
  return `${source.database} to dbt on ${target}: ${objects}, ${counted(totals.models, 'model')}, ${duration(durationMs)}`;
}

function verdictLines({ objects }: Report, width: number, colors: Colors): string[] {
  const counts = countVerdicts(objects).filter(({ count }) => count > 0);
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const room = width - 30;
  return counts.map(({ verdict, count }) => {
    const bar = '█'.repeat(Math.max(1, Math.round((count / most) * room)));
    return `${verdict.padEnd(16)}${String(count).padStart(5)}  ${paintVerdict(verdict, bar, colors)}`;
  });
}

function dbtLine({ dbt }: Report): string {
  if (dbt === null) return 'dbt did not run.';
  const { version, nodes, errors, warnings, tests } = dbt;
  const found = `${counted(nodes, 'node')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  return `dbt ${version}: ${found}; tests: ${grouped(tests.pass)} passed, ${grouped(tests.fail)} failed.`;
}

function nextLines(report: Report, out: string): string[] {
  const { dbt, totals } = report;
  const { different, skipped } = evidenceFigures(report);
  const steps: string[] = [];
  if (different > 0) steps.push('Look at the rows that differ, in the report page.');
  if (dbt !== null && dbt.errors + dbt.tests.fail > 0) steps.push(`Look at what dbt reports: cd ${out} && dbt build`);
  if (totals.refused > 0) {
    steps.push('Decide about each refusal: the page of its code says what to do.');
  }
  if (skipped > 0) steps.push('Compare by hand what was not compared; the reasons stand above.');
  steps.push('Read the models beside the T-SQL they come from, in the report page.');
  return steps.map((step, i) => `${i + 1}. ${step}`);
}

function fileLines(out: string): string[] {
  const files: readonly (readonly [string, string])[] = [
    [out, 'the dbt project'],
    [join(out, RUN_FOLDER, RUN_FILES.reportPage), 'the report page, with all details'],
    [join(out, RUN_FOLDER, RUN_FILES.report), 'the same for programs'],
    [join(out, RUN_FOLDER, RUN_FILES.plan), 'the plan; edit it and run again'],
  ];
  const width = Math.max(...files.map(([file]) => file.length));
  return files.map(([file, what]) => `${file.padEnd(width)}  ${what}`);
}
