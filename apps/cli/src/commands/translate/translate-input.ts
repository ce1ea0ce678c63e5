import { parseDocument, type TranslateLine } from '@datamigrate/contracts';
import { type Diagnostic, renderDiagnostic, SourceText } from '@datamigrate/diagnostics';
import type { CliIo, CliStream } from '../../cli-io.js';
import { cliDiagnostics } from '../../diagnostics.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readLines } from '../../input/read-lines.js';
import { openInput, readScript } from '../../input/read-script.js';
import type { Log } from '../../logging/log.js';
import { diagnosticLineOf } from '../parse/parse-line.js';
import { readSchema } from './read-schema.js';
import { type TranslateSettings, translateBatch } from './translate-batch.js';

export interface TranslateWork {
  readonly schema: readonly string[];
  readonly fidelity: TranslateSettings['fidelity'];
  readonly json: boolean;
  readonly collation?: string;
}

/** `translate FILE`: the SQL on standard output, or a line of JSON. */
export async function translateFile(file: string, work: TranslateWork, out: CliStream, log: Log): Promise<ExitCode> {
  const definitions = await readSchema(work.schema);
  const script = definitions.ok ? await readScript(file) : definitions;
  if (!definitions.ok || !script.ok) {
    if (!script.ok) log.diagnostic(script.error);
    return EXIT.failed;
  }
  const line = translateBatch(file, script.value, settingsOf(work, definitions.value));
  if (work.json) out.write(`${JSON.stringify(line)}\n`);
  else writeSql(line, new SourceText(file, script.value), out, log);
  return line.status === 'refused' ? EXIT.handled : EXIT.ok;
}

function settingsOf({ fidelity, collation }: TranslateWork, schema: TranslateSettings['schema']): TranslateSettings {
  return { schema, fidelity, ...(collation === undefined ? {} : { collation }) };
}

function writeSql(line: TranslateLine, source: SourceText, out: CliStream, log: Log): void {
  for (const { code, severity, message, help, start, end } of line.diagnostics) {
    const place = start === undefined || end === undefined ? {} : { span: { start, end } };
    const diagnostic = { code, severity, message, ...(help === undefined ? {} : { help }), ...place } as Diagnostic;
    log.diagnostic({ ...diagnostic, message: renderDiagnostic(diagnostic, source) });
  }
  if (line.sql === null) return;
  for (const statement of line.prelude) out.write(`${statement};\n\n`);
  for (const { text } of line.assumptions) out.write(`-- assumes: ${text}\n`);
  out.write(`${line.sql.trimEnd()};\n`);
}

/** `translate --jsonl`: a line out for each line in, in the same order, whatever the input holds. */
export async function translateLines(input: string, work: TranslateWork, io: CliIo, log: Log): Promise<ExitCode> {
  const definitions = await readSchema(work.schema);
  const chunks = definitions.ok ? await openInput(input, io) : definitions;
  if (!definitions.ok || !chunks.ok) {
    if (!chunks.ok) log.diagnostic(chunks.error);
    return EXIT.failed;
  }
  let number = 0;
  let refused = 0;
  for await (const text of readLines(chunks.value)) {
    number++;
    if (text.trim() === '') continue;
    const line = answer(text, number, settingsOf(work, definitions.value));
    if (line.status === 'refused') refused++;
    io.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return refused > 0 ? EXIT.handled : EXIT.ok;
}

function answer(text: string, number: number, settings: TranslateSettings): TranslateLine {
  const line = parseDocument('batch-line', text);
  if (line.ok) return translateBatch(line.value.id, line.value.sql, settings);
  const example = '{"id": "1", "sql": "SELECT 1"}';
  const diagnostic = cliDiagnostics.create('cli-invalid-input-line', {
    line: number,
    reason: line.error.join('; '),
    example,
  });
  return {
    id: `line ${number}`,
    status: 'refused',
    sql: null,
    prelude: [],
    columns: [],
    assumptions: [],
    diagnostics: [diagnosticLineOf(diagnostic, new SourceText(`line ${number}`, text))],
  };
}
