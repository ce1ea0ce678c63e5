import { compareText } from '@datamigrate/foundation';
import { groupBy } from '../group-by.js';
import type { ConfigValue, ProjectFile, ProjectSpec, SeedSpec } from '../spec/project-spec.js';
import { seedsYaml } from '../yaml/further-properties.js';
import { csvLine } from './csv.js';

/** Seeds as CSV files, and their types; one folder a source. */
export function seedFiles(seeds: readonly SeedSpec[] = []): ProjectFile[] {
  const sorted = [...seeds].sort((a, b) => compareText(a.name, b.name));
  return [...groupBy(sorted, ({ instead }) => instead.source)].flatMap(([folder, group]) => [
    ...group.map(({ name, columns, rows }) => ({
      path: `seeds/${folder}/${name}.csv`,
      content: `${[columns.map((column) => column.name), ...rows].map(csvLine).join('\n')}\n`,
    })),
    { path: `seeds/${folder}/_${folder}__seeds.yml`, content: seedsYaml(group) },
  ]);
}

/** What `dbt_project.yml` says of them: a schema of their own, by folder, as what else is a seed has its own place. */
export function seedSettings({ seeds = [] }: ProjectSpec): Readonly<Record<string, ConfigValue>> {
  const folders = [...new Set(seeds.map(({ instead }) => instead.source))].sort(compareText);
  return Object.fromEntries(folders.map((folder) => [folder, { '+schema': 'seeds' }]));
}
