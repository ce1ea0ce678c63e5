import { homedir } from 'node:os';
import { basename, extname, join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import { sourceDiagnostics } from '../diagnostics.js';
import { findPath } from '../files/find-path.js';
import { openDacpac } from '../package/open-dacpac.js';
import type { Source } from '../source.js';
import { listFiles } from './glob.js';
import type { Project, ProjectItem } from './read-project.js';

/** Another project or package whose objects belong to the same database. */
export interface Reference {
  readonly source: Source;
  /** The SQLCMD variable by which objects name its database. */
  readonly variable?: string;
  readonly database: string;
}

export interface OpenedReferences {
  readonly found: readonly Reference[];
  readonly diagnostics: readonly Diagnostic[];
}

type OpenProject = (path: string, chain: readonly string[]) => Promise<Result<Source, Diagnostic>>;

/** Opens what a project refers to. Objects of other databases are not taken over, and that is said. */
export async function openReferences(
  project: Project,
  chain: readonly string[],
  openProject: OpenProject,
): Promise<OpenedReferences> {
  const found: Reference[] = [];
  const diagnostics: Diagnostic[] = [];
  const take = (opened: Result<Source, Diagnostic>): void => {
    if (opened.ok) found.push({ source: opened.value, database: opened.value.database });
    else diagnostics.push({ ...opened.error, severity: 'warning' });
  };
  const missing = (kind: string, name: string): void => {
    diagnostics.push(sourceDiagnostics.create('source-reference-missing', { kind, name }));
  };
  const passOver = (name: string, reason: string): void => {
    diagnostics.push(sourceDiagnostics.create('source-ignored', { name, reason }));
  };
  for (const item of project.projectReferences) {
    const path = await findPath(project.folder, item.include);
    if (path === undefined) missing('referenced project', item.include);
    else if (extname(path).toLowerCase() !== '.sqlproj') passOver(item.include, 'it is no database project');
    else if (isOtherDatabase(item)) passOver(item.include, OTHER_DATABASE);
    else if (chain.includes(path)) passOver(item.include, 'it refers back to this project');
    else take(await openProject(path, chain));
  }
  for (const item of [...project.artifactReferences, ...project.packageReferences]) {
    const artifact = project.artifactReferences.includes(item);
    if (isSystemDatabase(item.include)) {
      passOver(item.include, 'the objects of system databases are known without it');
      continue;
    }
    const path = artifact ? await findPath(project.folder, item.include) : await packageFile(item);
    if (path === undefined) missing(artifact ? 'referenced package' : 'package of NuGet', item.include);
    else if (isOtherDatabase(item)) passOver(item.include, OTHER_DATABASE);
    else take(await openDacpac(path));
  }
  return { found, diagnostics };
}

const OTHER_DATABASE = 'it stands for another database';

const isOtherDatabase = ({ metadata }: ProjectItem): boolean =>
  ['databasevariableliteralvalue', 'databasesqlcmdvariable'].some((name) => (metadata.get(name) ?? '') !== '');

const isSystemDatabase = (include: string): boolean =>
  /^(master|msdb|tempdb|model)$/i.test(basename(include.replaceAll('\\', '/'), '.dacpac')) ||
  /^Microsoft\.SqlServer\.Dacpacs\./i.test(include);

/** A package of NuGet keeps its model in `tools`. Only what was restored before is looked at. */
async function packageFile({ include, metadata }: ProjectItem): Promise<string | undefined> {
  const root = process.env['NUGET_PACKAGES'] ?? join(homedir(), '.nuget', 'packages');
  const folder = join(root, include.toLowerCase(), metadata.get('version') ?? '');
  const files = await listFiles(folder);
  return files.find((file) => extname(file).toLowerCase() === '.dacpac');
}
