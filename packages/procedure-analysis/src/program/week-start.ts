import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { bare } from './bare.js';
import type { Condition } from './conditions.js';
import type { Program } from './program.js';
import { someNode, visitTree } from './rewrite-tree.js';

/**
 * `SET DATEFIRST 1`: why it is absorbed: the calls behind it know their week already. Undefined where it does not hold
 * for all that follows.
 * https://learn.microsoft.com/sql/t-sql/statements/set-datefirst-transact-sql
 */
export function setWeekStart(
  program: Program,
  { option, value }: Bound.BoundSetOptionValue,
  condition: Condition,
): string | undefined {
  if (option !== 'DATEFIRST' || condition || program.row || program.calls.length > 0) return undefined;
  const day = bare(value);
  if (day.kind !== 'literal' || typeof day.value !== 'bigint' || day.value < 1n || day.value > 7n) return undefined;
  program.dateFirst = day.value;
  return 'weeks begin on its day in what stands behind it';
}

/** In a loop the setting of one round holds for the next. */
export function setsWeekStart(body: readonly Bound.BoundStatement[]): boolean {
  return someNode(body, (node) => node.kind === 'set-option-value' && 'option' in node && node.option === 'DATEFIRST');
}

/** Whether statements that were bound by themselves number weeks or days of the week. */
export function numbersWeeks(body: unknown): boolean {
  let found = false;
  visitTree(body, (node) => {
    if (node.kind === 'call' && 'datePart' in node && WEEKS.has(String(node.datePart))) found = true;
    if (node.kind === 'system-variable' && 'name' in node && node.name === '@@DATEFIRST') found = true;
    if (node.kind === 'user-call' || node.kind === 'user-function-table') found = true;
  });
  return found;
}

const WEEKS: ReadonlySet<string> = new Set(['week', 'weekday']);

/** Views and functions would see the week of the procedure, their models see that of the database. */
export function refuseOtherWeek(program: Program, span: Bound.BoundExpression['span']): never {
  const statement = 'a view or function behind SET DATEFIRST';
  return program.refuse(analysisDiagnostics.create('analyse-statement', { statement }, span));
}
