import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { decodeSource } from '@datamigrate/tsql-syntax';
import type { CliIo } from '../cli-io.js';
import { readInputFile } from './read-file.js';

/** The text of a script that the user named. */
export async function readScript(file: string): Promise<Result<string, Diagnostic>> {
  const bytes = await readInputFile(file);
  if (!bytes.ok) return bytes;
  const decoded = decodeSource(bytes.value);
  return decoded.ok ? ok(decoded.value.text) : err({ ...decoded.error, source: file });
}

/** Lines of a file, or of standard input for `-`, piece by piece. */
export async function openInput(input: string, io: CliIo): Promise<Result<AsyncIterable<Uint8Array>, Diagnostic>> {
  if (input === '-') return ok(io.stdin);
  const found = await stat(input).catch(() => undefined);
  if (found?.isFile() || found?.isFIFO()) return ok(createReadStream(input));
  const read = await readInputFile(input);
  return read.ok ? ok(once(read.value)) : err(read.error);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
