import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { attempt } from '../program/attempt.js';
import { both, type Condition } from '../program/conditions.js';
import { cteReference } from '../program/cte-reference.js';
import { inRounds } from '../program/in-rounds.js';
import { queryKeys } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { visitTree } from '../program/rewrite-tree.js';
import { carriedValue, type Origin, writtenIn } from '../program/row-loop.js';
import { column } from '../program/select.js';
import { assignedIn } from './assigned-in.js';
import { withKeys } from './current-row.js';
import { lastPerKey } from './last-per-key.js';
import { runFold } from './run-fold.js';
import { runListed } from './run-unrolled.js';
import { runUpserts } from './run-upserts.js';

/**
 * A loop over a cursor whose rounds do not depend on each other: the variables that FETCH fills become columns of the
 * cursor's rows, and each statement of the body is stated once for all of them. A variable that keeps a value from one
 * round to the next, or a table that the body reads after writing it, makes the rounds depend on each other: refused.
 */
export function runCursorLoop(program: Program, loop: Bound.BoundWhile, condition: Condition, run: RunLoopBody): void {
  const { fetched } = program;
  const last = lastFetch(loop.body);
  const keyed = fetched && last && withKeys(program, loop.body, fetched);
  if (!keyed || !last) {
    runRows(program, loop, condition, run);
    return;
  }
  const name = fetched.cursor.name.toLowerCase();
  const query = program.cursors.get(name);
  const { into, body } = keyed;
  program.cursors.set(name, keyed.query);
  program.fetched = { ...fetched, into };
  const rounds = [...body.filter((statement) => statement !== last), { ...last, into }];
  runRows(program, { ...loop, body: rounds }, condition, run);
  program.fetched = fetched;
  if (query) program.cursors.set(name, query);
}

function runRows(program: Program, loop: Bound.BoundWhile, condition: Condition, run: RunLoopBody): void {
  const refusal = attempt(program, () => runRowsAtOnce(program, loop, condition, run));
  if (!refusal) return;
  const { fetched } = program;
  const query = fetched && program.cursors.get(fetched.cursor.name.toLowerCase());
  const last = lastFetch(loop.body);
  const body = { ...loop, body: loop.body.filter((statement) => statement !== last) };
  if (fetched?.into && query && last && !program.row && listed(program, body, query, fetched.into, condition, run))
    return;
  const counting = query && fetched?.into && !program.row && lastPerKey(program, body.body, query, fetched.into);
  if (counting && !attempt(program, () => runRowsAtOnce(program, loop, condition, run, counting))) return;
  const upserted = attempt(program, () => {
    if (fetched?.into && query && last && !program.row) {
      const name = fetched.cursor.name.replace(/^@/, '');
      const upserts = { cursor: fetched.cursor, name, query, into: fetched.into, work: body.body, span: loop.span };
      if (sameTargets(fetched, last) && runUpserts(program, upserts, condition)) return;
    }
    program.refuse(refusal);
  });
  if (!upserted) return;
  const folded = attempt(program, () => runRowsInTurn(program, loop, condition, run));
  if (folded) program.refuse(refusal);
}

function listed(
  program: Program,
  loop: Bound.BoundWhile,
  query: Bound.BoundQuery,
  into: readonly Bound.BoundVariableTarget[],
  condition: Condition,
  run: RunLoopBody,
): boolean {
  return !condition && runListed(program, loop, { query, into }, run);
}

type RunLoopBody = (statements: readonly Bound.BoundStatement[]) => void;

/** Rounds that hand on values, in the order of the cursor. */
function runRowsInTurn(program: Program, loop: Bound.BoundWhile, condition: Condition, run: RunLoopBody): void {
  const fetch = program.fetched;
  const query = fetch && program.cursors.get(fetch.cursor.name.toLowerCase());
  const last = lastFetch(loop.body);
  if (!fetch?.into || !query || !last || program.row || !sameTargets(fetch, last)) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'the rows of the cursor' }, loop.span));
  }
  const work = loop.body.filter((statement) => statement !== last);
  const name = fetch.cursor.name.replace(/^@/, '');
  const rows = { name, query, into: fetch.into, span: loop.span, condition, written: writtenIn(program, work) };
  runFold(program, rows, assignedIn(work), () => run(work));
}

