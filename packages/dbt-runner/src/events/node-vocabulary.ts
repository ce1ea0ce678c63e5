import { z } from 'zod';

// The words that logs and artefacts share. A word that is missing here makes its line or its file malformed.

const RESOURCE_TYPES = [
  'model',
  'seed',
  'snapshot',
  'test',
  'unit_test',
  'source',
  'exposure',
  'analysis',
  'operation',
  'sql_operation',
  'function',
  'saved_query',
  'metric',
  'semantic_model',
] as const;

const NODE_STATUSES = [
  'success',
  'pass',
  'warn',
  'fail',
  'error',
  'runtime error',
  'skipped',
  'partial success',
  'no-op',
  'reused',
] as const;

export type DbtResourceType = (typeof RESOURCE_TYPES)[number];
export type DbtNodeStatus = (typeof NODE_STATUSES)[number];

export const resourceType = z.enum(RESOURCE_TYPES);
export const nodeStatus = z.enum(NODE_STATUSES);
