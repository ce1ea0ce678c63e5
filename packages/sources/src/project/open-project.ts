import { basename, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { Script } from '@datamigrate/tsql-engine';
import { sourceDiagnostics } from '../diagnostics.js';
import { fingerprintOf } from '../files/fingerprint.js';
import { readText } from '../files/read-file.js';
import type { ScriptFile } from '../files/script-files.js';
import type { Source } from '../source.js';
import { expandScript } from '../sqlcmd/expand-script.js';
import type { Variables } from '../sqlcmd/variables.js';
import { databaseSettings } from './database-settings.js';
import { definitionsOf, inOrder } from './declarative-order.js';
import { type Project, type ProjectFile, readProject } from './read-project.js';
import { openReferences, type Reference } from './references.js';

/** A database project of SSDT, old style or of the SDK. */
export function openProject(path: string, database?: string): Promise<Result<Source, Diagnostic>> {
  return openProjectWith(path, [], database);
}

/** `chain`: the projects whose references lead here. `named`: what its database is to be called. */
export async function openProjectWith(
  path: string,
  chain: readonly string[],
  named?: string,
): Promise<Result<Source, Diagnostic>> {
  const read = await readProject(path);
  if (!read.ok) return read;
  const project = named === undefined ? read.value : { ...read.value, name: named };
  const references = await openReferences(project, [...chain, resolve(path)], (other, by) =>
    openProjectWith(other, by),
  );
  const work = new ProjectWork(project, references.found);
  const definitions = await work.definitions();
  const before = await work.deployment(project.preDeploy);
  const after = await work.deployment(project.postDeploy);
  const files = [...references.found.flatMap(({ source }) => source.files), ...work.files.values()];
  const own = [...definitions, ...before, ...after];
  if (own.length === 0 && references.found.length === 0 && project.build.length === 0) {
    return err(sourceDiagnostics.create('source-project-invalid', { path, reason: 'it holds no .sql files' }));
  }
  const { properties } = project;
  return ok({
    kind: 'sqlproj',
    database: project.name,
    settings: databaseSettings({
      provider: properties.get('dsp'),
      compatibility: properties.get('compatibilitymode'),
      collation: properties.get('defaultcollation'),
    }),
    scripts: [...references.found.flatMap(({ source }) => source.scripts), ...before, ...definitions, ...after],
    files,
    data: references.found.flatMap(({ source }) => source.data),
    folders: [{ path: project.folder, prefix: '', tableFiles: false }],
    fingerprint: await fingerprintOf([{ path: basename(project.path), text: project.text }, ...files]),
    diagnostics: [
      ...project.diagnostics,
      ...references.diagnostics,
      ...references.found.flatMap(({ source }) => source.diagnostics),
      ...project.refactorLogs.map((log) => work.ignoredLog(log)),
      ...work.diagnostics,
    ],
  });
}

/** Reads the files of one project. */
class ProjectWork {
  readonly files = new Map<string, ScriptFile>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #project: Project;
  readonly #variables: Variables;

  constructor(project: Project, references: readonly Reference[]) {
    this.#project = project;
    this.#variables = variablesOf(project, references);
  }

  async definitions(): Promise<readonly Script[]> {
    const scripts: Script[] = [];
    for (const file of this.#project.build) scripts.push(...(await this.#read(file, this.#settings(file))));
    return inOrder(scripts.flatMap(definitionsOf));
  }

  async deployment(files: readonly ProjectFile[]): Promise<readonly Script[]> {
    const scripts: Script[] = [];
    // sqlcmd publishes with QUOTED_IDENTIFIER ON, whatever the project says about its objects.
    for (const file of files) scripts.push(...(await this.#read(file, { ansiNulls: true, quotedIdentifier: true })));
    return scripts;
  }

  ignoredLog({ path }: ProjectFile): Diagnostic {
    const reason = 'it renames objects of a database that is there already';
    return sourceDiagnostics.create('source-ignored', { name: this.#display(path), reason });
  }

  async #read({ path }: ProjectFile, settings: NonNullable<Script['settings']>): Promise<readonly Script[]> {
    const text = await readText(path);
    const name = this.#display(path);
    if (!text.ok || text.value === undefined) {
      this.diagnostics.push(text.ok ? sourceDiagnostics.create('source-file-skipped', { path: name }) : text.error);
      return [];
    }
    const display = (full: string): string => this.#display(full);
    const expanded = await expandScript(text.value, {
      path,
      root: this.#project.folder,
      display,
      variables: new Map(this.#variables),
      strict: true,
      settings,
    });
    for (const file of expanded.files) this.files.set(file.path, file);
    this.diagnostics.push(...expanded.diagnostics);
    return expanded.scripts;
  }

  #settings({ metadata }: ProjectFile): NonNullable<Script['settings']> {
    const { properties } = this.#project;
    const isOn = (name: string): boolean => !/^(off|false)$/i.test(metadata.get(name) || properties.get(name) || 'on');
    return { ansiNulls: isOn('ansinulls'), quotedIdentifier: isOn('quotedidentifier') };
  }

  #display(path: string): string {
    return relative(this.#project.folder, path).split(sep).join('/');
  }
}

/** Defaults of the project; what a publish profile would give is not known. */
function variablesOf(project: Project, references: readonly Reference[]): Variables {
  const variables: Variables = new Map([
    ['databasename', project.name],
    ['defaultfileprefix', project.name],
    ['defaultdatapath', ''],
    ['defaultlogpath', ''],
  ]);
  for (const { include, metadata } of project.variables) {
    const value = metadata.get('defaultvalue') || metadata.get('value');
    if (value !== undefined && value !== '') variables.set(include.toLowerCase(), value);
  }
  for (const { variable, database } of references) {
    if (variable !== undefined && !variables.has(variable.toLowerCase()))
      variables.set(variable.toLowerCase(), database);
  }
  return variables;
}
