import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { dbtDiagnostics } from './diagnostics.js';
import type { DbtEnvironment } from './environment.js';
import { dbtProcessEnvironment } from './process/dbt-process-environment.js';
import { runProcess } from './process/run-process.js';

/** Types by column, by `schema.relation`, as the database spells them. */
export type RelationTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SCRIPT = fileURLToPath(new URL('../python/relation_types.py', import.meta.url));
const MOST_MS = 60_000;
const rowsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.string()]));

/**
 * What dbt has built in a DuckDB file, column by column. dbt's own way to tell is `docs generate`, which takes seconds;
 * the DuckDB of its environment takes half of one. Nothing else may have the file open for writing.
 */
export async function readRelationTypes(
  environment: DbtEnvironment,
  file: string,
): Promise<Result<RelationTypes, Diagnostic>> {
  const lines: string[] = [];
  const errors: string[] = [];
  const end = await runProcess({
    command: environment.python,
    args: ['-B', SCRIPT, file],
    cwd: dirname(file),
    env: dbtProcessEnvironment(process.env),
    signal: undefined,
    timeoutMs: MOST_MS,
    graceMs: 0,
    onStdoutLine: (line) => lines.push(line),
    onStderrLine: (line) => errors.push(line),
  });
  const rows = end.exitCode === 0 ? rowsSchema.safeParse(parsed(lines.join(''))) : undefined;
  if (!rows?.success) {
    const reason = end.startError ?? errors.at(-1) ?? end.stopped ?? 'no answer';
    return err(dbtDiagnostics.create('dbt-relations-unreadable', { file, reason }));
  }
  const types = new Map<string, Map<string, string>>();
  for (const [schema, relation, column, type] of rows.data) {
    const key = `${schema}.${relation}`;
    const columns = types.get(key) ?? new Map<string, string>();
    types.set(key, columns.set(column, type));
  }
  return ok(types);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
