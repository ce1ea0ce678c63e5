import { z } from 'zod';
import { count } from '../vocabulary.js';
import { qualifiedNameShape } from './tables.js';

export const agentJobSchema = z.object({
  name: z.string(),
  enabled: z.boolean(),
  description: z.string().exactOptional(),
  steps: z.array(
    z.object({
      name: z.string(),
      subsystem: z.string().describe('TSQL, SSIS, CmdExec, PowerShell, …'),
      database: z.string().exactOptional().describe('That a step of T-SQL runs in; master where it is absent.'),
      command: z.string(),
    }),
  ),
});

export const moduleUsageSchema = z.object({
  ...qualifiedNameShape,
  executions: count,
  totalMilliseconds: z.number().min(0),
  lastExecution: z.string().exactOptional().describe('yyyy-MM-ddThh:mm:ss, in the time of the server.'),
  from: z.enum(['query-store', 'procedure-stats']),
});
