import type { Report } from '@datamigrate/contracts';
import { groupIssues, type IssueGroup, issuePage } from '../facts.js';
import { counted } from '../text/layout.js';
import { type Html, html } from './html.js';
import { objectLink } from './object-anchor.js';

/** Refusals and warnings by code, with every place. */
export function issuesSection(report: Report): Html {
  const groups = groupIssues(report);
  return html`<section id="issues" aria-labelledby="issues-title">
<h2 id="issues-title">Issues</h2>
${groups.length === 0 ? html`<p>None.</p>` : groups.map(issueGroup)}
</section>`;
}

function issueGroup({ code, severity, places }: IssueGroup): Html {
  const helps = [...new Set(places.flatMap(({ issue }) => issue.help ?? []))];
  return html`<details${severity === 'error' ? html` open` : undefined}>
<summary><span class="badge ${severity}">${severity}</span> <code>${code}</code> ${counted(places.length, 'time')}</summary>
<ul>${places.map(
    ({ object, file, issue }) =>
      html`<li>${object === undefined ? (file ?? 'The source') : objectLink(object)}${issue.line === undefined ? '' : `, line ${issue.line}`}: ${issue.message}</li>`,
  )}</ul>
${helps.map((help) => html`<p><strong>What to do:</strong> ${help}</p>`)}
<p>More: <code>${issuePage(code)}</code></p>
</details>
`;
}
