import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { dbtDiagnostics } from './diagnostics.js';

/** A Python environment that holds dbt. */
export interface DbtEnvironment {
  readonly home: string;
  readonly python: string;
}

const STAMP = '.datamigrate-stamp';
/** Marks the root of the repository: the file that the environment is made from. */
const LOCK = join('requirements', 'dbt.lock');

/**
 * Finds the environment that `npm run setup` made: below `rootDir` when given, else the one that DATAMIGRATE_DBT_HOME
 * names, else the one of the repository that this package is part of.
 */
export function findDbtEnvironment(rootDir?: string): Result<DbtEnvironment, Diagnostic> {
  const named = process.env.DATAMIGRATE_DBT_HOME;
  const isNamed = rootDir === undefined && named !== undefined && named !== '';
  const home = isNamed ? named : join(rootDir ?? repositoryRoot(), '.cache', 'dbt');
  const python = process.platform === 'win32' ? join(home, 'Scripts', 'python.exe') : join(home, 'bin', 'python');
  if (!existsSync(python)) return err(dbtDiagnostics.create('dbt-environment-missing', { place: home }));
  // The set-up writes its stamp last. An environment that the user named was not made by it.
  if (!isNamed && !existsSync(join(home, STAMP))) {
    return err(dbtDiagnostics.create('dbt-environment-incomplete', { place: home }));
  }
  return ok({ home, python });
}

function repositoryRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, LOCK))) return folder;
    if (folder === dirname(folder)) return process.cwd();
  }
}
