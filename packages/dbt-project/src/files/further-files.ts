import { compareText } from '@datamigrate/foundation';
import { groupBy } from '../group-by.js';
import type { ProjectFile, ProjectSpec } from '../spec/project-spec.js';
import { descriptionText } from '../yaml/description.js';
import { analysesYaml, exposuresYaml, groupsYaml, selectorsYaml, unitTestsYaml } from '../yaml/further-properties.js';
import { modelFolder } from './layers.js';

const byName = <Item extends { readonly name: string }>(items: readonly Item[] = []): Item[] =>
  [...items].sort((a, b) => compareText(a.name, b.name));

/** Groups, exposures, unit tests, analyses, selectors and texts that descriptions share. */
export function furtherFiles(spec: ProjectSpec): ProjectFile[] {
  const files: ProjectFile[] = [];
  const add = (path: string, content: string): unknown => files.push({ path, content });
  const [groups, exposures, selectors, analyses, blocks] = [
    byName(spec.groups),
    byName(spec.exposures),
    byName(spec.selectors),
    byName(spec.analyses),
    byName(spec.docsBlocks),
  ];
  if (groups.length > 0) add('models/_groups.yml', groupsYaml(groups));
  if (exposures.length > 0) add('models/_exposures.yml', exposuresYaml(exposures));
  if (selectors.length > 0) add('selectors.yml', selectorsYaml(selectors));
  for (const { name, sql } of analyses) add(`analyses/${name}.sql`, `${sql.trim()}\n`);
  if (analyses.length > 0) add('analyses/_analyses.yml', analysesYaml(analyses));
  if (blocks.length > 0) {
    const texts = blocks.map(({ name, text }) => `{% docs ${name} %}\n\n${descriptionText(text)}\n\n{% enddocs %}\n`);
    add('models/_docs.md', texts.join('\n'));
  }
  const folders = new Map(spec.models.map((model) => [model.name, modelFolder(model)]));
  const placed = byName(spec.unitTests).filter(({ model }) => folders.has(model));
  for (const [folder, tests] of groupBy(placed, ({ model }) => folders.get(model) ?? '')) {
    add(`${folder}/_${folder.slice(folder.lastIndexOf('/') + 1)}__unit_tests.yml`, unitTestsYaml(tests));
  }
  return files;
}
