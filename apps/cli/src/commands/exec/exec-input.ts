import { type ExecLine, parseDocument } from '@datamigrate/contracts';
import { type Database, type ExecutionResult, executeSql, loadTemplate } from '@datamigrate/tsql-engine';
import type { CliIo, CliStream } from '../../cli-io.js';
import { cliDiagnostics } from '../../diagnostics.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readLines } from '../../input/read-lines.js';
import { openInput, readScript } from '../../input/read-script.js';
import type { Log } from '../../logging/log.js';
import { resultTable } from './result-table.js';

export interface ExecWork {
  readonly schema: readonly string[];
  readonly json: boolean;
}

/** `exec FILE…`: one database for all files; results on standard output. */
export async function execFiles(files: readonly string[], work: ExecWork, out: CliStream, log: Log): Promise<ExitCode> {
  const fresh = await schemaTemplate(work.schema, log);
  if (!fresh) return EXIT.failed;
  const database = fresh();
  let failed = false;
  for (const file of files) {
    const script = await readScript(file);
    if (!script.ok) {
      log.diagnostic(script.error);
      return EXIT.failed;
    }
    const result = executeSql(database, script.value);
    failed ||= result.error !== undefined || result.refusal !== undefined;
    if (work.json) out.write(`${JSON.stringify(lineOf(file, result))}\n`);
    else writeResult(file, result, out, log);
  }
  return failed ? EXIT.handled : EXIT.ok;
}

/** `exec --jsonl`: a line out for each line in, each on a database of its own. */
export async function execLines(input: string, work: ExecWork, io: CliIo, log: Log): Promise<ExitCode> {
  const fresh = await schemaTemplate(work.schema, log);
  const chunks = fresh ? await openInput(input, io) : undefined;
  if (!fresh || !chunks?.ok) {
    if (chunks && !chunks.ok) log.diagnostic(chunks.error);
    return EXIT.failed;
  }
  let number = 0;
  let failed = 0;
  for await (const text of readLines(chunks.value)) {
    number++;
    if (text.trim() === '') continue;
    const batch = parseDocument('batch-line', text);
    if (!batch.ok) {
      const params = { line: number, reason: batch.error.join('; '), example: '{"id": "1", "sql": "SELECT 1"}' };
      log.diagnostic(cliDiagnostics.create('cli-invalid-input-line', params));
      failed++;
      continue;
    }
    const result = executeSql(fresh(), batch.value.sql);
    if (result.refusal) failed++;
    io.stdout.write(`${JSON.stringify(lineOf(batch.value.id, result))}\n`);
  }
  return failed > 0 ? EXIT.handled : EXIT.ok;
}

/** Makes databases with the tables and rows of the schema scripts; undefined when one cannot be read. */
async function schemaTemplate(files: readonly string[], log: Log): Promise<(() => Database) | undefined> {
  const scripts: { readonly name: string; readonly text: string }[] = [];
  for (const file of files) {
    const script = await readScript(file);
    if (!script.ok) {
      log.diagnostic(script.error);
      return undefined;
    }
    scripts.push({ name: file, text: script.value });
  }
  const now = Date.now();
  const template = loadTemplate(scripts, { now: () => now });
  for (const diagnostic of template.diagnostics) log.diagnostic(diagnostic);
  return () => template.create();
}

function lineOf(id: string, { resultSets, messages, error, refusal }: ExecutionResult): ExecLine {
  return {
    id,
    resultSets: resultSets.map(({ columns, rows }) => ({
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows: rows.map((row) => [...row]),
    })),
    messages: [...messages],
    error: error
      ? { number: error.number, severity: error.severity, state: error.state, line: error.line, message: error.message }
      : null,
    ...(refusal ? { refused: refusal.construct } : {}),
  };
}

function writeResult(
  file: string,
  { resultSets, messages, error, refusal }: ExecutionResult,
  out: CliStream,
  log: Log,
): void {
  for (const set of resultSets) out.write(`${resultTable(set).join('\n')}\n\n`);
  for (const message of messages) out.write(`${message}\n`);
  if (error) {
    const { number, severity, state, line, message } = error;
    log.diagnostic(cliDiagnostics.create('cli-exec-error', { file, number, severity, state, line, message }));
  }
  if (refusal) log.diagnostic(cliDiagnostics.create('cli-exec-refused', { file, construct: refusal.construct }));
}
