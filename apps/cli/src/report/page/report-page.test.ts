import { expect, it } from 'vitest';
import { exampleOriginals, exampleReport, exampleTrace } from '../../testing/example-run.js';
import { reportPage } from './report-page.js';

const models = new Map([['dim_customer', { file: 'models/marts/dim_customer.sql', text: 'select 1 -- a < b' }]]);
const page = reportPage({ report: exampleReport, trace: exampleTrace, originals: exampleOriginals, models });

/** The tags of a page, with an error where one is closed that is not open. */
function checkTags(text: string): string[] {
  const VOID = new Set(['meta', 'input', '!doctype']);
  const open: string[] = [];
  const problems: string[] = [];
  const body = text.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
  for (const [, slash, name = ''] of body.matchAll(/<(\/?)([!a-z0-9]+)[^>]*>/gi)) {
    if (VOID.has(name.toLowerCase())) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) problems.push(`</${name}> closes nothing`);
  }
  return [...problems, ...open.map((name) => `<${name}> is not closed`)];
}

it('is well formed', () => {
  expect(checkTags(page)).toEqual([]);
});

it('loads nothing from anywhere', () => {
  expect(page).not.toMatch(/\b(?:src|href)\s*=\s*"(?!#)/);
  expect(page).not.toMatch(/https?:\/\/|@import|url\(/);
  expect(page).toContain('default-src &#39;none&#39;');
});

it('escapes what the database holds', () => {
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('sales.Order &amp; Line');
});

it('has every anchor that it links to, once', () => {
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, link] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(link);
});

it('shows totals, states, both texts and the evidence', () => {
  expect(page).toMatch(/<th scope="row">all<\/th><td class="number">8<\/td><td class="number">25<\/td>/);
  expect(page).toContain('5 comparisons = 3 equal + 1 different + 1 skipped');
  expect(page).toContain(
    '<span class="mark absorbed" title="PredicateSet absorbed: no effect on rows">SET NOCOUNT ON;',
  );
  expect(page).toMatch(/<span class="mark refused" title="Execute refused">EXEC/);
  expect(page).toContain('models/marts/dim_customer.sql');
  expect(page).toContain('select 1 -- a &lt; b');
  expect(page).toContain('equal under tolerance');
  expect(page).toContain('2 sources, read as they are');
});

it('keeps blank lines at the start of a text, and numbers its lines as the file does', () => {
  const originals = { 'dw.vRanking': { text: '\n\nSELECT 1', line: 41, file: 'v.sql' } };
  const blank = reportPage({ report: exampleReport, trace: [], originals, models });
  expect(blank).toContain('41\n42\n43</pre><pre>\n\n\nSELECT 1\n</pre>');
});

it('survives names and texts of any kind', () => {
  const [object] = exampleReport.objects;
  const id = 'dbo.\ud800 "><img onerror=x>';
  const odd = reportPage({
    report: { ...exampleReport, objects: [{ ...object!, id, class: 'model', models: ['gone'] }] },
    trace: [{ ...exampleTrace[0]!, object: id, line: 900, endLine: 2 }],
    originals: { [id]: { text: '', line: 5 } },
    models: new Map(),
  });
  expect(checkTags(odd)).toEqual([]);
  expect(odd).not.toContain('<img');
  expect(odd).toContain('gone: no file of this name.');
});
