import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DocumentName,
  type DocumentOf,
  type Originals,
  parseDocument,
  type Report,
  RUN_FILES,
  RUN_FOLDER,
  type TraceLine,
} from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { cliDiagnostics } from '../diagnostics.js';
import { codeOf, readInputFile } from './read-file.js';

const REBUILD = 'Run the migration again, or restore the file.';

/** report.json of a migration; when there is none, what to do instead. */
export async function readReport(out: string): Promise<Result<Report, Diagnostic>> {
  const report = await readJson(join(out, RUN_FOLDER, RUN_FILES.report), 'report');
  if (report.ok || report.error.code !== 'cli-file-not-found') return report;
  const run = await readJson(join(out, RUN_FOLDER, RUN_FILES.run), 'run-state');
  if (run.ok) {
    const status = run.value.status.replaceAll('-', ' ');
    return err(cliDiagnostics.create('cli-run-unfinished', { folder: out, status }));
  }
  if (run.error.code !== 'cli-file-not-found') return run;
  return err(cliDiagnostics.create('cli-no-run', { folder: out, file: join(RUN_FOLDER, RUN_FILES.run) }));
}

/** The statement states; none when the run wrote none. */
export async function readTrace(out: string): Promise<Result<TraceLine[], Diagnostic>> {
  const file = join(out, RUN_FOLDER, RUN_FILES.trace);
  const text = await optionalText(file);
  const lines: TraceLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = parseDocument('trace-line', line);
    if (!read.ok) return err(invalid(file, 'trace-line', [`line ${index + 1}: ${read.error.join('; ')}`]));
    lines.push(read.value);
  }
  return ok(lines);
}

export async function readOriginals(out: string): Promise<Result<Originals, Diagnostic>> {
  const originals = await readJson(join(out, RUN_FOLDER, RUN_FILES.originals), 'originals');
  return !originals.ok && originals.error.code === 'cli-file-not-found' ? ok({}) : originals;
}

/** The SQL of the generated models and snapshots, by their names. */
export async function readModels(out: string): Promise<Map<string, { file: string; text: string }>> {
  const models = new Map<string, { file: string; text: string }>();
  for (const folder of ['models', 'snapshots']) {
    const entries = await readdir(join(out, folder), { recursive: true }).catch(() => []);
    for (const entry of entries.filter((name) => name.endsWith('.sql')).sort()) {
      const file = join(folder, entry);
      const name = entry.split(/[\\/]/).at(-1)?.slice(0, -'.sql'.length) ?? entry;
      models.set(name, { file, text: await readFile(join(out, file), 'utf8') });
    }
  }
  return models;
}

async function readJson<N extends DocumentName>(file: string, name: N): Promise<Result<DocumentOf<N>, Diagnostic>> {
  const bytes = await readInputFile(file);
  if (!bytes.ok) return bytes;
  const read = parseDocument(name, new TextDecoder().decode(bytes.value));
  return read.ok ? read : err(invalid(file, name, read.error));
}

function invalid(file: string, name: DocumentName, problems: readonly string[]): Diagnostic {
  const document = name.replaceAll('-', ' ');
  const first = problems.slice(0, 3).join('; ');
  return cliDiagnostics.create('cli-invalid-document', { file, document, problems: first, help: REBUILD });
}

async function optionalText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
