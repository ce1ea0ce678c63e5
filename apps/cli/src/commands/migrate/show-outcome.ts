import { join } from 'node:path';
import type { MigrationOutcome } from '@datamigrate/agents';
import { type Report, RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import { invariant } from '@datamigrate/foundation';
import type { CliIo } from '../../cli-io.js';
import { colorsFor } from '../../colors.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { Log } from '../../logging/log.js';
import { judgeReport } from '../../report/judge-report.js';
import { summaryLines } from '../../report/text/summary.js';
import { writeReportPage } from '../report/write-report-page.js';
import type { Presentation } from './presentation.js';

/** Writes the result of a run to stdout and says what it is worth as an exit code. */
export async function showOutcome(
  outcome: MigrationOutcome,
  presentation: Presentation,
  io: CliIo,
  log: Log,
): Promise<ExitCode> {
  const { out } = presentation;
  switch (outcome.status) {
    case 'cancelled':
      log.event({ kind: 'note', level: 'warning', text: `Stopped. Go on with: datamigrate resume ${out}` });
      return EXIT.handled;
    case 'stopped-at-checkpoint': {
      const { status, checkpoint, planFile } = outcome;
      if (presentation.json) io.stdout.write(`${JSON.stringify({ status, checkpoint, planFile }, null, 2)}\n`);
      else for (const line of checkpointLines(outcome, out)) io.stdout.write(`${line}\n`);
      return EXIT.ok;
    }
    case 'finished': {
      const { report } = outcome;
      invariant(report, 'a finished run has a report');
      const written = await writeReportPage(out, join(out, RUN_FOLDER, RUN_FILES.reportPage));
      if (!written.ok) log.diagnostic(written.error);
      showReport(report, presentation, io);
      return judgeReport(report, presentation.strict, log);
    }
  }
}

export function showReport(report: Report, { out, json, color }: Presentation, io: CliIo): void {
  if (json) {
    io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const colors = colorsFor(io.stdout, io, color);
  for (const line of summaryLines(report, { out, width: io.stdout.columns ?? 80, colors })) {
    io.stdout.write(`${line}\n`);
  }
}

function checkpointLines({ checkpoint, planFile }: MigrationOutcome, out: string): string[] {
  const lines = [
    `Stopped after ${checkpoint === 'assess' ? 'the assessment' : checkpoint === 'plan' ? 'the plan' : 'an object'}, as asked.`,
  ];
  if (planFile !== undefined) lines.push(`Plan: ${planFile} (it may be edited)`);
  return [...lines, `Go on with: datamigrate resume ${out}`];
}
