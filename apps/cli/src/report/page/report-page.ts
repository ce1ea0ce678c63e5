import { counted, duration } from '../text/layout.js';
import { evidenceSection } from './evidence-section.js';
import { html, trusted } from './html.js';
import { issuesSection } from './issues-section.js';
import { objectsSection } from './objects-section.js';
import type { PageInput } from './page-input.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { summarySection } from './summary-section.js';

/** What the page may load: nothing. Style and script are part of it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** The report as one HTML file that needs nothing else: no network, no other files. */
export function reportPage(input: PageInput): string {
  const { report } = input;
  const { source, target, totals } = report;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${source.database}: migration report</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
<h1>${source.database} to dbt on ${target}</h1>
<p>${counted(totals.objects, 'object')}, ${counted(totals.models, 'model')}, ${duration(report.durationMs)}</p>
<nav aria-label="Sections"><a href="#summary">Summary</a> <a href="#issues">Issues</a> <a href="#evidence">Evidence</a> <a href="#objects">Objects</a></nav>
</header>
<main>
${summarySection(report)}
${issuesSection(report)}
${evidenceSection(report)}
${objectsSection(input)}
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.html;
}
