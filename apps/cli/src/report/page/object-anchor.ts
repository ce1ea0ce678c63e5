import { type Html, html } from './html.js';

/** A link target that is unique for each object; characters that URLs would encode are spelt out. */
export function anchorOf(id: string): string {
  return `object-${id.replace(/[^A-Za-z0-9._-]/g, (character) => `~${character.charCodeAt(0).toString(16)}~`)}`;
}

export function objectLink(id: string): Html {
  return html`<a href="#${anchorOf(id)}">${id}</a>`;
}
