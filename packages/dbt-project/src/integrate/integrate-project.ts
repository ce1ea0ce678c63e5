import { compareText } from '@datamigrate/foundation';
import { buildProject } from '../build-project.js';
import { EXCEPTIONS_SEED } from '../files/lint-files.js';
import type { ProjectFile, ProjectSpec } from '../spec/project-spec.js';
import { writeYaml } from '../yaml/write-yaml.js';
import { conventionsOf } from './conventions.js';
import type { ExistingProject } from './existing-project.js';
import { renameResources } from './rename-resources.js';
import { reuseSources } from './reuse-sources.js';

/** What comes beside the files of a project that is there. */
export interface Integration {
  readonly files: readonly ProjectFile[];
  readonly reusedSources: readonly { readonly ours: string; readonly theirs: string }[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Files of ours that are not needed, and why. */
  readonly left: readonly { readonly path: string; readonly reason: string }[];
  /** What people add to their `dbt_project.yml`; empty where there is nothing. */
  readonly settings: string;
}

/**
 * Fits a project into one that people wrote: its sources are theirs where they declare the same tables, its names and
 * folders follow theirs, and no file takes the place of one of theirs.
 */
export function integrateProject(spec: ProjectSpec, existing: ExistingProject): Integration {
  const conventions = conventionsOf(existing);
  const sourced = reuseSources(spec, existing);
  const { spec: named, renamed } = renameResources(sourced.spec, existing, conventions);
  const left: { readonly path: string; readonly reason: string }[] = [];
  const notTheirs = ({ name }: { readonly name: string }): boolean => {
    if (!existing.macros.has(name)) return true;
    left.push({ path: name, reason: 'the project has a macro or test of this name' });
    return false;
  };
  const fitted: ProjectSpec = {
    ...named,
    explicitSettings: true,
    macros: (named.macros ?? []).filter(notTheirs),
    genericTests: (named.genericTests ?? []).filter(notTheirs),
  };
  const files = buildProject(fitted).flatMap((file): ProjectFile[] => {
    const path = placed(file.path, existing, conventions.layers);
    if (path === undefined) return [];
    if (!existing.paths.has(path.toLowerCase())) return [{ path, content: file.content }];
    const [, stem = path, extension = ''] = /^(.*)(\.\w+)$/.exec(path) ?? [];
    const beside = `${stem}_migrated${extension}`;
    if (extension !== '.sql' && path !== 'selectors.yml' && !existing.paths.has(beside.toLowerCase())) {
      return [{ path: beside, content: file.content }];
    }
    left.push({ path, reason: 'the project has a file of this name' });
    return [];
  });
  const vars = Object.entries(spec.vars ?? {}).filter(([name]) => !existing.vars.has(name));
  return {
    files: files.sort((a, b) => compareText(a.path, b.path)),
    reusedSources: sourced.reused,
    renamed,
    left,
    settings: vars.length === 0 ? '' : writeYaml({ vars: Object.fromEntries(vars) }),
  };
}

/** Where a file of ours goes; undefined for what a project has once: settings, README, settings of linters. */
function placed(
  path: string,
  { folders }: ExistingProject,
  layers: Readonly<Record<string, string>>,
): string | undefined {
  if (path === 'selectors.yml') return path;
  if (path === EXCEPTIONS_SEED) return undefined;
  const [top = '', ...below] = path.split('/');
  if (below.length === 0) return undefined;
  if (top === 'models') {
    const [layer = '', ...rest] = below;
    if (rest.length === 0) return `${folders.models}/${layer}`;
    return [folders.models, layers[layer] ?? layer, ...rest].join('/');
  }
  if (top === 'seeds' || top === 'macros' || top === 'tests' || top === 'analyses')
    return [folders[top], ...below].join('/');
  return undefined;
}
