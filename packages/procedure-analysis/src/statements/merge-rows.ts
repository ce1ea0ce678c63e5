import { plain } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { bareColumn } from '../program/bare.js';
import { asFlag, both, type Condition, integer, notTrue } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { generatedKey } from '../program/identity.js';
import { matchesOnce } from '../program/keys.js';
import { nullOf } from '../program/null-of.js';
import { oneMatch } from '../program/one-match.js';
import type { Program } from '../program/program.js';
import { rewriteTree } from '../program/rewrite-tree.js';
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
  /** A row of the target matches one of the source at most. */
  readonly isKeyed: boolean;
}

/** What a clause does to rows of the target. */
export interface Step {
  /** Rows with a match in the source; otherwise those without. */
  readonly matched: boolean;
  /** Which of them it takes; undefined for all. */
  readonly condition: Condition;
  readonly when: Bound.BoundPredicate;
  readonly action: Bound.BoundMergeAction;
}

export interface ExistingRows {
  readonly query: Bound.BoundSelect;
  readonly keys: TableState['keys'];
  readonly changes: Changes;
}

export interface Changes {
  readonly join: Bound.BoundJoin | Bound.BoundApply;
  readonly steps: readonly Step[];
  /** Values of a row that is not deleted. */
  readonly after: readonly Bound.BoundExpression[];
}

/** Rows of the target: left as they are, changed, or deleted. */
export function existingRows(merge: Merge): ExistingRows {
  const { program, table, relation, span, source } = merge;
  const steps = stepsOf(merge);
  const isKeyed = merge.isKeyed || matchesOnce(program, [source], merge.on);
  const guard =
    touchesMatches(merge) && !isKeyed ? oneMatch(program, source, merge.on, touchedMatches(merge)) : undefined;
  const join = matchJoin(merge, asRelation(table, relation, table.title, span), isKeyed);
  const after = valuesAfter(merge, steps);
  const changes = { join, steps, after: after.values };
  const keys = keptKeys(table, after.written);
  if (leavesMatches(steps)) {
    const ofMatches = steps.filter(({ matched }) => matched);
    const { values } = valuesAfter(merge, ofMatches, true);
    const where = both(guard, notDeleted(ofMatches, span, true));
    const inner = join.kind === 'apply' ? { ...join, outer: false } : { ...join, join: 'INNER' as const };
    return { query: select(table.columns, values, [inner], where, span), keys, changes };
  }
  const where = both(guard, notDeleted(steps, span));
  const from = steps.length > 0 ? join : join.left;
  return { query: select(table.columns, after.values, [from], where, span), keys, changes };
}

/** Each row of the target beside its match. Where it may have several, no clause takes more than one of them. */
function matchJoin(merge: Merge, left: Bound.BoundTable, isKeyed: boolean): Changes['join'] {
  const { program, on, span } = merge;
  const marker = program.newId();
  const touched = touchesMatches(merge) ? touchedMatches(merge) : undefined;
  const right = markedSource(merge, marker, span);
  const only = bySource(merge) || !touchesMatches(merge);
  if (!isKeyed && only && (touched || !touchesMatches(merge)))
    return { kind: 'apply', outer: true, left, right: oneOfMatches(program, right, on, touched), span };
  // A row of the source that no clause takes leaves the row of the target as it is.
  const taken = isKeyed || only ? on : (both(on, touched) as Bound.BoundPredicate);
  return { kind: 'join', join: 'LEFT', left, right, on: taken, span };
}

/** The match that a clause takes, or else any, as only whether there is one matters. */
function oneOfMatches(
  program: Program,
  source: ReturnType<typeof markedSource>,
  on: Bound.BoundPredicate,
  touched: Condition,
): Bound.BoundDerivedTable {
  const { span } = on;
  const twin = program.newId();
  const ofTwin = <T>(tree: T): T =>
    rewriteTree(tree, (node) =>
      node.kind === 'column' && 'relation' in node && node.relation === source.relation
        ? ({ ...node, relation: twin } as typeof node)
        : undefined,
    );
  const { columns, relation, alias } = source;
  const values = columns.map((each, i) => column(each, twin, i, span));
  const query: Bound.BoundSelect = {
    ...select(columns, values, [{ ...source, relation: twin } as Bound.BoundTable], ofTwin(on), span),
    top: { count: { ...integer(1, span), type: plain('bigint') }, percent: false, withTies: false },
    orderBy: touched ? [{ expression: asFlag(ofTwin(touched), span), descending: true }] : [],
  };
  return { kind: 'derived-table', relation, alias, columns, span, query };
}

/** What the clauses do to rows of the target, in their order. */
function stepsOf(merge: Merge): readonly Step[] {
  const side = isMatched(merge);
  return merge.clauses.flatMap((clause): Step[] => {
    if (clause.when === 'not-matched-by-target') return [];
    const matched = clause.when === 'matched';
    const condition = both(clause.condition, merge.condition);
    const when = both(matched ? side : notTrue(side), condition) as Bound.BoundPredicate;
    return [{ matched, condition, when, action: clause.action }];
  });
}

