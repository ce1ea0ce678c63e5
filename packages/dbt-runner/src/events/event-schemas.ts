import { z } from 'zod';
import { nodeStatus, resourceType } from './node-vocabulary.js';

// The parts that are used of the `data` of each event, for dbt 1.12.

const nodeInfo = z.object({
  unique_id: z.string(),
  resource_type: resourceType,
  node_relation: z.object({ relation_name: z.string() }).optional(),
});

export const mainReportVersion = z.object({ version: z.string() });
export const adapterRegistered = z.object({ adapter_name: z.string(), adapter_version: z.string() });
export const concurrencyLine = z.object({ node_count: z.number() });
export const nodeStart = z.object({ node_info: nodeInfo });
export const nodeFinished = z.object({
  node_info: nodeInfo,
  run_result: z.object({
    status: nodeStatus,
    message: z.string(),
    execution_time: z.number(),
    num_failures: z.number(),
  }),
});
/** Tests call it `num_models`. */
export const progress = z.union([
  z.object({ total: z.number() }).transform(({ total }) => total),
  z.object({ num_models: z.number() }).transform(({ num_models: total }) => total),
]);
export const artifactWritten = z.object({ artifact_type: z.string(), artifact_path: z.string() });
export const catalogWritten = z.object({ path: z.string() });
export const mainEncounteredError = z.object({ exc: z.string() });
export const mainStackTrace = z.object({ stack_trace: z.string() });
export const showNode = z.object({ preview: z.string() });
export const rows = z.array(z.record(z.string(), z.unknown()));
export const aboutNode = z.object({ node_info: z.object({ unique_id: z.string() }) });
export const aboutFile = z.object({
  file: z.string().optional(),
  key: z.string().optional(),
  key_path: z.string().optional(),
});
