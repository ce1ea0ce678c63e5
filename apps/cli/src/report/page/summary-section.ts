import { objectKindSchema, type Report } from '@datamigrate/contracts';
import { countVerdicts } from '../facts.js';
import { counted, grouped } from '../text/layout.js';
import { type Html, html } from './html.js';
import { toneOf } from './verdict-badge.js';

export function summarySection(report: Report): Html {
  return html`<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title">Summary</h2>
<div class="columns">
${totalsTable(report)}
${ladderTable(report)}
</div>
${dbtParagraph(report)}
</section>`;
}

function totalsTable({ objects, totals }: Report): Html {
  const kinds = objectKindSchema.options.filter((kind) => objects.some((object) => object.kind === kind));
  const rows = kinds.map((kind) => {
    const of = objects.filter((object) => object.kind === kind);
    const sum = (part: 'total' | 'converted' | 'absorbed' | 'refused') =>
      of.reduce((total, { statements }) => total + statements[part], 0);
    return totalsRow(`${kind}s`, [of.length, sum('total'), sum('converted'), sum('absorbed'), sum('refused')]);
  });
  const { statements, converted, absorbed, refused } = totals;
  return html`<table>
<caption>Every statement of the source is accounted for</caption>
<thead><tr><th scope="col">Kind</th>${['Objects', 'Statements', 'Converted', 'Absorbed', 'Refused'].map(
    (title) => html`<th scope="col" class="number">${title}</th>`,
  )}</tr></thead>
<tbody>${rows}</tbody>
<tfoot>${totalsRow('all', [totals.objects, statements, converted, absorbed, refused])}</tfoot>
</table>`;
}

function totalsRow(title: string, values: readonly number[]): Html {
  return html`<tr><th scope="row">${title}</th>${values.map((value) => html`<td class="number">${grouped(value)}</td>`)}</tr>`;
}

function ladderTable({ objects, totals }: Report): Html {
  const counts = countVerdicts(objects);
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return html`<table class="ladder">
<caption>How far the evidence carries</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col" class="number">Objects</th><th scope="col"><span class="unseen">Share</span></th></tr></thead>
<tbody>${counts.map(
    ({ verdict, count }) =>
      html`<tr${count === 0 ? html` class="empty"` : undefined}><th scope="row">${verdict}</th><td class="number">${grouped(count)}</td><td class="track"><span class="bar ${toneOf(verdict)}" style="width:${((count / most) * 100).toFixed(1)}%"></span></td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">all</th><td class="number">${grouped(totals.objects)}</td><td></td></tr></tfoot>
</table>`;
}

function dbtParagraph({ dbt, llm, totals }: Report): Html {
  const model = llm.calls === 0 ? 'No language model was asked.' : `${counted(llm.calls, 'call')} of a language model.`;
  if (dbt === null) return html`<p>dbt did not run. ${model}</p>`;
  const { version, nodes, errors, warnings, tests } = dbt;
  return html`<p>dbt ${version}: ${counted(nodes, 'node')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}; ${grouped(tests.pass)} tests passed, ${grouped(tests.fail)} failed. ${grouped(totals.rowsCompared)} rows of the originals compared. ${model}</p>`;
}
