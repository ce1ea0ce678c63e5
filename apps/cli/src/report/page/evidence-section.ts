import type { Evidence, Report } from '@datamigrate/contracts';
import { evidenceFigures, hasDifferences } from '../facts.js';
import { counted, grouped } from '../text/layout.js';
import { type Html, html } from './html.js';

export function evidenceSection(report: Report): Html {
  const { comparisons, equal, different, skipped } = evidenceFigures(report);
  const evidence = report.objects.flatMap((object) => object.evidence);
  return html`<section id="evidence" aria-labelledby="evidence-title">
<h2 id="evidence-title">Evidence</h2>
<p>${counted(comparisons, 'comparison')} = ${grouped(equal)} equal + ${grouped(different)} different + ${grouped(skipped)} skipped</p>
${comparisons === 0 ? undefined : evidenceTable(evidence)}
</section>`;
}

const TITLES = ['Step', 'Rows of the original', 'Rows of dbt', 'Missing', 'Extra', 'Different', 'Columns'] as const;

/** One row for each comparison; scrolls by itself on a narrow screen. */
export function evidenceTable(evidence: readonly Evidence[]): Html {
  return html`<div class="scroll" role="region" aria-label="Comparisons" tabindex="0"><table>
<thead><tr><th scope="col">Original</th><th scope="col">Relation of dbt</th>${TITLES.map(
    (title) => html`<th scope="col" class="number">${title}</th>`,
  )}<th scope="col">Result</th></tr></thead>
<tbody>${evidence.map(evidenceRow)}</tbody>
</table></div>`;
}

function evidenceRow(e: Evidence): Html {
  const counts = [e.step, e.rowsSource, e.rowsTarget, e.missing, e.extra, e.different, e.columns];
  return html`<tr><th scope="row">${e.table}</th><td>${e.relation}</td>${counts.map(
    (value) => html`<td class="number">${grouped(value)}</td>`,
  )}<td>${resultOf(e)}</td></tr>
`;
}

function resultOf(e: Evidence): Html {
  if (e.skipped !== undefined) return html`<span class="badge open">skipped</span> ${e.skipped}`;
  if (hasDifferences(e)) return html`<span class="badge bad">different</span>`;
  const notes = [
    ...e.tolerances.map((tolerance) => `tolerance: ${tolerance}`),
    ...(e.ignoredColumns?.length ? [`without ${e.ignoredColumns.join(', ')}`] : []),
  ];
  return html`<span class="badge good">${e.tolerances.length > 0 ? 'equal under tolerance' : 'equal'}</span> ${notes.join('; ')}`;
}
