import { dirname } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { ZodType } from 'zod';
import { dbtDiagnostics } from './diagnostics.js';
import type { DbtEnvironment } from './environment.js';
import { dbtProcessEnvironment } from './process/dbt-process-environment.js';
import { runScript } from './run-script.js';

const MOST_MS = 60_000;

/**
 * Runs a script of ours with the DuckDB of dbt's environment and reads the JSON that it prints. Nothing
 * else may have the file open for writing.
 */
export async function askDuckdb<Answer>(
  environment: DbtEnvironment,
  script: string,
  file: string,
  args: readonly string[],
  schema: ZodType<Answer>,
): Promise<Result<Answer, Diagnostic>> {
  const lines: string[] = [];
  const errors: string[] = [];
  const end = await runScript({
    environment,
    script,
    args: [file, ...args],
    cwd: dirname(file),
    env: dbtProcessEnvironment(process.env),
    signal: undefined,
    timeoutMs: MOST_MS,
    graceMs: 0,
    onStdoutLine: (line) => lines.push(line),
    onStderrLine: (line) => errors.push(line),
  });
  const answer = end.exitCode === 0 ? schema.safeParse(parsed(lines.join(''))) : undefined;
  if (answer?.success) return ok(answer.data);
  const reason = end.startError ?? errors.at(-1) ?? end.stopped ?? 'no answer';
  return err(dbtDiagnostics.create('dbt-relations-unreadable', { file, reason }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
