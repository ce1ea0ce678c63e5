import { compareText } from '@datamigrate/foundation';
import type { ConfigValue, ProjectFile } from '../spec/project-spec.js';
import { compact, writeYaml } from '../yaml/write-yaml.js';

/** An object of SQL Server and what it is called in the project. */
export interface NameMapEntry {
  /** Two-part name. */
  readonly object: string;
  readonly model: string;
  /** Names in SQL Server by those in the project; those that only changed case and underscores too. */
  readonly columns: Readonly<Record<string, string>>;
}

const HEAD = `# What each object of SQL Server and its columns are called in this project. Names are made once and kept:
# two objects whose names would become one are told apart here for good.
`;

/** name_map.yml: dbt does not read it, people and later migrations do. */
export function nameMapFile(entries: readonly NameMapEntry[]): ProjectFile {
  const sorted = [...entries].sort((a, b) => compareText(`${a.object}\0${a.model}`, `${b.object}\0${b.model}`));
  const objects: Record<string, ConfigValue> = {};
  for (const { object, model, columns } of sorted) {
    const models = (objects[object] ?? {}) as Record<string, ConfigValue>;
    objects[object] = { ...models, [model]: compact(columns) };
  }
  return { path: 'name_map.yml', content: `${HEAD}${writeYaml({ objects })}` };
}
