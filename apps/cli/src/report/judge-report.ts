import { checkReport, type Report } from '@datamigrate/contracts';
import { cliDiagnostics } from '../diagnostics.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Log } from '../logging/log.js';
import { hasDifferences } from './facts.js';

/** The exit code of a report. One that contradicts itself is worth nothing, whatever it says. */
export function judgeReport(report: Report, strict: boolean, log: Log): ExitCode {
  const problems = checkReport(report);
  for (const problem of problems) log.diagnostic(cliDiagnostics.create('cli-report-inconsistent', { problem }));
  if (problems.length > 0) return EXIT.failed;
  return strict && !isFlawless(report) ? EXIT.handled : EXIT.ok;
}

function isFlawless({ totals, objects, dbt }: Report): boolean {
  return (
    totals.refused === 0 &&
    objects.every(({ verdict, evidence }) => verdict !== 'refused' && !evidence.some(hasDifferences)) &&
    (dbt === null || dbt.errors + dbt.tests.fail === 0)
  );
}
