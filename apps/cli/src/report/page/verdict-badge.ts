import type { Verdict } from '@datamigrate/contracts';
import { type Html, html } from './html.js';

/** How a verdict is to be felt; the word itself always stands there too. */
export function toneOf(verdict: Verdict): 'good' | 'open' | 'bad' | 'none' {
  switch (verdict) {
    case 'equal':
    case 'equal-tolerance':
      return 'good';
    case 'refused':
      return 'bad';
    case 'out-of-scope':
      return 'none';
    default:
      return 'open';
  }
}

export function verdictBadge(verdict: Verdict): Html {
  return html`<span class="badge ${toneOf(verdict)}">${verdict}</span>`;
}
