import type { Original, StatementState, TraceLine } from '@datamigrate/contracts';
import { type Html, html } from './html.js';
import type { ModelText } from './page-input.js';

/** The T-SQL of an object, each stretch marked with the state of the statement it belongs to. */
export function originalPane(original: Original | undefined, trace: readonly TraceLine[]): Html {
  if (original === undefined) return html`<div class="quiet">The T-SQL was not kept.</div>`;
  const lines = original.text.split(/\r\n|\r|\n/);
  const states = statesByLine(lines.length, original.line, trace);
  const stretches: Html[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from + 1;
    while (to < lines.length && states[to] === states[from]) to++;
    stretches.push(stretch(`${lines.slice(from, to).join('\n')}\n`, states[from]));
    from = to;
  }
  // HTML drops a line end right behind <pre>, so the texts below start with one that is not theirs.
  const numbers = lines.map((_, i) => original.line + i).join('\n');
  const title = original.file === undefined ? 'T-SQL' : `T-SQL: ${original.file}`;
  return pane(
    title,
    html`<pre class="gutter" aria-hidden="true">${numbers}</pre><pre>
${stretches}</pre>`,
  );
}

export function modelPane(name: string, model: ModelText | undefined): Html {
  if (model === undefined) return html`<p class="quiet">${name}: no file of this name.</p>`;
  return pane(
    `dbt: ${model.file}`,
    html`<pre>
${model.text}</pre>`,
  );
}

function pane(title: string, code: Html): Html {
  return html`<figure><figcaption>${title}</figcaption><div class="code" role="region" aria-label="${title}" tabindex="0">${code}</div></figure>`;
}

function stretch(text: string, line: TraceLine | undefined): Html {
  if (line === undefined) return html`${text}`;
  const where =
    line.models.length > 0 ? `: ${line.models.join(', ')}` : line.reason === undefined ? '' : `: ${line.reason}`;
  return html`<span class="${MARK[line.state]}" title="${line.statement} ${line.state}${where}">${text}</span>`;
}

const MARK: Readonly<Record<StatementState, string>> = {
  converted: 'mark converted',
  absorbed: 'mark absorbed',
  refused: 'mark refused',
};

/** For each line the statement that starts last at or before it and still runs: inner statements win. */
function statesByLine(count: number, firstLine: number, trace: readonly TraceLine[]): (TraceLine | undefined)[] {
  const states = new Array<TraceLine | undefined>(count).fill(undefined);
  for (const line of [...trace].sort((a, b) => a.line - b.line || a.ordinal - b.ordinal)) {
    const from = line.line - firstLine;
    const to = (line.endLine ?? line.line) - firstLine;
    for (let i = Math.max(0, from); i <= Math.min(to, count - 1); i++) states[i] = line;
  }
  return states;
}
