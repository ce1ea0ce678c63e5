import { existsSync } from 'node:fs';
import { basename, dirname, extname, resolve, sep } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { sourceDiagnostics } from '../diagnostics.js';
import { readText } from '../files/read-file.js';
import { readXml, type XmlElement } from '../xml/read-xml.js';
import { evaluateCondition } from './evaluate-condition.js';
import { globFiles, globTest, listFiles } from './glob.js';

/** An item of a project that is no file of T-SQL: a reference, a variable. */
export interface ProjectItem {
  readonly include: string;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface ProjectFile {
  /** Absolute. */
  readonly path: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/** A database project, as MSBuild would see it. */
export interface Project {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  /** By name in lower case. */
  readonly properties: ReadonlyMap<string, string>;
  readonly build: readonly ProjectFile[];
  readonly preDeploy: readonly ProjectFile[];
  readonly postDeploy: readonly ProjectFile[];
  readonly refactorLogs: readonly ProjectFile[];
  readonly projectReferences: readonly ProjectItem[];
  readonly artifactReferences: readonly ProjectItem[];
  readonly packageReferences: readonly ProjectItem[];
  readonly variables: readonly ProjectItem[];
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Source: learn.microsoft.com/sql/tools/sql-database-projects and the SDK Microsoft.Build.Sql. */
export async function readProject(path: string): Promise<Result<Project, Diagnostic>> {
  const invalid = (reason: string): Result<never, Diagnostic> =>
    err(sourceDiagnostics.create('source-project-invalid', { path, reason }));
  const text = await readText(path);
  if (!text.ok) return text;
  if (text.value === undefined) return invalid('it is no text');
  const root = readXml(text.value);
  if (!root.ok) return invalid(root.error);
  if (root.value.name !== 'Project') return invalid(`its root is <${root.value.name}>, not <Project>`);
  const reader = new ProjectReader(resolve(path), root.value);
  await reader.read();
  return ok({ ...reader.project(), text: text.value });
}

const FILE_ITEMS = ['Build', 'PreDeploy', 'PostDeploy', 'None', 'RefactorLog'] as const;
type FileItem = (typeof FILE_ITEMS)[number];
const OTHER_ITEMS = ['ProjectReference', 'ArtifactReference', 'PackageReference', 'SqlCmdVariable'] as const;
type OtherItem = (typeof OTHER_ITEMS)[number];

class ProjectReader {
  readonly #path: string;
  readonly #folder: string;
  readonly #root: XmlElement;
  readonly #properties = new Map<string, string>();
  /** By their paths, in the order of the project. */
  readonly #files: Record<FileItem, Map<string, ProjectFile>> = {
    Build: new Map(),
    PreDeploy: new Map(),
    PostDeploy: new Map(),
    None: new Map(),
    RefactorLog: new Map(),
  };
  readonly #items: Record<OtherItem, ProjectItem[]> = {
    ProjectReference: [],
    ArtifactReference: [],
    PackageReference: [],
    SqlCmdVariable: [],
  };
  readonly #diagnostics: Diagnostic[] = [];

  constructor(path: string, root: XmlElement) {
    this.#path = path;
    this.#folder = dirname(path);
    this.#root = root;
  }

  async read(): Promise<void> {
    const name = basename(this.#path, extname(this.#path));
    const folder = `${this.#folder}/`;
    const preset = {
      Configuration: 'Debug',
      Platform: 'AnyCPU',
      MSBuildProjectName: name,
      MSBuildProjectDirectory: this.#folder,
      MSBuildThisFileDirectory: folder,
      ProjectDir: folder,
    };
    for (const [key, value] of Object.entries(preset)) this.#properties.set(key.toLowerCase(), value);
    const groups = this.#root.children.filter((group) => this.#holds(group));
    for (const group of groups.filter((each) => each.name === 'PropertyGroup')) this.#readProperties(group);
    await this.#addDefaultItems();
    for (const group of groups.filter((each) => each.name === 'ItemGroup')) {
      if (!this.#holds(group)) continue;
      for (const item of group.children) if (this.#holds(item)) await this.#readItem(item);
    }
    // What has a role of its own is no part of the model, even where a pattern has caught it.
    for (const name of ['PreDeploy', 'PostDeploy', 'None'] as const) {
      for (const path of this.#files[name].keys()) this.#files.Build.delete(path);
    }
  }

  project(): Omit<Project, 'text'> {
    const name = this.#properties.get('name') || basename(this.#path, extname(this.#path));
    return {
      path: this.#path,
      folder: this.#folder,
      name,
      properties: this.#properties,
      build: [...this.#files.Build.values()],
      preDeploy: [...this.#files.PreDeploy.values()],
      postDeploy: [...this.#files.PostDeploy.values()],
      refactorLogs: [...this.#files.RefactorLog.values()],
      projectReferences: this.#items.ProjectReference,
      artifactReferences: this.#items.ArtifactReference,
      packageReferences: this.#items.PackageReference,
      variables: this.#items.SqlCmdVariable,
      diagnostics: this.#diagnostics,
    };
  }

  #readProperties(group: XmlElement): void {
    for (const property of group.children) {
      if (this.#holds(property)) this.#properties.set(property.name.toLowerCase(), this.#fill(property.text).trim());
    }
  }

  /** Projects of the SDK hold every .sql file below them. */
  async #addDefaultItems(): Promise<void> {
    const sdk = [
      this.#root.attributes['Sdk'],
      ...this.#root.children.map(({ name, attributes }) =>
        name === 'Sdk' ? attributes['Name'] : name === 'Import' ? attributes['Sdk'] : undefined,
      ),
    ].some(
      (name) =>
        name?.toLowerCase().startsWith('microsoft.build.sql') || name?.toLowerCase().startsWith('msbuild.sdk.sqlproj'),
    );
    const off = ['enabledefaultsqlitems', 'enabledefaultitems'].some(
      (name) => this.#properties.get(name)?.toLowerCase() === 'false',
    );
    if (!sdk || off) return;
    for (const file of await listFiles(this.#folder)) {
      const parts = file.slice(this.#folder.length + 1).split(sep);
      const outside = parts.some((part, i) => part.startsWith('.') || (i === 0 && /^(bin|obj)$/i.test(part)));
      if (!outside && extname(file).toLowerCase() === '.sql')
        this.#files.Build.set(file, { path: file, metadata: new Map() });
    }
  }

  async #readItem(item: XmlElement): Promise<void> {
    const { name } = item;
    const include = this.#fill(item.attributes['Include'] ?? '');
    const remove = this.#fill(item.attributes['Remove'] ?? '');
    const metadata = this.#metadata(item);
    if (isOneOf(OTHER_ITEMS, name)) {
      if (include !== '') this.#items[name].push({ include, metadata });
      return;
    }
    if (!isOneOf(FILE_ITEMS, name)) return;
    const known = this.#files[name];
    if (remove !== '') {
      const removed = globTest(this.#folder, remove);
      for (const path of [...known.keys()]) if (removed(path)) known.delete(path);
    }
    const update = this.#fill(item.attributes['Update'] ?? '');
    const updated = globTest(this.#folder, update);
    for (const [path, file] of known) {
      if (update !== '' && updated(path)) known.set(path, { path, metadata: new Map([...file.metadata, ...metadata]) });
    }
    if (include === '') return;
    const excluded = globTest(this.#folder, this.#fill(item.attributes['Exclude'] ?? ''));
    const { files, missing } = await globFiles(this.#folder, include);
    for (const path of files) if (!excluded(path) && !known.has(path)) known.set(path, { path, metadata });
    if (name === 'None') return;
    for (const file of missing) {
      this.#diagnostics.push(sourceDiagnostics.create('source-project-file-missing', { file }));
    }
  }

  #metadata({ attributes, children }: XmlElement): ReadonlyMap<string, string> {
    const written = [...Object.entries(attributes), ...children.map(({ name, text }) => [name, text] as const)];
    return new Map(written.map(([key, value]) => [key.toLowerCase(), this.#fill(value).trim()]));
  }

  #holds({ attributes }: XmlElement): boolean {
    const { Condition: condition } = attributes as { readonly Condition?: string };
    if (condition === undefined) return true;
    const exists = (path: string): boolean => existsSync(resolve(this.#folder, path.replaceAll('\\', '/')));
    return evaluateCondition(this.#fill(condition), exists) ?? false;
  }

  #fill(text: string): string {
    return text.replace(/\$\(([\w.]+)\)/g, (_, name: string) => this.#properties.get(name.toLowerCase()) ?? '');
  }
}

function isOneOf<const T extends readonly string[]>(names: T, name: string): name is T[number] {
  return names.includes(name);
}
