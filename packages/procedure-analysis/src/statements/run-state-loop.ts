import { plain, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { checkApart } from '../program/apart.js';
import { both, type Condition, integer } from '../program/conditions.js';
import { cteReference, type NamedCte } from '../program/cte-reference.js';
import type { Program } from '../program/program.js';
import { rewriteTree } from '../program/rewrite-tree.js';
import { carriedIn, carriedValue, noteLoopWrite, type RowLoop, writtenIn } from '../program/row-loop.js';
import { unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { assignedIn } from './assigned-in.js';

const BIGINT = plain('bigint');

/** A variable that rounds hand on. */
interface Carried {
  readonly name: string;
  readonly type: SqlType;
}

/**
 * A loop that goes on as long as its variables say so: a recursion whose rows hold what the variables have after each
 * round. What the body does to tables is then said of all rounds. Inside a loop over rows each of them has its own rounds.
 */
export function runStateLoop(
  program: Program,
  loop: Bound.BoundWhile,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[]) => void,
): void {
  const { span } = loop;
  const outer = program.row;
  const carried = [...assignedIn(loop.body)].map(([name, type]): Carried => ({ name, type }));
  if (carried.length === 0) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'the rows of its tables' }, span));
  }
  const before = new Map(program.variables);
  const { inlineScalars, active } = program;
  const own = outer?.rows.columns ?? [];
  const first = carried.map(({ name, type }) => convert(before.get(name) ?? nothing(type, span), type));
  const columns: readonly Bound.OutputColumn[] = [
    ...own,
    ...carried.map(({ name, type }, i) => ({
      name: plainName(name),
      type,
      nullable: true,
      collation: first[i]?.collation,
    })),
    { name: 'round', type: BIGINT, nullable: false },
  ];
  const states: NamedCte = { id: program.newId(), name: `${plainName(carried[0]?.name ?? '')} states`, columns };
  const rounds: NamedCte = { id: program.newId(), name: `${plainName(carried[0]?.name ?? '')} rounds`, columns };
  const round = program.newId();
  const here = (position: number): Bound.BoundColumn =>
    column(columns[position] as Bound.OutputColumn, round, position, span);
  const at = program.ctes.length;

  const inRound = <T>(tree: T): T => (outer ? overRelation(tree, outer.rows.relation, round) : tree);
  for (const [name, value] of before) program.variables.set(name, inRound(value));
  for (const [i, { name }] of carried.entries()) program.variables.set(name, here(own.length + i));
  program.inlineScalars = true;
  program.active = undefined;
  const written = new Set([...(outer?.written ?? []), ...writtenIn(program, loop.body)]);
  program.rowCount = undefined;
  program.row = {
    rows: cteReference(rounds, round, span, 'each_round'),
    orderBy: roundOrder(outer, here, columns.length - 1),
    fetching: outer?.fetching ?? false,
    depth: program.calls.length,
    outer: undefined,
    written,
    keys: [...(outer ? outer.keys.map((key) => [...key, columns.length - 1]) : [[columns.length - 1]])],
    writes: new Map(),
    apart: [],
  };
  const goesOn = both(inRound(both(active, condition)), program.resolve(loop.condition)) as Bound.BoundPredicate;
  run(loop.body);
  checkApart(program, span);
  program.rowCount = undefined;
  const { writes, apart } = program.row;
  if (outer && apart.length > 0) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'the rows that it reads' }, span));
  }
  const after = carried.map(({ name, type }, i) => convert(program.variables.get(name) ?? here(own.length + i), type));
  const unknown = after.map(carriedIn).find((name) => name !== undefined);
  if (unknown !== undefined) program.refuse(analysisDiagnostics.create('analyse-loop', { carried: unknown }, span));
  program.row = outer;
  program.inlineScalars = inlineScalars;
  program.active = active;

  const start = outer ? own.map((each, i) => column(each, outer.rows.relation, i, span)) : [];
  const anchor = select(columns, [...start, ...first, big(0, span)], outer ? [outer.rows] : [], undefined, span);
  const last = here(columns.length - 1);
  const next: Bound.BoundArithmetic = { ...last, kind: 'arithmetic', operator: '+', left: last, right: big(1, span) };
  const kept = own.map((_, i) => here(i));
  const step = select(columns, [...kept, ...after, next], [cteReference(states, round, span)], goesOn, span);
  const read = program.newId();
  const all = columns.map((each, i) => column(each, read, i, span));
  const done = select(columns, all, [cteReference(states, read, span)], overRelation(goesOn, round, read), span);
  program.ctes.splice(
    at,
    0,
    { ...states, query: unionAll(anchor, step), recursive: true, unlimited: true },
    { ...rounds, query: done, recursive: false },
  );
  program.variables.clear();
  for (const [name, value] of before) program.variables.set(name, value);
  carried.forEach(({ name, type }, i) => {
    // In a loop over rows it would have to be looked up for each of them.
    const value = outer
      ? carriedValue(name, type, span)
      : lastValue(program, states, i, type, first[i]?.collation, span);
    program.variables.set(name, value);
  });
  if (!outer) return;
  for (const [key, each] of writes) {
    for (const write of each) noteLoopWrite(program, key, { ...write, pinned: new Set() }, span);
  }
}

/** Rounds come in the order of the rows around them. */
function roundOrder(
  outer: RowLoop | undefined,
  here: (position: number) => Bound.BoundColumn,
  round: number,
): RowLoop['orderBy'] {
  const last = { expression: here(round), descending: false };
  if (!outer) return [last];
  const relation = here(round).relation;
  return outer.orderBy && [...overRelation(outer.orderBy, outer.rows.relation, relation), last];
}

/** The tree with the columns of one relation read from another, where they have the same places. */
function overRelation<T>(tree: T, from: number, to: number): T {
  return rewriteTree(tree, (node) => {
    if (node.kind !== 'column' || (node as Bound.BoundColumn).relation !== from) return undefined;
    return { ...(node as Bound.BoundColumn), relation: to } as typeof node;
  });
}

const plainName = (name: string): string => name.replace(/^@+/, '');

const big = (value: number, span: Bound.BoundWhile['span']): Bound.BoundLiteral => ({
  ...integer(value, span),
  type: BIGINT,
});

const nothing = (type: SqlType, span: Bound.BoundWhile['span']): Bound.BoundLiteral => ({
  kind: 'literal',
  type,
  nullable: true,
  span,
  value: null,
});

function convert(operand: Bound.BoundExpression, type: SqlType): Bound.BoundCast {
  const { collation, span } = operand;
  return { kind: 'cast', type, nullable: true, collation, span, operand, implicit: false, attempt: false };
}

/** What a variable has behind the last round. */
function lastValue(
  program: Program,
  states: NamedCte,
  index: number,
  type: SqlType,
  collation: Bound.BoundExpression['collation'],
  span: Bound.BoundWhile['span'],
): Bound.BoundExpression {
  const relation = program.newId();
  const of = states.columns[index] as Bound.OutputColumn;
  const place = states.columns.length - 1;
  const query: Bound.BoundSelect = {
    ...select([of], [column(of, relation, index, span)], [cteReference(states, relation, span)], undefined, span),
    orderBy: [
      { expression: column(states.columns[place] as Bound.OutputColumn, relation, place, span), descending: true },
    ],
    top: { count: big(1, span), percent: false, withTies: false },
  };
  return { kind: 'scalar-subquery', type, nullable: true, collation, span, query };
}
