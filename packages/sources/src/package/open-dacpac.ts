import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { Script } from '@datamigrate/tsql-engine';
import { decodeSource } from '@datamigrate/tsql-syntax';
import { sourceDiagnostics } from '../diagnostics.js';
import { readStored } from '../files/read-file.js';
import type { ScriptFile } from '../files/script-files.js';
import { isGuarded } from '../files/source-root.js';
import type { StoredBytes } from '../files/stored-bytes.js';
import { databaseSettings } from '../project/database-settings.js';
import type { Source } from '../source.js';
import { expandScript } from '../sqlcmd/expand-script.js';
import { childNamed, readXml } from '../xml/read-xml.js';
import { modelScripts } from './model-scripts.js';
import { type Model, readModel } from './read-model.js';
import { openZip, STRANGERS_LIMITS, ZIP_LIMITS, type Zip } from './read-zip.js';

/** A data-tier package: what a project was built into, or a database was exported to. */
export async function openDacpac(path: string, database?: string): Promise<Result<Source, Diagnostic>> {
  const opened = await openPackage(path, 'dacpac', database);
  return opened.ok ? ok(opened.value.source) : opened;
}

export interface OpenedPackage {
  readonly source: Source;
  readonly zip: Zip;
}

/** `named`: what its database is to be called, where that is not what the package says. */
export async function openPackage(
  path: string,
  kind: 'dacpac' | 'bacpac',
  named?: string,
): Promise<Result<OpenedPackage, Diagnostic>> {
  const stored = await readStored(path);
  if (!stored.ok) return stored;
  const zip = openZip(path, kind, stored.value, isGuarded() ? STRANGERS_LIMITS : ZIP_LIMITS);
  if (!zip.ok) return zip;
  const invalid = (reason: string): Result<never, Diagnostic> =>
    err(sourceDiagnostics.create('source-package-invalid', { path, kind, reason }));
  if (!zip.value.names.includes('model.xml')) return invalid('it holds no model.xml');
  const text = textEntry(zip.value, 'model.xml');
  if (text === undefined) return invalid('its model.xml is damaged');
  const model = readModel(text);
  if (!model.ok) return invalid(model.error);
  const written = modelScripts(model.value);
  const database = named ?? packageName(zip.value) ?? basename(path, extname(path));
  const [before, after] = [
    await deployment(zip.value, database, 'predeploy.sql'),
    await deployment(zip.value, database, 'postdeploy.sql'),
  ];
  const scripts = [...before.scripts, ...written.scripts, ...after.scripts];
  return ok({
    zip: zip.value,
    source: {
      kind,
      database,
      settings: settingsOf(model.value),
      scripts,
      files: [...textsOf(written.scripts), ...before.files, ...after.files],
      data: [],
      folders: [],
      fingerprint: hashOf(stored.value),
      diagnostics: [
        ...changedModel(zip.value),
        ...ignoredParts(zip.value, model.value),
        ...written.diagnostics,
        ...before.diagnostics,
        ...after.diagnostics,
      ],
    },
  });
}

function hashOf(stored: StoredBytes): string {
  const hash = createHash('sha256');
  for (const chunk of stored.chunks()) hash.update(chunk);
  return hash.digest('hex');
}

function textEntry(zip: Zip, name: string): string | undefined {
  const bytes = zip.read(name);
  const decoded = bytes && decodeSource(bytes);
  return decoded?.ok ? decoded.value.text : undefined;
}

function packageName(zip: Zip): string | undefined {
  const text = zip.names.includes('DacMetadata.xml') ? textEntry(zip, 'DacMetadata.xml') : undefined;
  const root = text === undefined ? undefined : readXml(text);
  const name = root?.ok ? childNamed(root.value, 'Name')?.text.trim() : undefined;
  return name === '' ? undefined : name;
}

function settingsOf({ elements, provider, compatibility }: Model): Source['settings'] {
  const options = elements.find(({ type }) => type === 'SqlDatabaseOptions')?.properties;
  return databaseSettings({
    provider,
    compatibility: options?.get('CompatibilityMode') ?? compatibility,
    collation: options?.get('Collation'),
  });
}

async function deployment(zip: Zip, database: string, name: string) {
  const text = zip.names.includes(name) ? textEntry(zip, name) : undefined;
  if (text === undefined) return { scripts: [] as readonly Script[], files: [], diagnostics: [] };
  // Includes were written out when the package was built; what is left has nothing to refer to.
  const known = new Map([['databasename', database]]);
  const settings = { ansiNulls: true, quotedIdentifier: true };
  return expandScript(text, { path: name, root: '', display: () => name, variables: known, strict: true, settings });
}

/** The texts by the names under which they run: an object has one definition. */
function textsOf(scripts: readonly Script[]): readonly ScriptFile[] {
  return [...new Map(scripts.map(({ name, text }) => [name, { path: name, text }])).values()];
}

function ignoredParts(zip: Zip, { references }: Model): readonly Diagnostic[] {
  const ignored = (name: string, reason: string): Diagnostic =>
    sourceDiagnostics.create('source-ignored', { name, reason });
  return [
    ...(zip.names.includes('refactor.xml')
      ? [ignored('refactor.xml', 'it renames objects of a database that is there already')]
      : []),
    ...references.map((file) => {
      const name = file.replaceAll('\\', '/').split('/').at(-1) ?? file;
      return /^(master|msdb)\.dacpac$/i.test(name)
        ? ignored(name, 'the objects of system databases are known without it')
        : sourceDiagnostics.create('source-reference-missing', { kind: 'referenced package', name });
    }),
  ];
}

/** Packages carry a checksum of their model. People who edit the model leave it as it was. */
function changedModel(zip: Zip): readonly Diagnostic[] {
  const origin = zip.names.includes('Origin.xml') ? textEntry(zip, 'Origin.xml') : undefined;
  const stated = /<Checksum Uri="\/model\.xml">([0-9A-F]{64})<\/Checksum>/i.exec(origin ?? '')?.[1];
  if (stated === undefined) return [];
  const actual = createHash('sha256')
    .update(zip.read('model.xml') ?? '')
    .digest('hex');
  return actual === stated.toLowerCase() ? [] : [sourceDiagnostics.create('source-package-changed', {})];
}
