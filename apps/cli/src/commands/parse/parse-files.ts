import { type Diagnostic, renderDiagnostic, SourceText } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { decodeSource } from '@datamigrate/tsql-syntax';
import type { CliStream } from '../../cli-io.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readInputFile } from '../../input/read-file.js';
import type { Log } from '../../logging/log.js';
import { counted } from '../../report/text/layout.js';
import { parseLineOf, type ReadBatch, readBatches } from './parse-line.js';

export interface ParseFilesOptions {
  readonly json: boolean;
  readonly quotedIdentifier: boolean;
}

/** Parses scripts. A file that cannot be read is reported, and the others are parsed all the same. */
export async function parseFiles(
  files: readonly string[],
  options: ParseFilesOptions,
  out: CliStream,
  log: Log,
): Promise<ExitCode> {
  const tally = { files: 0, batches: 0, statements: 0, errors: 0 };
  let unread = 0;
  let faulty = 0;
  for (const file of files) {
    const script = await readScriptFile(file);
    if (!script.ok) {
      log.diagnostic(script.error);
      unread++;
      continue;
    }
    const { source, lossless } = script.value;
    let index = 0;
    tally.files++;
    for (const batch of batchesOf(source.text, options.quotedIdentifier)) {
      index++;
      const line = parseLineOf(`${file}#${index}`, [batch], source);
      const roundTrip = line.roundTrip && lossless;
      if (!line.ok) faulty++;
      if (options.json) out.write(`${JSON.stringify({ ...line, roundTrip })}\n`);
      else for (const diagnostic of batch.diagnostics) out.write(`${renderDiagnostic(diagnostic, source)}\n`);
      tally.batches++;
      tally.statements += line.statementCount;
      tally.errors += line.diagnostics.filter(({ severity }) => severity === 'error').length;
    }
  }
  if (!options.json && tally.files > 0) out.write(`${summary(tally)}\n`);
  if (unread > 0) return EXIT.failed;
  return faulty > 0 ? EXIT.handled : EXIT.ok;
}

interface ScriptFile {
  readonly source: SourceText;
  /** Whether the text stands for every byte of the file. */
  readonly lossless: boolean;
}

async function readScriptFile(file: string): Promise<Result<ScriptFile, Diagnostic>> {
  const bytes = await readInputFile(file);
  if (!bytes.ok) return bytes;
  const decoded = decodeSource(bytes.value);
  if (!decoded.ok) return err({ ...decoded.error, source: file });
  const { text, encoding, mark } = decoded.value;
  // Half a character of UTF-16 at the end is the only thing that decoding drops.
  const lossless = !encoding.startsWith('utf-16') || (bytes.value.length - mark) % 2 === 0;
  return ok({ source: new SourceText(file, text), lossless });
}

/** The batches of a script but blank ones; a script that holds nothing else is one batch. */
function* batchesOf(text: string, quotedIdentifier: boolean): Generator<ReadBatch, void, undefined> {
  let blank: ReadBatch | undefined;
  let found = false;
  for (const batch of readBatches(text, quotedIdentifier)) {
    if (batch.blank) blank ??= batch;
    else {
      found = true;
      yield batch;
    }
  }
  if (!found && blank) yield blank;
}

function summary(tally: { files: number; batches: number; statements: number; errors: number }): string {
  const { files, batches, statements, errors } = tally;
  const read = `${counted(files, 'file')}, ${counted(batches, 'batch', 'batches')}, ${counted(statements, 'statement')}`;
  return `${read}: ${errors === 0 ? 'no errors' : counted(errors, 'error')}`;
}
