import { compareText, invariant } from '@datamigrate/foundation';
import { FolderSettings } from './files/folder-settings.js';
import { furtherFiles } from './files/further-files.js';
import { lintFiles } from './files/lint-files.js';
import { modelFiles, sourceFiles } from './files/model-files.js';
import { readme } from './files/readme.js';
import { seedFiles } from './files/seed-files.js';
import { settingsFiles } from './files/settings-files.js';
import type { MacroSpec, ProjectFile, ProjectSpec, SingularTestSpec } from './spec/project-spec.js';
import { macrosYaml, singularTestsYaml } from './yaml/properties.js';

/** The files of a dbt project, sorted by path. The same specification gives the same bytes. */
export function buildProject(spec: ProjectSpec): readonly ProjectFile[] {
  invariant(/^[a-z_][a-z0-9_]*$/.test(spec.name), `not a name for a dbt project: ${spec.name}`);
  const files = [
    ...settingsFiles(spec),
    { path: 'README.md', content: readme(spec) },
    ...sourceFiles(spec.sources),
    ...modelFiles(spec.models, spec.explicitSettings ? undefined : new FolderSettings(spec.models)),
    ...seedFiles(spec.seeds),
    ...macroFiles('macros', spec.macros ?? []),
    ...macroFiles('tests/generic', spec.genericTests ?? []),
    ...singularTestFiles(spec.singularTests ?? []),
    ...furtherFiles(spec),
    ...lintFiles(spec),
    ...(spec.documents ?? []),
  ];
  const paths = new Set(files.map(({ path }) => path.toLowerCase()));
  invariant(paths.size === files.length, 'two resources of a project have the same name');
  return files.sort((a, b) => compareText(a.path, b.path));
}

function macroFiles(root: 'macros' | 'tests/generic', macros: readonly MacroSpec[]): ProjectFile[] {
  if (macros.length === 0) return [];
  const sorted = [...macros].sort((a, b) => compareText(a.name, b.name));
  const files = sorted.map(({ name, folder, sql }) => ({
    path: [root, ...(folder === undefined ? [] : [folder]), `${name}.sql`].join('/'),
    content: `${sql.trim()}\n`,
  }));
  const generic = root === 'tests/generic';
  const path = generic ? 'tests/generic/_generic_tests.yml' : 'macros/_macros.yml';
  return [...files, { path, content: macrosYaml(sorted, generic ? 'test_' : '') }];
}

function singularTestFiles(tests: readonly SingularTestSpec[]): ProjectFile[] {
  const sorted = [...tests].sort((a, b) => compareText(a.name, b.name));
  const described = sorted.filter(({ description }) => description !== undefined);
  const files = sorted.map(({ name, sql }) => ({ path: `tests/${name}.sql`, content: `${sql.trim()}\n` }));
  if (described.length === 0) return files;
  return [...files, { path: 'tests/_tests.yml', content: singularTestsYaml(described) }];
}
