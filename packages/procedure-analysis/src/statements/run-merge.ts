import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { asFlag, both, type Condition, integer, notTrue } from '../program/conditions.js';
import { generatedKey } from '../program/identity.js';
import { oneMatch } from '../program/one-match.js';
import type { Program } from '../program/program.js';
import { visitTree } from '../program/rewrite-tree.js';
import { mergeThroughExpression } from '../program/row-target.js';
import { asRelation, countOf, rowsUnder, unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import type { TableState } from '../program/table-state.js';
import { withComputed } from './run-insert.js';
import { keptKeys } from './run-update.js';
import {
  changedRows,
  isOfExisting,
  placesOf,
  type ToldColumns,
  tellOutput,
  toldColumns,
  toldNames,
} from './tell-output.js';

/**
 * MERGE: every row of the target with its match in the source, changed by the first clause that holds, and behind them
 * the rows of the source without a match. A row with several matches is an error in SQL Server.
 */
export function runMerge(program: Program, statement: Bound.BoundMerge, condition: Condition): readonly string[] {
  const { target, span, source, targetTable } = statement;
  if (program.row || statement.top || !('relation' in source) || !('relation' in targetTable)) {
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
  const merge: Merge = {
    program,
    table,
    condition,
    source: program.resolve(source),
    on: program.resolve(statement.on),
    clauses: program.resolve(statement.clauses),
    relation: target.relation,
    span,
  };
  const kept = table.version.kind === 'empty' ? undefined : existingRows(merge);
  const added = newRows(merge);
  const query = kept && added ? unionAll(kept.query, added) : (kept?.query ?? added);
  if (!query) return [table.key];
  program.rowCount = countOfTouched(merge, kept?.changes, added);
  program.write(table, query, { keys: added ? [] : (kept?.keys ?? []) }, [' merged']);
  if (statement.output.length > 0) tellMerged(merge, statement.output, kept?.changes);
  return [table.key];
}

interface Merge {
  readonly program: Program;
  readonly table: TableState;
  readonly condition: Condition;
  readonly source: Exclude<Bound.BoundTable, Bound.BoundJoin | Bound.BoundApply>;
  readonly on: Bound.BoundPredicate;
  readonly clauses: readonly Bound.BoundMergeClause[];
  readonly relation: number;
  readonly span: Span;
}

/** Rows of the target: left as they are, changed, or deleted. */
function existingRows(merge: Merge): ExistingRows {
  const { program, table, relation, span, source } = merge;
  const marker = program.newId();
  const matched = isMatched(merge, marker);
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
function countOfTouched(
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

interface ExistingRows {
  readonly query: Bound.BoundSelect;
  readonly keys: TableState['keys'];
  readonly changes: Changes;
}

interface Changes {
  readonly join: Bound.BoundJoin;
  readonly steps: readonly Step[];
  /** Values of a row that is not deleted. */
  readonly after: readonly Bound.BoundExpression[];
}

/** OUTPUT: rows that a clause changed or deleted, with what was done, and behind them the new ones. */
function tellMerged(merge: Merge, output: readonly Bound.BoundOutput[], changes: Changes | undefined): void {
  const ofAll = output.filter((each) => !isOfExisting(each));
  const ofExisting = output.filter(isOfExisting);
  if (ofAll.length > 0) tellRows(merge, ofAll, changes, true);
  if (ofExisting.length > 0 && changes) tellRows(merge, ofExisting, changes, false);
}

function tellRows(
  merge: Merge,
  output: readonly Bound.BoundOutput[],
  changes: Changes | undefined,
  withNew: boolean,
): void {
  const { program, table, span, source } = merge;
  const ordinals = readOf(output, source);
  const others = sourceColumns(source, ordinals);
  const read = toldColumns(output);
  const told: Told = {
    read,
    ordinals,
    columns: [
      ...(read.action
        ? [{ name: 'merge_action', type: ACTION.type, nullable: false, collation: ACTION.collation }]
        : []),
      ...toldNames(table, read),
      ...others,
    ],
  };
  const changed = changes && changedByClauses(merge, changes, told);
  const added = withNew ? addedByClauses(merge, told, others) : undefined;
  const rows = changed && added ? unionAll(changed, added) : (changed ?? added);
  if (!rows) return;
  const cte = program.addCte(`${table.title} changes`, rows);
  const first = read.action ? 1 : 0;
  const at = {
    ...(read.action ? { action: 0 } : {}),
    deleted: placesOf(read.deleted, first),
    inserted: placesOf(read.inserted, first + read.deleted.length),
    others: {
      start: first + read.deleted.length + read.inserted.length,
      columns: ordinals.map((ordinal) => ({ relation: source.relation, ordinal })),
    },
  };
  tellOutput(program, output, changedRows(program, cte, at, span));
}

/** What is told of a row: of itself, and of these columns of the source. */
interface Told {
  readonly read: ToldColumns;
  readonly ordinals: readonly number[];
  readonly columns: readonly Bound.OutputColumn[];
}

const action = (value: string, span: Span): Bound.BoundLiteral => ({ ...ACTION, span, value });

const nothing = (type: Bound.OutputColumn['type'], span: Span): Bound.BoundLiteral => ({
  kind: 'literal',
  type,
  nullable: true,
  span,
  value: null,
});

function addedByClauses(
  merge: Merge,
  { read, ordinals, columns }: Told,
  others: readonly Bound.OutputColumn[],
): Bound.BoundQuery | undefined {
  const { program, table, span } = merge;
  const added = newRows(merge, ordinals);
  if (!added) return undefined;
  const inner = program.newId();
  const from: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation: inner,
    alias: 'rows_to_add',
    columns: added.columns,
    span,
    query: added,
  };
  const all = [...table.columns, ...others].map((each, i) => column(each, inner, i, span));
  const values = [
    ...(read.action ? [action('INSERT', span)] : []),
    ...read.deleted.flatMap((i) => (table.columns[i] ? [nothing(table.columns[i].type, span)] : [])),
    ...[...read.inserted, ...others.map((_, i) => table.columns.length + i)].flatMap((i) => all[i] ?? []),
  ];
  return select(columns, values, [from], undefined, span);
}

const ACTION: Bound.BoundLiteral = {
  kind: 'literal',
  type: { name: 'nvarchar', length: 10 },
  nullable: false,
  collation: { name: 'SQL_Latin1_General_CP1_CI_AS', label: 'coercible-default' },
  span: { start: 0, end: 0 },
  value: '',
};

function changedByClauses(
  { table, relation, span, source }: Merge,
  { join, steps, after }: Changes,
  { read, ordinals, columns }: Told,
): Bound.BoundSelect | undefined {
  if (steps.length === 0) return undefined;
  const name: Bound.BoundCase = {
    kind: 'case',
    type: ACTION.type,
    nullable: true,
    collation: ACTION.collation,
    span,
    branches: steps.map(({ when, action: done }) => ({
      when,
      result: action(done.kind === 'delete' ? 'DELETE' : 'UPDATE', span),
    })),
    otherwise: undefined,
  };
  const isDeletedRow = steps.some(({ action: done }) => done.kind === 'delete') ? isDeleted(steps, span) : undefined;
  const values = read.inserted.flatMap((position): readonly Bound.BoundExpression[] => {
    const value = after[position];
    if (!value || !isDeletedRow) return value ? [value] : [];
    const { type, collation } = value;
    const branches = [{ when: isDeletedRow, result: nothing(type, span) }];
    return [{ kind: 'case', type, nullable: true, collation, span, branches, otherwise: value }];
  });
  const old = read.deleted.flatMap((i) => (table.columns[i] ? [column(table.columns[i], relation, i, span)] : []));
  const told = sourceColumns(source, ordinals).map((each, i) => column(each, source.relation, ordinals[i] ?? 0, span));
  return select(
    columns,
    [...(read.action ? [name] : []), ...old, ...values, ...told],
    [join],
    anyOf(steps, span),
    span,
  );
}

/** A clause holds. */
function anyOf(steps: readonly Step[], span: Span): Condition {
  const operands = steps.map(({ when }) => when);
  return operands.length === 1 ? operands[0] : { kind: 'logical', operator: 'OR', operands, span };
}

/** Columns of the source that an OUTPUT clause tells of. */
function readOf(output: readonly Bound.BoundOutput[], source: Merge['source']): readonly number[] {
  const found = new Set<number>();
  visitTree(output, (node) => {
    if (node.kind !== 'column') return;
    const { relation, ordinal } = node as Bound.BoundColumn;
    if (relation === source.relation) found.add(ordinal);
  });
  return [...found].sort((a, b) => a - b);
}

/** They are NULL for rows that the source does not have. */
function sourceColumns(source: Merge['source'], ordinals: readonly number[]): readonly Bound.OutputColumn[] {
  return ordinals.flatMap((ordinal) => {
    const of = source.columns[ordinal];
    return of ? [{ ...of, name: `source_${of.name ?? ordinal + 1}`, nullable: true }] : [];
  });
}

interface Step {
  readonly when: Bound.BoundPredicate;
  readonly action: Bound.BoundMergeAction;
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
function isDeleted(steps: readonly Step[], span: Span): Bound.BoundPredicate {
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

function isMatched({ source, span }: Merge, _marker: number): Bound.BoundPredicate {
  const one = integer(1, span);
  const flag = column(
    { name: 'is_matched', type: one.type, nullable: true },
    source.relation,
    source.columns.length,
    span,
  );
  return { kind: 'is-null', negated: true, operand: flag, span };
}

/** Rows of the source without a match, as the INSERT clauses say; with these columns of the source behind them. */
function newRows(merge: Merge, ordinals: readonly number[] = []): Bound.BoundQuery | undefined {
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
    return key ?? each.default ?? { kind: 'literal', type: each.type, nullable: true, span, value: null };
  });
  return withComputed(table, values);
}
