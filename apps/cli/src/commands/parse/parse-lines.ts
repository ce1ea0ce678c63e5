import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type ParseLine, parseDocument } from '@datamigrate/contracts';
import { type Diagnostic, SourceText } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { CliIo } from '../../cli-io.js';
import { cliDiagnostics } from '../../diagnostics.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readInputFile } from '../../input/read-file.js';
import { readLines } from '../../input/read-lines.js';
import type { Log } from '../../logging/log.js';
import { diagnosticLineOf, parseLineOf, readBatches } from './parse-line.js';

/** `parse --jsonl`: a line out for each line in, in the same order, whatever the input holds. */
export async function parseLines(input: string, quotedIdentifier: boolean, io: CliIo, log: Log): Promise<ExitCode> {
  const chunks = await openInput(input, io);
  if (!chunks.ok) {
    log.diagnostic(chunks.error);
    return EXIT.failed;
  }
  let number = 0;
  let faulty = 0;
  for await (const text of readLines(chunks.value)) {
    number++;
    if (text.trim() === '') continue;
    const line = answer(text, number, quotedIdentifier);
    if (!line.ok) faulty++;
    io.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return faulty > 0 ? EXIT.handled : EXIT.ok;
}

async function openInput(input: string, io: CliIo): Promise<Result<AsyncIterable<Uint8Array>, Diagnostic>> {
  if (input === '-') return ok(io.stdin);
  const found = await stat(input).catch(() => undefined);
  if (found?.isFile() || found?.isFIFO()) return ok(createReadStream(input));
  const read = await readInputFile(input);
  return read.ok ? ok(once(read.value)) : err(read.error);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

function answer(text: string, number: number, quotedIdentifier: boolean): ParseLine {
  const line = parseDocument('batch-line', text);
  if (!line.ok) return invalidLine(text, number, line.error.join('; '));
  const source = new SourceText(line.value.id, line.value.sql);
  return parseLineOf(line.value.id, [...readBatches(line.value.sql, quotedIdentifier)], source);
}

function invalidLine(text: string, number: number, reason: string): ParseLine {
  const example = '{"id": "1", "sql": "SELECT 1"}';
  const diagnostic = cliDiagnostics.create('cli-invalid-input-line', { line: number, reason, example });
  return {
    id: `line ${number}`,
    ok: false,
    statements: [],
    statementCount: 0,
    opaque: 0,
    roundTrip: false,
    stable: false,
    diagnostics: [diagnosticLineOf(diagnostic, new SourceText(`line ${number}`, text))],
  };
}