/** All rows without a match are deleted, and not all of the others: an inner join has what is left. */
function leavesMatches(steps: readonly Step[]): boolean {
  const [first] = steps.filter(({ matched }) => !matched);
  const isWhole = ({ action, condition }: Step): boolean => action.kind === 'delete' && !condition;
  return first !== undefined && isWhole(first) && !steps.some((step) => step.matched && isWhole(step));
}

/** Values of the rows that are not deleted; `amongMatches`: every row has a match. */
function valuesAfter({ table, relation, span }: Merge, steps: readonly Step[], amongMatches = false) {
  const written = new Map<number, Bound.BoundExpression>();
  const values = table.columns.map((each, i) => {
    const old = column(each, relation, i, span);
    const branches = steps.map(({ when, condition, action }) => {
      return { when: amongMatches ? condition : when, result: valueOf(action, i) ?? old };
    });
    if (branches.every(({ result }) => result === old)) return old;
    written.set(i, old);
    return caseOf(branches, old);
  });
  return { values: withComputed(table, values), written };
}

function notDeleted(steps: readonly Step[], span: Span, amongMatches = false): Condition {
  if (!steps.some(({ action }) => action.kind === 'delete')) return undefined;
  const own = amongMatches
    ? steps.flatMap((step) => (step.condition ? [{ ...step, when: step.condition }] : []))
    : steps;
  return notTrue(isDeleted(own, span));
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

/** A clause holds; undefined where one does for every row. */
export function anyOf(steps: readonly Step[], span: Span): Condition {
  const ofAll = steps.filter(({ condition }) => !condition);
  if (ofAll.some(({ matched }) => matched) && ofAll.some(({ matched }) => !matched)) return undefined;
  return oneOf(steps, span);
}

function oneOf(steps: readonly Step[], span: Span): Bound.BoundPredicate {
  const operands = steps.map(({ when }) => when);
  const [only] = operands;
  return only && operands.length === 1 ? only : { kind: 'logical', operator: 'OR', operands, span };
}

function valueOf(action: Bound.BoundMergeAction, position: number): Bound.BoundExpression | undefined {
  if (action.kind !== 'update') return undefined;
  for (const item of action.set) if (item.kind === 'set-column' && item.column === position) return item.value;
  return undefined;
}

function caseOf(
  branches: readonly { readonly when: Condition; readonly result: Bound.BoundExpression }[],
  old: Bound.BoundExpression,
): Bound.BoundExpression {
  const last = branches.find(({ when }) => !when)?.result ?? old;
  const kept: { readonly when: Bound.BoundPredicate; readonly result: Bound.BoundExpression }[] = [];
  for (const { when, result } of branches) {
    if (!when) break;
    kept.push({ when, result });
  }
  // A last branch that changes nothing says nothing.
  while (kept.at(-1)?.result === last) kept.pop();
  if (kept.length === 0) return last;
  const nullable = last.nullable || kept.some(({ result }) => result.nullable);
  const { type, collation, span } = old;
  return { kind: 'case', type, nullable, collation, span, branches: kept, otherwise: last };
}

/** The first clause that holds is a DELETE. */
export function isDeleted(steps: readonly Step[], span: Span): Bound.BoundPredicate {
  const deletes = steps.filter(({ action }) => action.kind === 'delete');
  const isFirst = ({ matched }: Step, i: number): boolean =>
    steps.slice(0, i).every((before) => before.matched !== matched || before.action.kind === 'delete');
  // Clauses for rows with a match and for those without never hold for one row.
  if (deletes.every((step) => isFirst(step, steps.indexOf(step)))) return oneOf(deletes, span);
  const flag: Bound.BoundCase = {
    ...(asFlag(steps[0]?.when as Bound.BoundPredicate, span) as Bound.BoundCase),
    branches: steps.map(({ when, action }) => ({ when, result: integer(action.kind === 'delete' ? 1 : 0, span) })),
  };
  return { kind: 'comparison', operator: '=', left: flag, right: integer(1, span), span };
}

/** A column of the source that ON compares: it has a value where there is a match, and none where there is not. */
function comparedColumn({ source, on }: Merge): Bound.BoundColumn | undefined {
  const sides = conjuncts(on).flatMap((each) =>
    each.kind === 'comparison' && each.operator === '=' ? [bareColumn(each.left), bareColumn(each.right)] : [],
  );
  return sides.find((each) => each?.relation === source.relation);
}

/** The source with a column that tells a match from none, where no other does. */
function markedSource(merge: Merge, marker: number, span: Span): Merge['source'] {
  const { source } = merge;
  if (comparedColumn(merge)) return source;
  const one = integer(1, span);
  const columns = [...source.columns, { name: 'is_matched', type: one.type, nullable: true }];
  const inner = { ...source, relation: marker } as Bound.BoundTable;
  const values = source.columns.map((each, i) => column(each, marker, i, span));
  const query = select(columns, [...values, one], [inner], undefined, span);
  return { kind: 'derived-table', relation: source.relation, alias: source.alias, columns, span, query };
}

function isMatched(merge: Merge): Bound.BoundPredicate {
  const { source, span } = merge;
  const compared = comparedColumn(merge);
  const { type } = integer(1, span);
  const operand: Bound.BoundColumn = compared
    ? { ...compared, nullable: true, span }
    : column({ name: 'is_matched', type, nullable: true }, source.relation, source.columns.length, span);
  return { kind: 'is-null', negated: true, operand, span };
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
