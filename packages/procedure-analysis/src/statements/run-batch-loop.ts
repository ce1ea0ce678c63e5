import { objectKey } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, integer } from '../program/conditions.js';
import { constant, known } from '../program/known.js';
import type { Program } from '../program/program.js';
import { rewriteTree, someNode, visitTree } from '../program/rewrite-tree.js';
import { carriedValue } from '../program/row-loop.js';
import { storedKeys } from '../program/stored-keys.js';
import { assignedIn } from './assigned-in.js';
import { batchInsert, insertsThenRemoves } from './batch-insert.js';
import { type BatchFacts, BatchRound, isNote } from './batch-round.js';
import { harmless } from './harmless.js';
import { leavesCondition } from './leaves-condition.js';
import { convertedTo } from './run-call.js';
import { isMild } from './run-error.js';
import { isSteady, shapeOf } from './steady-conditions.js';

type Work = Bound.BoundDelete | Bound.BoundUpdate;

/** A loop that changes rows, some at a time, until none is left. */
interface BatchLoop {
  readonly work: Work | Bound.BoundInsert;
  /** The DELETE of rows that the INSERT before it has moved, and whether rounds that move none do it, too. */
  readonly removes?: { readonly statement: Bound.BoundDelete; readonly always: boolean } | undefined;
  /** Lines for logs, which are absorbed. */
  readonly notes: readonly Bound.BoundStatement[];
  readonly size: Bound.BoundExpression | undefined;
  /** Under which the loop runs at all. */
  readonly begins: Condition;
  /** Variables that get the number of all rows added. */
  readonly totals: readonly string[];
}

/** What stands for a batch loop when it is worked through: its work without batches, and its notes. */
export type RunBatches = (statements: readonly Bound.BoundStatement[], condition: Condition) => void;

/**
 * `WHILE 1 = 1 BEGIN DELETE TOP (1000) FROM t WHERE …; IF @@ROWCOUNT = 0 BREAK; END` is a DELETE of all these rows: a row
 * that a batch has changed is not found by another one, rows that it has not changed are found as before, and the loop
 * does not end while one of them is left. The same holds of an UPDATE that makes its own condition false, and of an INSERT
 * of rows that are not there yet. Undefined for other loops; else the statement that stays.
 */
export function runBatchLoop(
  program: Program,
  loop: Bound.BoundWhile,
  run: RunBatches,
): Bound.BoundStatement | undefined {
  const found = program.row ? undefined : batchLoop(program, loop);
  if (!found) return undefined;
  const { work, notes, size, begins, removes } = found;
  const { span } = work;
  const starts = begins ? known(begins) : true;
  if (starts === false) return work;
  const enough: Condition =
    size && constant(size) === undefined
      ? { kind: 'comparison', operator: '>=', left: size, right: convertedTo(integer(1, span), size.type), span }
      : undefined;
  const { rowLimit } = program;
  program.rowLimit = undefined;
  const runs = both(starts ? undefined : begins, enough);
  run([{ ...work, top: undefined }], runs);
  const count = program.rowCount;
  if (removes) run([removes.statement], both(runs, removes.always ? undefined : anyOf(program, count, span)));
  run(notes, runs);
  program.rowLimit = rowLimit;
  for (const [name, type] of assignedIn(loop.body)) {
    const before = program.variables.get(name);
    const total = found.totals.includes(name) && before && count ? sum(before, count, type) : undefined;
    program.variables.set(name, total ?? carriedValue(name, type, span));
  }
  program.rowCount = undefined;
  return work;
}

/** There is at least one row. */
function anyOf(program: Program, count: Bound.BoundExpression | undefined, span: Span): Condition {
  if (!count)
    return program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'whether a batch has rows' }, span));
  return { kind: 'comparison', operator: '>', left: count, right: convertedTo(integer(0, span), count.type), span };
}

function sum(before: Bound.BoundExpression, count: Bound.BoundExpression, type: Bound.BoundExpression['type']) {
  const { span } = count;
  const [left, right] = [convertedTo(before, type), convertedTo(count, type)];
  return { kind: 'arithmetic', type, nullable: before.nullable, span, operator: '+', left, right } as const;
}

