import type { Assumption, DifferenceSample, ReportIssue, ReportObject, TraceLine } from '@datamigrate/contracts';
import { counted } from '../text/layout.js';
import { evidenceTable } from './evidence-section.js';
import { type Html, html } from './html.js';
import { anchorOf } from './object-anchor.js';
import type { PageInput } from './page-input.js';
import { modelPane, originalPane } from './panes.js';
import { verdictBadge } from './verdict-badge.js';

export function objectDetails(object: ReportObject, trace: readonly TraceLine[], input: PageInput): Html {
  const { id, kind, statements, verdict, fidelity, models, issues, assumptions, evidence } = object;
  const { total, converted, absorbed, refused } = statements;
  const sum = `${counted(total, 'statement')} = ${converted} converted + ${absorbed} absorbed + ${refused} refused`;
  const samples = evidence.flatMap((e) => e.samples ?? []);
  return html`<details class="object" id="${anchorOf(id)}" data-name="${id.toLowerCase()}" data-verdict="${verdict}">
<summary><strong>${id}</strong> <span class="quiet">${kind}, ${object.class}</span> ${verdictBadge(verdict)} <span class="quiet" title="statements converted / absorbed / refused">${converted} / ${absorbed} / ${refused}</span></summary>
<p>${sum}. Fidelity: ${fidelity}. Models: ${models.length === 0 ? 'none' : models.join(', ')}.</p>
${issueList(issues)}${assumptionList(assumptions)}${evidence.length === 0 ? undefined : evidenceTable(evidence)}${sampleList(samples)}
<div class="columns panes">
${originalPane(input.originals[id], trace)}
<div>${models.map((name) => modelPane(name, input.models.get(name)))}</div>
</div>
${statementTable(trace)}
</details>
`;
}

function issueList(issues: readonly ReportIssue[]): Html | undefined {
  if (issues.length === 0) return undefined;
  return html`<ul>${issues.map(
    ({ code, severity, line, message, help }) =>
      html`<li><span class="badge ${severity}">${severity}</span> <code>${code}</code>${line === undefined ? '' : ` line ${line}`}: ${message}${help === undefined ? undefined : html` <em>${help}</em>`}</li>`,
  )}</ul>`;
}

function assumptionList(assumptions: readonly Assumption[]): Html | undefined {
  if (assumptions.length === 0) return undefined;
  return html`<p>Exact under these assumptions:</p><ul>${assumptions.map(
    ({ code, column, text, test }) =>
      html`<li><code>${code}</code>${column === undefined ? '' : ` ${column}`}: ${text}${test === undefined ? '' : ` (watched by the test ${test})`}</li>`,
  )}</ul>`;
}

function sampleList(samples: readonly DifferenceSample[]): Html | undefined {
  if (samples.length === 0) return undefined;
  return html`<details><summary>Rows that differ (samples)</summary>${samples.map(
    ({ kind, columns, source, target }) =>
      html`<p>${kind}${columns === undefined ? '' : ` in ${columns.join(', ')}`}</p><pre>${source ? `original  ${JSON.stringify(source)}\n` : ''}${target ? `dbt       ${JSON.stringify(target)}` : ''}</pre>`,
  )}</details>`;
}

function statementTable(trace: readonly TraceLine[]): Html | undefined {
  if (trace.length === 0) return undefined;
  return html`<details><summary>Statement by statement</summary><div class="scroll" role="region" aria-label="Statements" tabindex="0"><table>
<thead><tr><th scope="col" class="number">No.</th><th scope="col" class="number">Line</th><th scope="col">Statement</th><th scope="col">State</th><th scope="col">Where to, or why</th></tr></thead>
<tbody>${trace.map(
    ({ ordinal, line, statement, state, reason, code, models }) =>
      html`<tr><td class="number">${ordinal}</td><td class="number">${line}</td><td>${statement}</td><td><span class="state ${state}">${state}</span></td><td>${[...models, reason, code].filter((part) => part !== undefined).join('; ')}</td></tr>
`,
  )}</tbody></table></div></details>`;
}
