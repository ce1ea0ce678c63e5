import { join } from 'node:path';
import { RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import type { CliIo } from '../../cli-io.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readReport } from '../../input/read-run-folder.js';
import type { Log } from '../../logging/log.js';
import { judgeReport } from '../../report/judge-report.js';
import { showReport } from '../migrate/show-outcome.js';
import type { ReportOptions } from './command.js';
import { buildReportPage, writeOutput } from './write-report-page.js';

/** Shows the report of a migration that has ended. */
export async function showAgain(out: string, options: ReportOptions, io: CliIo, log: Log): Promise<ExitCode> {
  const report = await readReport(out);
  if (!report.ok) {
    log.diagnostic(report.error);
    return EXIT.failed;
  }
  const { format, color, strict = false } = options;
  if (format === 'html') {
    const code = await showPage(out, options.output, io, log);
    if (code !== EXIT.ok) return code;
  } else showReport(report.value, { out, json: format === 'json', strict, color }, io);
  return judgeReport(report.value, strict, log);
}

async function showPage(out: string, output: string | undefined, io: CliIo, log: Log): Promise<ExitCode> {
  const page = await buildReportPage(out);
  if (page.ok && output === '-') {
    io.stdout.write(page.value);
    return EXIT.ok;
  }
  const file = output ?? join(out, RUN_FOLDER, RUN_FILES.reportPage);
  const written = page.ok ? await writeOutput(file, page.value) : page;
  if (!written.ok) {
    log.diagnostic(written.error);
    return EXIT.failed;
  }
  io.stdout.write(`${file}\n`);
  return EXIT.ok;
}
