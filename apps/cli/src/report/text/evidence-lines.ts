import type { Report, ReportObject } from '@datamigrate/contracts';
import { evidenceFigures, hasDifferences } from '../facts.js';
import { counted, grouped, table, wrap } from './layout.js';

const MOST_ROWS = 20;

/** How much of the result is proven. */
export function evidenceLines(report: Report): string[] {
  const { comparisons, equal, different, skipped, tables, equalTables } = evidenceFigures(report);
  if (comparisons === 0) return ['No rows were compared.'];
  const rows = `${grouped(report.totals.rowsCompared)} rows of the originals`;
  const parts = [`${grouped(equal)} equal`];
  if (different > 0) parts.push(`${grouped(different)} different`);
  if (skipped > 0) parts.push(`${grouped(skipped)} skipped`);
  return [
    `${grouped(equalTables)} of ${counted(tables, 'table or view', 'tables and views')} equal; ${rows} compared.`,
    `${counted(comparisons, 'comparison')}: ${parts.join(', ')}.`,
  ];
}

/** Comparisons that found differences, and those that were not made. */
export function differenceLines(objects: readonly ReportObject[], width: number): string[] {
  const evidence = objects.flatMap((object) => object.evidence);
  const different = evidence.filter(hasDifferences);
  const shown = different.slice(0, MOST_ROWS);
  const lines: string[] = [];
  if (shown.length > 0) {
    lines.push(
      ...table(
        [
          { title: 'table' },
          { title: 'step', align: 'right' },
          { title: 'original', align: 'right' },
          { title: 'dbt', align: 'right' },
          { title: 'missing', align: 'right' },
          { title: 'extra', align: 'right' },
          { title: 'different', align: 'right' },
        ],
        shown.map((e) => [
          e.table,
          ...[e.step, e.rowsSource, e.rowsTarget, e.missing, e.extra, e.different].map(grouped),
        ]),
      ),
    );
  }
  if (different.length > shown.length) lines.push(`and ${counted(different.length - shown.length, 'more comparison')}`);
  for (const { table: name, step, skipped } of evidence) {
    if (skipped !== undefined) lines.push(...wrap(`${name}, step ${step}: not compared: ${skipped}`, width - 4));
  }
  return lines;
}
