import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FILES, RUN_FOLDER } from '@datamigrate/contracts';
import { readReport } from './run-files.js';

/** As the operating system, Python and DuckDB put it; 122 is a quota that is used up. */
const DISK_FULL = /No space left on device|\bErrno (?:28|122)\b|\bENOSPC\b|\bEDQUOT\b|Disk quota exceeded/i;

/**
 * Whether something in the run failed for want of space that only showed as the fault of an object: dbt and the warehouse
 * write files too. Then the report says something about this computer and nothing about the database.
 */
export async function metFullDisk(project: string): Promise<boolean> {
  const report = await readReport(project);
  return report?.objects.some(({ issues }) => issues.some(({ message }) => DISK_FULL.test(message))) === true;
}

/** Tests and comparisons are made again by the next process; what is assessed, planned and converted stays. */
export async function forgetTests(project: string): Promise<void> {
  const root = join(project, RUN_FOLDER);
  const gone = [RUN_FILES.report, 'graph', 'withdrawals.json'].map((name) => join(root, name));
  for (const name of await readdir(join(root, 'steps')).catch((): string[] => [])) {
    if (/^(test|repair)-\d+\.json$/.test(name)) gone.push(join(root, 'steps', name));
  }
  for (const name of await readdir(join(root, 'objects')).catch((): string[] => [])) {
    gone.push(join(root, 'objects', name, 'evaluator.json'), join(root, 'objects', name, 'evaluator-failed.json'));
  }
  // The report last: as long as it stands there, whoever comes next sees again that this has to be done.
  for (const path of gone.reverse()) await rm(path, { recursive: true, force: true });
}