function batchLoop(program: Program, loop: Bound.BoundWhile): BatchLoop | undefined {
  const { body } = loop;
  const writes = writesIn(body);
  const notes = writes?.filter((each) => isNote(program, each)) ?? [];
  const works = writes?.filter((each) => !notes.includes(each)) ?? [];
  const batches = insertBatches(program, loop, works, notes) ?? changeBatches(program, loop, works, notes);
  if (!batches) return undefined;
  const { work, size, removes } = batches;
  const [stated] = works;
  const facts: BatchFacts = { ...batches, work: stated ?? work };
  const full = new BatchRound(program, facts, body, 'full');
  const empty = new BatchRound(program, facts, body, 'empty');
  if (full.goesOn(loop) !== true || empty.goesOn(loop) !== false) return undefined;
  if (removes && !(full.removed && isRemovedAtLast(program, facts, loop))) return undefined;
  // Where rows are all that it asks for, a loop that does not begin would have found none.
  const needsNothing = new BatchRound(program, facts, body, 'full').holds(loop.condition) === true;
  const begins = needsNothing ? undefined : program.resolve(loop.condition);
  if (begins && holdsKind(begins, 'system-variable')) return undefined;
  const assigned = assignments(body);
  const totals = [...full.totals].filter((name) => empty.totals.has(name) && assigned.get(name) === 1);
  return {
    work,
    notes,
    size,
    begins,
    totals,
    removes: removes && { statement: removes, always: empty.removed },
  };
}

/** The last batch, which need not be full, is removed too before the loop ends. */
function isRemovedAtLast(program: Program, facts: BatchFacts, loop: Bound.BoundWhile): boolean {
  const last = new BatchRound(program, facts, loop.body, 'last');
  last.goesOn(loop);
  return last.removed;
}

type Write = Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete;

interface Batches extends Omit<BatchFacts, 'work'> {
  /** The work without batches. */
  readonly work: Write;
}

function changeBatches(
  program: Program,
  loop: Bound.BoundWhile,
  [stated, ...more]: readonly Write[],
  notes: readonly Write[],
): Batches | undefined {
  if (!stated || more.length > 0 || stated.kind === 'insert') return undefined;
  const work = overTable(stated);
  const limited = isSettled(program, loop, work, notes) ? sizeOf(program, work.top) : undefined;
  return limited && { work, size: limited.size, asksForRest: (query) => asksForRows(query, work) };
}

function insertBatches(
  program: Program,
  { body }: Bound.BoundWhile,
  works: readonly Write[],
  notes: readonly Write[],
): Batches | undefined {
  const round = insertsThenRemoves(works);
  const found = round && batchInsert(program, round.insert, round.removes);
  const limited = found && sizeOf(program, found.top);
  if (!limited || !isSteady(program, [found.settled, found.top], writtenBy([...works, ...notes]), assignedIn(body)))
    return undefined;
  const shape = shapeOf([found.query.from, found.query.where], -1);
  const asksForRest = (query: Bound.BoundQuery): boolean =>
    query.kind === 'select' && isPlain(query) && shapeOf([query.from, query.where], -1) === shape;
  return { work: found.all, size: limited.size, asksForRest, removes: round.removes };
}

/**
 * `WITH batch AS (SELECT TOP (1000) … FROM t WHERE … ORDER BY …) DELETE FROM batch` deletes the same batches with TOP, in
 * an order that does not matter where none is left in the end. Other statements as they are.
 */
function overTable(work: Work): Work {
  const { target, from, ctes, where, top } = work;
  const [member, ...more] = from;
  if (!member || more.length > 0 || where || top || ctes.length > 1 || !('relation' in member)) return work;
  if (member.relation !== target.relation || target.relation === target.base) return work;
  const query =
    member.kind === 'derived-table' ? member.query : member.kind === 'cte-reference' ? ctes[0]?.query : undefined;
  if (
    query?.kind !== 'select' ||
    !query.top ||
    query.groupBy ||
    query.distinct ||
    query.offset ||
    query.from.length !== 1
  )
    return work;
  const [base] = query.from;
  if (!base || !('relation' in base) || base.relation !== target.base) return work;
  const plain = {
    top: query.top,
    target: { ...target, relation: target.base },
    from: [base],
    ctes: [],
    where: query.where,
  };
  if (work.kind === 'delete') return { ...work, ...plain };
  const set = rewriteTree(work.set, (node) => {
    const { kind, relation, ordinal, level } = node as Bound.BoundColumn;
    if (kind !== 'column' || relation !== target.relation || level !== 0) return undefined;
    return query.select[ordinal]?.expression;
  });
  return { ...work, ...plain, set };
}

/** INSERT, UPDATE and DELETE at every depth; undefined where something else may change rows or ends more than the loop. */
function writesIn(
  body: readonly Bound.BoundStatement[],
): (Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete)[] | undefined {
  const writes: (Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete)[] = [];
  let open = 0;
  let steady = true;
  const visit = (statements: readonly Bound.BoundStatement[], isCatch: boolean): void => {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'insert':
        case 'update':
        case 'delete':
          writes.push(statement);
          break;
        case 'begin-transaction':
          if (!isCatch) open++;
          break;
        case 'commit-transaction':
          if (!isCatch && --open < 0) steady = false;
          break;
        case 'block':
          visit(statement.statements, isCatch);
          break;
        case 'if':
          visit([...statement.then, ...(statement.otherwise ?? [])], isCatch);
          break;
        case 'try-catch':
          visit(statement.try, isCatch);
          visit(statement.catch, true);
          break;
        default:
          if (!isCatch && !OF_LOOPS.has(statement.kind) && harmless(statement) === undefined && !isToldOnly(statement))
            steady = false;
      }
    }
  };
  visit(body, false);
  return steady && open === 0 && writes.every(({ valid }) => valid) ? writes : undefined;
}

