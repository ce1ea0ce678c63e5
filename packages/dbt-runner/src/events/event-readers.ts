import type { z } from 'zod';
import type { DbtEvent } from './dbt-event.js';
import * as data from './event-schemas.js';
import type { LogLine } from './log-line.js';
import type { NodeProgress } from './node-progress.js';

/** Gives the events of a line, or undefined when its data have another shape than expected. */
export type EventReader = (line: LogLine, progress: NodeProgress) => readonly DbtEvent[] | undefined;

/**
 * How each event of dbt is read, by its name. Names and data are dbt's contract; the text of a message never is.
 * A name that is not here is of no interest, unless its level makes it a warning or an error.
 */
export const EVENT_READERS: Readonly<Record<string, EventReader>> = {
  MainReportVersion: reader(data.mainReportVersion, ({ version }) => [
    { kind: 'started', dbtVersion: withoutComparison(version) },
  ]),
  AdapterRegistered: reader(data.adapterRegistered, ({ adapter_name: name, adapter_version: version }) => [
    { kind: 'adapter', name, version: withoutComparison(version) },
  ]),
  ConcurrencyLine: reader(data.concurrencyLine, ({ node_count: count }, progress) => progress.expect(count)),
  NodeStart: reader(data.nodeStart, ({ node_info: node }, progress) => [
    {
      kind: 'node-started',
      uniqueId: node.unique_id,
      resourceType: node.resource_type,
      ...progress.start(),
    },
  ]),
  NodeFinished: reader(data.nodeFinished, ({ node_info: node, run_result: result }, progress) => [
    {
      kind: 'node-finished',
      uniqueId: node.unique_id,
      resourceType: node.resource_type,
      status: result.status,
      executionTime: result.execution_time,
      ...progress.finish(),
      ...(result.message === '' ? {} : { message: result.message }),
      ...(isTest(node.resource_type) ? { failures: result.num_failures } : {}),
      ...(node.node_relation?.relation_name ? { relationName: node.node_relation.relation_name } : {}),
    },
  ]),
  LogStartLine: reader(data.progress, (total, progress) => progress.expect(total)),
  SkippingDetails: reader(data.progress, (total, progress) => progress.expect(total)),
  ArtifactWritten: reader(data.artifactWritten, ({ artifact_type: type, artifact_path: path }) => [
    { kind: 'artifact', type, path },
  ]),
  CatalogWritten: reader(data.catalogWritten, ({ path }) => [{ kind: 'artifact', type: 'CatalogArtifact', path }]),
  ShowNode: reader(data.showNode, ({ preview }) => readRows(preview)),
  MainEncounteredError: reader(data.mainEncounteredError, ({ exc: message }, _, { name, code }) => [
    { kind: 'error', name, code, message },
  ]),
  MainStackTrace: reader(data.mainStackTrace, ({ stack_trace: stackTrace }) => [{ kind: 'breakdown', stackTrace }]),
};

function reader<T>(
  schema: z.ZodType<T>,
  read: (value: T, progress: NodeProgress, line: LogLine) => readonly DbtEvent[] | undefined,
): EventReader {
  return (line, progress) => {
    const parsed = schema.safeParse(line.data);
    return parsed.success ? read(parsed.data, progress, line) : undefined;
  };
}

function readRows(preview: string): readonly DbtEvent[] | undefined {
  try {
    const parsed = data.rows.safeParse(JSON.parse(preview));
    return parsed.success ? [{ kind: 'rows', rows: parsed.data }] : undefined;
  } catch {
    return undefined;
  }
}

/** dbt writes versions as in a requirement: "=1.12.6". */
function withoutComparison(version: string): string {
  return version.startsWith('=') ? version.slice(1) : version;
}

function isTest(resourceType: string): boolean {
  return resourceType === 'test' || resourceType === 'unit_test';
}
