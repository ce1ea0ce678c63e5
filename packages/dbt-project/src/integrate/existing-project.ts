import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { parseDocument } from 'yaml';
import { projectDiagnostics } from '../diagnostics.js';
import type { ProjectFile } from '../spec/project-spec.js';

/** A dbt project that people wrote, as far as what comes beside it must respect it. */
export interface ExistingProject {
  readonly name: string;
  /** Where each kind of file goes: the first folder that `dbt_project.yml` names for it. */
  readonly folders: Readonly<Record<'models' | 'seeds' | 'macros' | 'tests' | 'analyses', string>>;
  /** Paths in lower case. */
  readonly paths: ReadonlySet<string>;
  /** Files of models, below `folders.models`, by the model's name. */
  readonly models: ReadonlyMap<string, string>;
  /** Names that a model must not have, in lower case: those of models, seeds and snapshots. */
  readonly relations: ReadonlySet<string>;
  readonly macros: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly exposures: ReadonlySet<string>;
  readonly unitTests: ReadonlySet<string>;
  readonly docsBlocks: ReadonlySet<string>;
  readonly vars: ReadonlySet<string>;
  readonly sources: readonly ExistingSource[];
}

export interface ExistingSource {
  readonly name: string;
  /** As it is written: it may be Jinja. */
  readonly database?: string;
  readonly schema: string;
  readonly tables: readonly {
    readonly name: string;
    readonly identifier: string;
    /** Those that are stated; none says nothing. */
    readonly columns: readonly string[];
  }[];
}

type Entry = Readonly<Record<string, unknown>>;

/** Reads settings, properties and names of a project; a file of YAML that cannot be read is a reason to touch nothing. */
export function readExistingProject(files: readonly ProjectFile[]): Result<ExistingProject, Diagnostic> {
  const properties: Entry[] = [];
  let settings: Entry | undefined;
  for (const { path, content } of files) {
    if (!/\.ya?ml$/.test(path)) continue;
    const document = parseDocument(content, { version: '1.1', uniqueKeys: false });
    const [error] = document.errors;
    if (error) {
      const reason = error.message.split('\n')[0] ?? '';
      return err(projectDiagnostics.create('project-existing-unreadable', { file: path, reason }));
    }
    const value: unknown = document.toJS();
    if (path === 'dbt_project.yml') settings = isEntry(value) ? value : undefined;
    else if (isEntry(value)) properties.push(value);
  }
  if (!settings) {
    return err(
      projectDiagnostics.create('project-existing-unreadable', { file: 'dbt_project.yml', reason: 'there is none' }),
    );
  }
  const folder = (key: string, otherwise: string): string => {
    const value: unknown = settings[key];
    return String((Array.isArray(value) ? value[0] : undefined) ?? otherwise).replace(/\/+$/, '');
  };
  const folders = {
    models: folder('model-paths', 'models'),
    seeds: folder('seed-paths', 'seeds'),
    macros: folder('macro-paths', 'macros'),
    tests: folder('test-paths', 'tests'),
    analyses: folder('analysis-paths', 'analyses'),
  };
  const models = new Map<string, string>();
  const relations = new Set<string>();
  const snapshots = folder('snapshot-paths', 'snapshots');
  for (const { path } of files) {
    const [, name = '', kind] = /([^/]+)\.(sql|py|csv)$/.exec(path) ?? [];
    if (path.startsWith(`${folders.models}/`) && kind !== undefined && kind !== 'csv') models.set(name, path);
    const isRelation = [folders.models, folders.seeds, snapshots].some((each) => path.startsWith(`${each}/`));
    if (isRelation && name !== '') relations.add(name.toLowerCase());
  }
  const named = (key: string): ReadonlySet<string> =>
    new Set(properties.flatMap((file) => entries(file[key]).map((entry) => String(entry['name']))));
  for (const name of named('snapshots')) relations.add(name.toLowerCase());
  return ok({
    name: String(settings['name'] ?? ''),
    folders,
    paths: new Set(files.map(({ path }) => path.toLowerCase())),
    models,
    relations,
    macros: defined(files, /\{%-?\s*(?:macro|test)\s+(\w+)/g),
    groups: named('groups'),
    exposures: named('exposures'),
    unitTests: named('unit_tests'),
    docsBlocks: defined(files, /\{%-?\s*docs\s+(\w+)/g),
    vars: variables(settings),
    sources: properties.flatMap((file) => entries(file['sources']).map(sourceOf)),
  });
}

function sourceOf(source: Entry): ExistingSource {
  const name = String(source['name']);
  return {
    name,
    schema: String(source['schema'] ?? name),
    ...(source['database'] === undefined ? {} : { database: String(source['database']) }),
    tables: entries(source['tables']).map((table) => ({
      name: String(table['name']),
      identifier: String(table['identifier'] ?? table['name']),
      columns: entries(table['columns']).map((column) => String(column['name'])),
    })),
  };
}

/** Of the project as a whole, and of this project by its name. */
function variables(settings: Entry): ReadonlySet<string> {
  const vars = settings['vars'];
  if (!isEntry(vars)) return new Set();
  const own = vars[String(settings['name'])];
  return new Set([...Object.keys(vars), ...(isEntry(own) ? Object.keys(own) : [])]);
}

const defined = (files: readonly ProjectFile[], pattern: RegExp): ReadonlySet<string> =>
  new Set(files.flatMap(({ content }) => [...content.matchAll(pattern)].map(([, name = '']) => name)));

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entries = (value: unknown): readonly Entry[] => (Array.isArray(value) ? value.filter(isEntry) : []);
