import type { DbtEvent } from './dbt-event.js';
import { EVENT_READERS } from './event-readers.js';
import { aboutFile, aboutNode } from './event-schemas.js';
import { type LogLine, parseLogLine } from './log-line.js';
import type { NodeProgress } from './node-progress.js';

/** Results and summaries: what they say has been told by the `NodeFinished` of the node, or by the warning itself. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set([
  'LogModelResult',
  'LogTestResult',
  'LogSeedResult',
  'LogSnapshotResult',
  'LogFunctionResult',
  'LogBatchResult',
  'LogCancelLine',
  'LogNodeNoOpResult',
  'EndOfRunSummary',
  'RunResultError',
  'RunResultErrorNoMessage',
  'RunResultFailure',
  'RunResultWarning',
  'RunResultWarningMessage',
  'DeprecationsSummary',
]);

/** Deprecations of single models, which dbt counts among the messages about parsing (I) and not about deprecation (D). */
const DEPRECATED_MODELS: ReadonlySet<string> = new Set([
  'DeprecatedModel',
  'DeprecatedReference',
  'UpcomingReferenceDeprecation',
]);

/** The events of one line of dbt's output. A line that cannot be read is kept as it is. */
export function readEvents(text: string, progress: NodeProgress): readonly DbtEvent[] {
  const line = parseLogLine(text);
  if (line === undefined) return text.trim() === '' ? [] : [{ kind: 'raw', text }];
  if (TOLD_OTHERWISE.has(line.name)) return [];
  const read = Object.hasOwn(EVENT_READERS, line.name) ? EVENT_READERS[line.name] : undefined;
  if (read) return read(line, progress) ?? [{ kind: 'raw', text }];
  if (line.level === 'warn' || line.level === 'error') return [readComplaint(line)];
  return [];
}

function readComplaint(line: LogLine): DbtEvent {
  const { name, code, message } = line;
  if (code.startsWith('D') || DEPRECATED_MODELS.has(name)) {
    return { kind: 'deprecation', name, code, message, ...placeOf(line) };
  }
  if (line.level === 'error') return { kind: 'error', name, code, message };
  const node = aboutNode.safeParse(line.data);
  return { kind: 'log-warning', name, code, message, ...(node.success ? { node: node.data.node_info.unique_id } : {}) };
}

function placeOf(line: LogLine): { file?: string; key?: string; keyPath?: string } {
  const { file, key, key_path: keyPath } = aboutFile.safeParse(line.data).data ?? {};
  return {
    ...(file === undefined ? {} : { file }),
    ...(key === undefined ? {} : { key }),
    ...(keyPath === undefined ? {} : { keyPath }),
  };
}