const OF_LOOPS: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'set-variable',
  'declare-variable',
  'select-variables',
  'break',
  'continue',
  'waitfor',
  'save-transaction',
]);

const isToldOnly = (statement: Bound.BoundStatement): boolean =>
  statement.kind === 'raiserror' && isMild(statement.severity);

/** Which rows a batch may find, and what becomes of them, depends on nothing that the loop changes but through the batch. */
function isSettled(
  program: Program,
  { body }: Bound.BoundWhile,
  work: Work,
  notes: readonly (Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete)[],
): boolean {
  const { target, from, ctes, output, where, currentOf } = work;
  if (currentOf || ctes.length > 0 || from.length !== 1 || target.relation !== target.base) return false;
  const [own] = from;
  if (!own || (own.kind !== 'named-table' && own.kind !== 'temporary-table') || own.relation !== target.relation)
    return false;
  if (output.some(({ into }) => !into)) return false;
  const set = work.kind === 'update' ? work.set : [];
  const values = new Map<number, Bound.BoundExpression>();
  for (const item of set) {
    if (item.kind !== 'set-column' || item.variable) return false;
    values.set(item.column, item.value);
  }
  const told = output.flatMap(({ into }) => (into ? storedKeys(into.target) : []));
  const written = new Set([...writtenBy([work, ...notes]), ...told]);
  if (!isSteady(program, [where, set, output, work.top], written, assignedIn(body))) return false;
  if (work.kind === 'delete') return true;
  const stored = new Map([...values].map(([position, value]) => [position, program.resolve(value)]));
  return where !== undefined && leavesCondition(program.resolve(where), target.relation, stored);
}

const writtenBy = (writes: readonly Write[]): ReadonlySet<string> =>
  new Set(writes.flatMap((each) => storedKeys(each.kind === 'insert' ? each.target : each.target.table)));

/** How many rows a batch has at most, by TOP or by SET ROWCOUNT. Undefined where that is not known. */
function sizeOf(
  program: Program,
  top: Bound.BoundTop | undefined,
): { readonly size: Bound.BoundExpression | undefined } | undefined {
  if (!top) return { size: program.rowLimit };
  if (top.percent || top.withTies || program.rowLimit) return undefined;
  const size = program.resolve(top.count);
  const number = constant(size);
  if (number !== undefined) return typeof number === 'bigint' && number > 0n ? { size } : undefined;
  return holdsKind(size, 'select') || holdsKind(size, 'column') ? undefined : { size };
}

/** `SELECT … FROM t WHERE` with the condition of the work. */
function asksForRows(query: Bound.BoundQuery, { target, where }: Work): boolean {
  if (query.kind !== 'select' || !isPlain(query)) return false;
  const [table, ...more] = query.from;
  if (!table || more.length > 0 || (table.kind !== 'named-table' && table.kind !== 'temporary-table')) return false;
  const key = table.kind === 'named-table' ? objectKey(table.object) : table.name.toLowerCase();
  if (!storedKeys(target.table).includes(key)) return false;
  return shapeOf(query.where, table.relation) === shapeOf(where, target.relation);
}

/** It has rows where its FROM and WHERE have some. */
function isPlain({ groupBy, having, offset, ctes, top }: Bound.BoundSelect): boolean {
  if (groupBy || having || offset || ctes.length > 0) return false;
  return !top || (!top.percent && constant(top.count) !== 0n);
}

function holdsKind(tree: unknown, kind: string): boolean {
  return someNode(tree, (node) => node.kind === kind);
}

/** How often variables get a value. */
function assignments(body: readonly Bound.BoundStatement[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  visitTree(body, (node) => {
    const names =
      node.kind === 'set-variable'
        ? [(node as Bound.BoundSetVariable).variable.name]
        : node.kind === 'select-variables'
          ? (node as Bound.BoundSelectVariables).variables.map(({ name }) => name)
          : node.kind === 'declare-variable'
            ? (node as Bound.BoundDeclareVariable).declarations.map(({ name }) => name)
            : [];
    for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  });
  return counts;
}

/** Whether a loop works in batches, whatever it does about their end. */
export function hasBatches({ body }: Bound.BoundWhile): boolean {
  const writes = writesIn(body) ?? [];
  return writes.some(({ top }) => top !== undefined);
}
