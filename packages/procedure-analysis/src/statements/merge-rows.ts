import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { asFlag, both, type Condition, integer, notTrue } from '../program/conditions.js';
import { generatedKey } from '../program/identity.js';
import { nullOf } from '../program/null-of.js';
import { oneMatch } from '../program/one-match.js';
import type { Program } from '../program/program.js';
import { asRelation, countOf, rowsUnder, unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import type { TableState } from '../program/table-state.js';
import { withComputed } from './run-insert.js';
import { keptKeys } from './run-update.js';

/** A MERGE whose expressions are resolved. */
export interface Merge {
  readonly program: Program;
  readonly table: TableState;
  readonly condition: Condition;
  readonly source: Exclude<Bound.BoundTable, Bound.BoundJoin | Bound.BoundApply>;
  readonly on: Bound.BoundPredicate;
  readonly clauses: readonly Bound.BoundMergeClause[];
  readonly relation: number;
  readonly span: Span;
}

export interface Step {
  readonly when: Bound.BoundPredicate;
  readonly action: Bound.BoundMergeAction;
}

export interface ExistingRows {
  readonly query: Bound.BoundSelect;
  readonly keys: TableState['keys'];
  readonly changes: Changes;
}

export interface Changes {
  readonly join: Bound.BoundJoin;
  readonly steps: readonly Step[];
  /** Values of a row that is not deleted. */
  readonly after: readonly Bound.BoundExpression[];
}

/** Rows of the target: left as they are, changed, or deleted. */
export function existingRows(merge: Merge): ExistingRows {
  const { program, table, relation, span, source } = merge;
  const marker = program.newId();
  const matched = isMatched(merge);
  const steps = merge.clauses.flatMap((clause): Step[] => {
    if (clause.when === 'not-matched-by-target') return [];
    const side = clause.when === 'matched' ? matched : notTrue(matched);
    const when = both(both(side, clause.condition), merge.condition) as Bound.BoundPredicate;
    return [{ when, action: clause.action }];
  });
  const written = new Map<number, Bound.BoundExpression>();
  const values = table.columns.map((each, i) => {
    const old = column(each, relation, i, span);
    const branches = steps.map(({ when, action }) => ({ when, result: valueOf(action, i) ?? old }));
    if (branches.every(({ result }) => result === old)) return old;
    written.set(i, old);
    return caseOf(branches, old);
  });
  const deletes = steps.some(({ action }) => action.kind === 'delete');
  const guard = touchesMatches(merge) ? oneMatch(program, source, merge.on, touchedMatches(merge)) : undefined;
  const left = both(guard, deletes ? notTrue(isDeleted(steps, span)) : undefined);
  const join: Bound.BoundJoin = {
    kind: 'join',
    join: 'LEFT',
    left: asRelation(table, relation, table.title, span),
    right: markedSource(source, marker, span),
    // A row of the source that no clause takes leaves the row of the target as it is.
    on: both(merge.on, guard && bySource(merge) ? undefined : guard && touchedMatches(merge)) as Bound.BoundPredicate,
    span,
  };
  const after = withComputed(table, values);
  return {
    query: select(table.columns, after, [join], left, span),
    keys: keptKeys(table, written),
    changes: { join, steps, after },
  };
}

/** Rows that clauses change or delete, and new ones. */
export function countOfTouched(
  { program, span, table }: Merge,
  changes: Changes | undefined,
  added: Bound.BoundQuery | undefined,
): Bound.BoundExpression {
  const left =
    changes && changes.steps.length > 0
      ? countOf(program, select(table.columns, changes.after, [changes.join], anyOf(changes.steps, span), span))
      : undefined;
  const right = added && countOf(program, added);
  if (!left || !right) return left ?? right ?? integer(0, span);
  return { kind: 'arithmetic', type: left.type, nullable: false, span, operator: '+', left, right };
}

const touchesMatches = ({ clauses }: Merge): boolean => clauses.some(({ when }) => when === 'matched');

const bySource = ({ clauses }: Merge): boolean => clauses.some(({ when }) => when === 'not-matched-by-source');

/** Which matches a clause takes: all, if one of them has no condition. */
function touchedMatches({ clauses, condition, span }: Merge): Condition {
  const operands = clauses.filter(({ when }) => when === 'matched').map((clause) => clause.condition);
  const conditions = operands.filter((each) => each !== undefined);
  if (conditions.length < operands.length) return condition;
  const [only] = conditions;
  const any: Condition = conditions.length > 1 ? { kind: 'logical', operator: 'OR', operands: conditions, span } : only;
  return both(any, condition);
}

/** A clause holds. */
export function anyOf(steps: readonly Step[], span: Span): Condition {
  const operands = steps.map(({ when }) => when);
  return operands.length === 1 ? operands[0] : { kind: 'logical', operator: 'OR', operands, span };
}

function valueOf(action: Bound.BoundMergeAction, position: number): Bound.BoundExpression | undefined {
  if (action.kind !== 'update') return undefined;
  for (const item of action.set) if (item.kind === 'set-column' && item.column === position) return item.value;
  return undefined;
}

function caseOf(
  branches: readonly { readonly when: Bound.BoundPredicate; readonly result: Bound.BoundExpression }[],
  old: Bound.BoundExpression,
): Bound.BoundExpression {
  // A last branch that changes nothing says nothing.
  const kept = [...branches];
  while (kept.at(-1)?.result === old) kept.pop();
  const nullable = old.nullable || kept.some(({ result }) => result.nullable);
  const { type, collation, span } = old;
  return { kind: 'case', type, nullable, collation, span, branches: kept, otherwise: old };
}

/** The first clause that holds is a DELETE. */
export function isDeleted(steps: readonly Step[], span: Span): Bound.BoundPredicate {
  const [only] = steps;
  if (steps.length === 1 && only) return only.when;
  const flag: Bound.BoundCase = {
    ...(asFlag(steps[0]?.when as Bound.BoundPredicate, span) as Bound.BoundCase),
    branches: steps.map(({ when, action }) => ({ when, result: integer(action.kind === 'delete' ? 1 : 0, span) })),
  };
  return { kind: 'comparison', operator: '=', left: flag, right: integer(1, span), span };
}

/** The source with a column that tells a match from none. */
function markedSource(source: Merge['source'], marker: number, span: Span): Bound.BoundDerivedTable {
  const one = integer(1, span);
  const columns = [...source.columns, { name: 'is_matched', type: one.type, nullable: true }];
  const inner = { ...source, relation: marker } as Bound.BoundTable;
  const values = source.columns.map((each, i) => column(each, marker, i, span));
  const query = select(columns, [...values, one], [inner], undefined, span);
  return { kind: 'derived-table', relation: source.relation, alias: source.alias, columns, span, query };
}

function isMatched({ source, span }: Merge): Bound.BoundPredicate {
  const one = integer(1, span);
  const flag = column(
    { name: 'is_matched', type: one.type, nullable: true },
    source.relation,
    source.columns.length,
    span,
  );
  return { kind: 'is-null', negated: true, operand: flag, span };
}

/** They are NULL for rows that the source does not have. */
export function sourceColumns(source: Merge['source'], ordinals: readonly number[]): readonly Bound.OutputColumn[] {
  return ordinals.flatMap((ordinal) => {
    const of = source.columns[ordinal];
    return of ? [{ ...of, name: `source_${of.name ?? ordinal + 1}`, nullable: true }] : [];
  });
}

/** Rows of the source without a match, as the INSERT clauses say; with these columns of the source behind them. */
export function newRows(merge: Merge, ordinals: readonly number[] = []): Bound.BoundQuery | undefined {
  const { program, table, source, on, relation, span } = merge;
  const one = integer(1, span);
  const inTarget: Bound.BoundPredicate = {
    kind: 'exists',
    query: select(
      [{ name: 'one_row', type: one.type, nullable: false }],
      [one],
      [asRelation(table, relation, table.title, span)],
      on,
      span,
    ),
    span,
  };
  const noMatch = table.version.kind === 'empty' ? undefined : notTrue(inTarget);
  let queries: Bound.BoundQuery | undefined;
  let before: Condition;
  for (const { when, condition, action } of merge.clauses) {
    if (when !== 'not-matched-by-target' || action.kind !== 'insert') continue;
    const where = both(both(noMatch, before && notTrue(before)), condition);
    const told = sourceColumns(source, ordinals);
    const values = [
      ...insertedValues(program, table, action, span),
      ...ordinals.map((ordinal, i) => column(told[i] as Bound.OutputColumn, source.relation, ordinal, span)),
    ];
    const columns = [...table.columns, ...told];
    const query = rowsUnder(program, select(columns, values, [source], where, span), merge.condition);
    queries = queries ? unionAll(queries, query) : query;
    before = condition;
  }
  return queries;
}

function insertedValues(
  program: Program,
  table: TableState,
  action: Extract<Bound.BoundMergeAction, { readonly kind: 'insert' }>,
  span: Span,
): readonly Bound.BoundExpression[] {
  const values = table.columns.map((each, ordinal): Bound.BoundExpression => {
    const place = action.columns.indexOf(ordinal);
    const value = place >= 0 ? action.values?.[place] : undefined;
    if (value) return value;
    const key = generatedKey(program, table, ordinal, [], span);
    return key ?? each.default ?? nullOf(each.type, span);
  });
  return withComputed(table, values);
}
