import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const FOLDER = fileURLToPath(new URL('../../../docs/issues/', import.meta.url));
const NAME = 'virtual:issue-pages';
const ID = `\0${NAME}`;

/** The pages of docs/issues by code, as one chunk that is loaded when somebody asks for an explanation. */
export function issuePages(): Plugin {
  return {
    name: 'issue-pages',
    resolveId: (source) => (source === NAME ? ID : null),
    load(id) {
      if (id !== ID) return null;
      const names = readdirSync(FOLDER).filter((name) => /^[a-z0-9-]+\.md$/.test(name));
      const pages = Object.fromEntries(
        names.map((name) => [name.slice(0, -'.md'.length), readFileSync(FOLDER + name, 'utf8')]),
      );
      return `export const issuePages = JSON.parse(${JSON.stringify(JSON.stringify(pages))});`;
    },
  };
}
