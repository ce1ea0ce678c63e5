import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { nodeStatus, resourceType } from '../events/node-vocabulary.js';
import type { DbtNodeResult } from '../outcome.js';
import { readArtifact } from './read-artifact.js';

/** run_results.json: how the nodes of one run ended. */
export interface DbtRunResults {
  readonly dbtVersion: string;
  readonly invocationId: string;
  readonly elapsedSeconds: number;
  readonly nodes: readonly DbtNodeResult[];
}

const result = z.object({
  unique_id: z.string(),
  status: nodeStatus,
  message: z.string().nullish(),
  failures: z.number().nullish(),
  execution_time: z.number(),
  relation_name: z.string().nullish(),
});

const schema = z
  .object({
    metadata: z.object({ dbt_version: z.string(), invocation_id: z.string() }),
    elapsed_time: z.number(),
    results: z.array(result.transform(nodeResultOf)),
  })
  .transform(
    ({ metadata, elapsed_time, results }): DbtRunResults => ({
      dbtVersion: metadata.dbt_version,
      invocationId: metadata.invocation_id,
      elapsedSeconds: elapsed_time,
      nodes: results,
    }),
  );

/** Reads run_results.json, schema version 6. */
export function readRunResults(path: string): Promise<Result<DbtRunResults, Diagnostic>> {
  return readArtifact(path, { version: 'run-results/v6', schema });
}

function nodeResultOf(found: z.infer<typeof result>): DbtNodeResult {
  return {
    uniqueId: found.unique_id,
    // The first part of a unique id is the resource type; the results say it nowhere else.
    resourceType: resourceType.parse(found.unique_id.split('.', 1)[0]),
    status: found.status,
    executionTime: found.execution_time,
    ...(found.message ? { message: found.message } : {}),
    ...(typeof found.failures === 'number' ? { failures: found.failures } : {}),
    ...(found.relation_name ? { relationName: found.relation_name } : {}),
  };
}
