import type { Bound } from '@datamigrate/tsql-binder';

/** Options that change no rows of what this package converts. */
const HARMLESS_OPTIONS: ReadonlySet<string> = new Set([
  'NOCOUNT',
  'XACT_ABORT',
  'ANSI_NULLS',
  'QUOTED_IDENTIFIER',
  'ANSI_PADDING',
  'ANSI_WARNINGS',
  'ARITHABORT',
  'CONCAT_NULL_YIELDS_NULL',
  'ANSI_NULL_DFLT_ON',
  'NUMERIC_ROUNDABORT',
]);

/** Administration of what exists already. */
const UPKEEP: ReadonlySet<string> = new Set([
  'AlterIndex',
  'CreateIndex',
  'DropIndex',
  'UpdateStatistics',
  'CreateStatistics',
  'DropStatistics',
  'Checkpoint',
]);

/** Why a statement has no effect on rows; undefined when it may have one. */
export function harmless(statement: Bound.BoundStatement): string | undefined {
  switch (statement.kind) {
    case 'set-option':
      return statement.options.every((option) => HARMLESS_OPTIONS.has(option)) && isUsual(statement)
        ? `SET ${statement.options.join(', ')} changes no rows`
        : undefined;
    case 'set-option-value':
      return statement.option === 'TRANSACTION ISOLATION LEVEL' || statement.option === 'LOCK_TIMEOUT'
        ? `SET ${statement.option} changes no rows`
        : undefined;
    case 'print':
      return 'PRINT writes a message only';
    case 'begin-transaction':
    case 'commit-transaction':
      return 'dbt builds a model as a whole or not at all';
    case 'unbound':
      return UPKEEP.has(statement.node.kind)
        ? 'it keeps indexes and statistics in shape and changes no rows'
        : undefined;
    case 'create-index':
      return 'an index changes no rows';
    default:
      return undefined;
  }
}

/** These are ON in every session that counts; OFF gives expressions another meaning. */
function isUsual({ options, on }: Bound.BoundSetOption): boolean {
  return on || options.every((option) => ['NOCOUNT', 'XACT_ABORT', 'NUMERIC_ROUNDABORT'].includes(option));
}
