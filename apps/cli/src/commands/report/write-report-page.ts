import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { cliDiagnostics } from '../../diagnostics.js';
import { reasonOf } from '../../input/read-file.js';
import { readModels, readOriginals, readReport, readTrace } from '../../input/read-run-folder.js';
import { reportPage } from '../../report/page/report-page.js';

/** report.html of the migration in `out`, from what its run folder holds. */
export async function buildReportPage(out: string): Promise<Result<string, Diagnostic>> {
  const report = await readReport(out);
  if (!report.ok) return report;
  const trace = await readTrace(out);
  if (!trace.ok) return trace;
  const originals = await readOriginals(out);
  if (!originals.ok) return originals;
  const models = await readModels(out);
  return ok(reportPage({ report: report.value, trace: trace.value, originals: originals.value, models }));
}

export async function writeReportPage(out: string, file: string): Promise<Result<void, Diagnostic>> {
  const page = await buildReportPage(out);
  return page.ok ? await writeOutput(file, page.value) : page;
}

export async function writeOutput(file: string, text: string): Promise<Result<void, Diagnostic>> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return ok(undefined);
  } catch (error) {
    return err(cliDiagnostics.create('cli-file-unwritable', { file, reason: reasonOf(error) }));
  }
}
