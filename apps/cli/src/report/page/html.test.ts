import { expect, it } from 'vitest';
import { html, trusted } from './html.js';

it.each([
  [html`<p>${'<b>&"\''}</p>`.html, '<p>&lt;b&gt;&amp;&quot;&#39;</p>'],
  [html`<ul>${['a', html`<li>${'<'}</li>`, 3, undefined]}</ul>`.html, '<ul>a<li>&lt;</li>3</ul>'],
  [html`<style>${trusted('a > b {}')}</style>`.html, '<style>a > b {}</style>'],
  [html`${'tab\tline\nbell\x07nul\0'}`.html, 'tab\tline\nbell\ufffdnul\ufffd'],
])('renders %s', (rendered, expected) => {
  expect(rendered).toBe(expected);
});
