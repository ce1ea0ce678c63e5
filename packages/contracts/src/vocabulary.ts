import { z } from 'zod';

/** The rungs that an object can stand on, lowest first. An object stops where its evidence stops. */
export const LADDER = [
  'found',
  'parsed',
  'bound',
  'translated',
  'compiles',
  'runs',
  'tested',
  'equal-tolerance',
  'equal',
] as const;

/** Beside the ladder: not converted for a stated reason, or nothing that a dbt project should hold. */
export const OFF_LADDER = ['refused', 'out-of-scope'] as const;

export const verdictSchema = z
  .enum([...LADDER, ...OFF_LADDER])
  .describe('The highest rung that evidence supports, or refused, or out-of-scope.');
export type Verdict = z.infer<typeof verdictSchema>;

export const objectKindSchema = z.enum(['procedure', 'view', 'table', 'function', 'trigger']);
export type ObjectKind = z.infer<typeof objectKindSchema>;

export const objectClassSchema = z
  .enum(['source', 'model', 'incremental', 'snapshot', 'report', 'operational', 'dead'])
  .describe('What the object is for, and so what becomes of it.');
export type ObjectClass = z.infer<typeof objectClassSchema>;

export const fidelitySchema = z
  .enum(['exact', 'assumption', 'normalised', 'refused'])
  .describe('exact; exact under a named assumption; normalised where SQL Server itself may return this; refused.');
export type Fidelity = z.infer<typeof fidelitySchema>;

export const statementStateSchema = z.enum(['converted', 'absorbed', 'refused']);
export type StatementState = z.infer<typeof statementStateSchema>;

export const severitySchema = z.enum(['error', 'warning', 'info']);

/** In the order in which they work. */
export const AGENTS = ['assessment', 'planner', 'executor', 'tester', 'rebuilder', 'evaluator'] as const;
export const agentSchema = z.enum(AGENTS);
export type Agent = z.infer<typeof agentSchema>;

export const CHECKPOINTS = ['assess', 'plan', 'object'] as const;
export const checkpointSchema = z.enum(CHECKPOINTS);
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Databases that a migration can be made for today. */
export const TARGETS = ['duckdb'] as const;
export const targetSchema = z.enum(TARGETS);
export type Target = z.infer<typeof targetSchema>;

export const sourceKindSchema = z.enum(['scripts', 'sqlproj', 'dacpac', 'bacpac', 'server', 'catalog']);
export type SourceKind = z.infer<typeof sourceKindSchema>;

export const count = z.int().nonnegative();
/** Lines, columns and ordinals: as editors and people count. */
export const countedFromOne = z.int().positive();
export const schemaVersion = z.literal(1);
