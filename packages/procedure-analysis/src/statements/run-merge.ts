import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { mergeThroughExpression } from '../program/row-target.js';
import { unionAll } from '../program/rows.js';
import { mergeOfRounds } from './merge-in-rounds.js';
import { tellMerged } from './merge-output.js';
import { countOfTouched, existingRows, type Merge, newRows } from './merge-rows.js';

/**
 * MERGE: every row of the target with its match in the source, changed by the first clause that holds, and behind them
 * the rows of the source without a match. A row with several matches is an error in SQL Server; `keyed` is a source that
 * is known to have none.
 */
export function runMerge(
  program: Program,
  statement: Bound.BoundMerge,
  condition: Condition,
  keyed?: Bound.BoundTable,
): readonly string[] {
  const { target, span, source, targetTable } = statement;
  if (
    (program.row && statement.output.length > 0) ||
    statement.top ||
    !('relation' in source) ||
    !('relation' in targetTable)
  ) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'MERGE with TOP or a join as its source' }, span),
    );
  }
  if (target.relation !== target.base) {
    const direct = mergeThroughExpression(statement);
    if (direct) return runMerge(program, direct, condition);
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'MERGE into this table expression' }, span),
    );
  }
  const table = program.table(target.table);
  for (const cte of program.resolve(statement.ctes)) program.ctes.push(cte);
  const given = {
    source: program.resolve(source),
    on: program.resolve(statement.on),
    clauses: program.resolve(statement.clauses),
  };
  const parts = mergeOfRounds(program, given, table, target.relation, condition);
  const under = program.row ? undefined : condition;
  const isKeyed = statement.source === keyed;
  const merge: Merge = { program, table, condition: under, ...parts, relation: target.relation, span, isKeyed };
  const kept = table.version.kind === 'empty' ? undefined : existingRows(merge);
  const added = newRows(merge);
  const query = kept && added ? unionAll(kept.query, added) : (kept?.query ?? added);
  if (!query) return [table.key];
  program.rowCount = program.row ? undefined : countOfTouched(merge, kept?.changes, added);
  program.write(table, query, { keys: added ? [] : (kept?.keys ?? []) }, [' merged']);
  if (statement.output.length > 0) tellMerged(merge, statement.output, kept?.changes);
  return [table.key];
}