/** `counting` are the rows of the cursor that count, each with its own value in one column, if not all do. */
function runRowsAtOnce(
  program: Program,
  loop: Bound.BoundWhile,
  condition: Condition,
  run: RunLoopBody,
  counting?: { readonly query: Bound.BoundSelect; readonly key: number },
): void {
  const fetch = program.fetched;
  const query = counting?.query ?? (fetch && program.cursors.get(fetch.cursor.name.toLowerCase()));
  const last = lastFetch(loop.body);
  if (!fetch?.into || !query || !last || program.row || !sameTargets(fetch, last)) {
    program.refuse(
      analysisDiagnostics.create(
        'analyse-loop',
        { carried: 'the rows of a cursor that is not fetched once a round' },
        loop.span,
      ),
    );
  }
  const relation = program.newId();
  const columns = query.columns.map((each, i) => ({
    ...each,
    name: fetch.into?.[i]?.name.replace(/^@/, '') ?? each.name,
  }));
  // The rows are those of the cursor's declaration, whatever the body does to the tables.
  const name = fetch.cursor.name.replace(/^@/, '');
  const cte = program.addCte(name, renamed(withoutOrder(query), columns));
  const rows = cteReference({ ...cte, columns }, relation, query.span, name);
  const assigned = assignedIn(loop.body);
  const before = new Map(program.variables);
  for (const [name, type] of assigned) program.variables.set(name, carriedValue(name, type, loop.span));
  fetch.into.forEach(({ name, type }, i) => {
    const of = rows.columns[i];
    if (!of) return;
    const value = column(of, relation, i, loop.span);
    program.variables.set(name.toLowerCase(), {
      kind: 'cast',
      type,
      nullable: true,
      collation: of.collation,
      span: loop.span,
      operand: value,
      implicit: true,
      attempt: false,
    });
  });
  const rounds = {
    rows,
    orderBy: orderOf(query, rows),
    fetching: true,
    outer: both(program.active, condition),
    written: writtenIn(program, loop.body),
    origins: counting ? [] : originsOf(query),
    keys: [...queryKeys(program, query), ...(counting ? [[counting.key]] : [])],
  };
  inRounds(program, rounds, loop.span, () => run(loop.body.filter((statement) => statement !== last)));
  for (const [name, type] of assigned) program.variables.set(name, carriedValue(name, type, loop.span));
  for (const { name, type } of fetch.into)
    program.variables.set(name.toLowerCase(), carriedValue(name, type, loop.span));
  for (const [name, value] of before) if (!assigned.has(name)) program.variables.set(name, value);
  for (const { name, type } of fetch.into)
    program.variables.set(name.toLowerCase(), carriedValue(name, type, loop.span));
}

/** The FETCH at the end of the body, directly in it. */
export function lastFetch(body: readonly Bound.BoundStatement[]): Bound.BoundFetchCursor | undefined {
  const fetches = body.filter((statement) => statement.kind === 'fetch-cursor');
  let inside = 0;
  visitTree(body, (node) => {
    if (node.kind === 'fetch-cursor') inside++;
  });
  const last = body.at(-1);
  return fetches.length === 1 && inside === 1 && last?.kind === 'fetch-cursor' ? last : undefined;
}

export function sameTargets(a: Bound.BoundFetchCursor, b: Bound.BoundFetchCursor): boolean {
  const names = (fetch: Bound.BoundFetchCursor): string =>
    (fetch.into ?? []).map(({ name }) => name.toLowerCase()).join();
  return a.position === 'NEXT' && b.position === 'NEXT' && a.cursor.name === b.cursor.name && names(a) === names(b);
}

function withoutOrder(query: Bound.BoundQuery): Bound.BoundQuery {
  return query.kind === 'select' && query.top ? query : { ...query, orderBy: [] };
}

/** Columns of tables that a query gives as they are. */
function originsOf(query: Bound.BoundQuery): readonly Origin[] {
  if (query.kind !== 'select' || query.groupBy) return [];
  return query.select.flatMap(({ expression }, ordinal): readonly Origin[] => {
    if (expression.kind !== 'column' || expression.nullable) return [];
    const table = query.from.find((each) => 'relation' in each && each.relation === expression.relation);
    return table?.kind === 'named-table' ? [{ ordinal, table: table.object, column: expression.ordinal }] : [];
  });
}

function renamed(query: Bound.BoundQuery, columns: readonly Bound.OutputColumn[]): Bound.BoundQuery {
  if (query.kind !== 'select') return { ...query, columns };
  return { ...query, columns, select: query.select.map((item, i) => ({ ...item, name: columns[i]?.name })) };
}

/** The order of a cursor over the columns that it gives. */
function orderOf(query: Bound.BoundQuery, rows: Bound.BoundCteReference): readonly Bound.BoundOrderItem[] | undefined {
  if (query.kind !== 'select') return undefined;
  const items = query.orderBy.map(({ expression, descending }) => {
    const ordinal =
      expression.kind === 'output-column'
        ? expression.ordinal
        : query.select.findIndex((item) => sameExpression(item.expression, expression));
    const of = rows.columns[ordinal];
    return of ? { expression: column(of, rows.relation, ordinal, rows.span), descending } : undefined;
  });
  return items.includes(undefined) ? undefined : items.filter((item) => item !== undefined);
}
