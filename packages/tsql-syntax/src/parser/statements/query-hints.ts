/** What follows a query hint's name: nothing, a value, or an equals sign and a value. */
export type HintForm = 'alone' | 'value' | 'assigned';

/**
 * Query hints of fixed words. Those with a grammar of their own (OPTIMIZE FOR, USE HINT, TABLE HINT) are read apart.
 * Source: learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-query; the plans of ALTER COLUMN, SHRINKDB and
 * CHECKCONSTRAINTS, KEEP UNION and BYPASS OPTIMIZER_QUEUE are undocumented and accepted by SQL Server's parser.
 */
const QUERY_HINTS: Readonly<Record<string, HintForm>> = {
  'HASH GROUP': 'alone',
  'ORDER GROUP': 'alone',
  'CONCAT UNION': 'alone',
  'HASH UNION': 'alone',
  'MERGE UNION': 'alone',
  'KEEP UNION': 'alone',
  'LOOP JOIN': 'alone',
  'MERGE JOIN': 'alone',
  'HASH JOIN': 'alone',
  'FORCE ORDER': 'alone',
  'KEEP PLAN': 'alone',
  'KEEPFIXED PLAN': 'alone',
  'ROBUST PLAN': 'alone',
  'ALTERCOLUMN PLAN': 'alone',
  'SHRINKDB PLAN': 'alone',
  'CHECKCONSTRAINTS PLAN': 'alone',
  'EXPAND VIEWS': 'alone',
  'BYPASS OPTIMIZER_QUEUE': 'alone',
  'OPTIMIZE CORRELATED UNION ALL': 'alone',
  'PARAMETERIZATION SIMPLE': 'alone',
  'PARAMETERIZATION FORCED': 'alone',
  'FORCE EXTERNALPUSHDOWN': 'alone',
  'DISABLE EXTERNALPUSHDOWN': 'alone',
  'FORCE SCALEOUTEXECUTION': 'alone',
  'DISABLE SCALEOUTEXECUTION': 'alone',
  'FORCE SINGLE NODE PLAN': 'alone',
  'FORCE DISTRIBUTED PLAN': 'alone',
  RECOMPILE: 'alone',
  IGNORE_NONCLUSTERED_COLUMNSTORE_INDEX: 'alone',
  NO_PERFORMANCE_SPOOL: 'alone',
  DISABLE_OPTIMIZED_PLAN_FORCING: 'alone',
  FAST: 'value',
  MAXDOP: 'value',
  MAXRECURSION: 'value',
  QUERYTRACEON: 'value',
  CARDINALITY_TUNER_LIMIT: 'value',
  USEPLAN: 'value',
  'USE PLAN': 'value',
  MAX_GRANT_PERCENT: 'assigned',
  MIN_GRANT_PERCENT: 'assigned',
  LABEL: 'assigned',
};

export const HINT_NAMES: readonly string[] = Object.keys(QUERY_HINTS);

export function formOfHint(name: string): HintForm | undefined {
  return Object.hasOwn(QUERY_HINTS, name) ? QUERY_HINTS[name] : undefined;
}
