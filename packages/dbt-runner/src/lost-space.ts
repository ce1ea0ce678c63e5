import type { DbtOutcome } from './outcome.js';

/** As the operating system, Python and DuckDB put it; 28 is a full disk, 122 a quota that is used up. */
const FULL = /No space left on device|\bErrno (?:28|122)\b|\bENOSPC\b|\bEDQUOT\b|Disk quota exceeded/i;

/** Whether a program says that there was no space on the disk. */
export function tellsFullDisk(text: string): boolean {
  return FULL.test(text);
}

/**
 * Whether a run failed for want of space on the disk. dbt tells it as the fault of a model or test, about which it says
 * nothing.
 */
export function ranOutOfSpace({
  status,
  nodes,
  errors,
  rawLog,
}: Pick<DbtOutcome, 'status' | 'nodes' | 'errors' | 'rawLog'>): boolean {
  if (status === 'ok') return false;
  const said = [...nodes, ...errors].map(({ message }) => message ?? '');
  return [...said, ...rawLog].some(tellsFullDisk);
}
