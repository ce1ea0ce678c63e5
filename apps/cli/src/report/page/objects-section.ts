import type { TraceLine } from '@datamigrate/contracts';
import { isPlainSource, VERDICTS_BEST_FIRST } from '../facts.js';
import { counted } from '../text/layout.js';
import { type Html, html } from './html.js';
import { objectDetails } from './object-details.js';
import type { PageInput } from './page-input.js';

/** Every object: sources that are only read as a list, all others with their details. */
export function objectsSection(input: PageInput): Html {
  const { objects } = input.report;
  const sources = objects.filter(isPlainSource);
  const rest = objects.filter((object) => !isPlainSource(object));
  const verdicts = VERDICTS_BEST_FIRST.filter((verdict) => rest.some((object) => object.verdict === verdict));
  const traces = byObject(input.trace);
  return html`<section id="objects" aria-labelledby="objects-title">
<h2 id="objects-title">Objects</h2>
<form id="filter" hidden>
<label>Name <input type="search" name="name" autocomplete="off"></label>
<label>Verdict <select name="verdict"><option value="">all</option>${verdicts.map((verdict) => html`<option>${verdict}</option>`)}</select></label>
<output aria-live="polite"></output>
</form>
${rest.map((object) => objectDetails(object, traces.get(object.id) ?? [], input))}
${
  sources.length === 0
    ? undefined
    : html`<details><summary>${counted(sources.length, 'source')}, read as they are</summary><ul>${sources.map(
        ({ id, kind }) => html`<li>${id} (${kind})</li>`,
      )}</ul></details>`
}
</section>`;
}

function byObject(trace: readonly TraceLine[]): Map<string, TraceLine[]> {
  const traces = new Map<string, TraceLine[]>();
  for (const line of trace) {
    const lines = traces.get(line.object);
    if (lines) lines.push(line);
    else traces.set(line.object, [line]);
  }
  return traces;
}
