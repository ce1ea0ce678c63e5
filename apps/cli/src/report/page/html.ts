/** Text that is HTML already. Everything else that goes into `html` is escaped. */
export interface Html {
  readonly html: string;
}

export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/** A template of HTML: html`<td>${text}</td>` escapes text, joins lists and leaves undefined out. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = strings[0] ?? '';
  for (const [i, value] of values.entries()) text += render(value) + (strings[i + 1] ?? '');
  return { html: text };
}

/** Text of our own (style sheet, script) that must stay as it is. */
export function trusted(text: string): Html {
  return { html: text };
}

function render(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  return 'html' in value ? value.html : value.map(render).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters have no place in HTML: they are shown as the replacement character. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '\ufffd');
}
