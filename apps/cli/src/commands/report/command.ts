import { join } from 'node:path';
import { RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import { Command, Option } from 'commander';
import type { CliIo } from '../../cli-io.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readReport } from '../../input/read-run-folder.js';
import type { Log } from '../../logging/log.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';
import { judgeReport } from '../../report/judge-report.js';
import { showReport } from '../migrate/show-outcome.js';
import { buildReportPage, writeOutput } from './write-report-page.js';

interface ReportOptions extends CommonOptions {
  readonly format: 'text' | 'html' | 'json';
  readonly output?: string;
  readonly json?: true;
  readonly strict?: true;
}

export function reportCommand(io: CliIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('report')
    .summary('show the report of a migration again')
    .description(
      'Rebuilds the report from what <folder>/.datamigrate holds. As html it is one file without links to the network, written to <folder>/.datamigrate/report.html.',
    )
    .argument('<folder>', 'the --out of the migration')
    .addOption(new Option('--format <format>', 'form of the report').choices(['text', 'html', 'json']).default('text'))
    .option('--output <file>', 'where html is written; - is stdout')
    .option('--json', 'the same as --format json')
    .option('--strict', 'end with 1 when something was refused, failed or differs')
    .addHelpText(
      'after',
      examples(
        'datamigrate report shop',
        'datamigrate report shop --format html',
        'datamigrate report shop --json | jq .totals',
      ),
    );
  return addCommonOptions(command).action(async (out: string, options: ReportOptions) => {
    const format = options.json ? 'json' : options.format;
    if (options.output !== undefined && format !== 'html') {
      command.error("error: option '--output <file>' needs '--format html'");
    }
    finish(await showAgain(out, { ...options, format }, io, logFor(options, io)));
  });
}

async function showAgain(out: string, options: ReportOptions, io: CliIo, log: Log): Promise<ExitCode> {
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
