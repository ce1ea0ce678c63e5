// All pages of docs/examples, by their file names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleModels } from './example-models.mjs';
import { indexPage, modelPage } from './pages.mjs';

const SOURCES = [
  {
    title: 'Harbor Trading, the sample of this repository',
    folder: 'samples/harbor-trading',
    scripts: [
      '01-database-and-schemas.sql',
      '02-tables-sales.sql',
      '03-tables-dw.sql',
      '05-functions.sql',
      '06-views.sql',
    ],
  },
  {
    title: 'Bicycles, written for these pages',
    folder: 'docs/examples/bicycles',
    scripts: ['tables.sql', 'views.sql'],
  },
];

export function examplePages(root, SourceObjects) {
  const sections = SOURCES.map(({ title, folder, scripts }) => {
    const texts = scripts.map((name) => ({ name, text: readFileSync(join(root, folder, name), 'utf8') }));
    return { title, folder, models: exampleModels(texts, SourceObjects) };
  });
  const pages = new Map([['README.md', indexPage(sections)]]);
  for (const { models } of sections) for (const model of models) pages.set(`${model.name}.md`, modelPage(model));
  return pages;
}
