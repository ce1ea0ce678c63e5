import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { ROOT } from './root.js';

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Tests and what only tests use. */
  readonly isTest: boolean;
  /** What it imports, by import, export … from, or import(). */
  readonly imports: readonly string[];
}

export interface Workspace {
  readonly name: string;
  /** From the root of the repository: packages/catalog. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
}

export const workspaces: readonly Workspace[] = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(ROOT, group), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: `${group}/${name}`, files: sourceFiles(join(ROOT, group, name, 'src')) })),
);

export const sources: readonly SourceFile[] = workspaces.flatMap(({ files }) => files).filter(({ isTest }) => !isTest);

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mts|mjs)$/.test(name))
    .map((name) => sourceFile(join(folder, name)));
}

function sourceFile(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  return {
    path: relative(ROOT, file).split(sep).join('/'),
    text,
    isTest: /\.test\.ts$|[\\/]testing[\\/]/.test(file),
    imports: ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
  };
}

export function readJson(path: string): Record<string, unknown> {
  const { config, error } = ts.parseConfigFileTextToJson(path, readFileSync(join(ROOT, path), 'utf8'));
  if (error) throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`);
  return config;
}
