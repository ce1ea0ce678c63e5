import { isInteger, plain, type SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, integer } from '../program/conditions.js';
import { cteReference, type NamedCte } from '../program/cte-reference.js';
import { inRounds } from '../program/in-rounds.js';
import type { Program } from '../program/program.js';
import { rewriteTree } from '../program/rewrite-tree.js';
import type { Cell } from '../program/round-cells.js';
import { carriedIn, carriedValue, noteLoopWrite, type RowLoop, writtenIn } from '../program/row-loop.js';
import { unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { valueBefore } from './assign.js';
import { assignedIn } from './assigned-in.js';
import { leavesRounds } from './leaves-rounds.js';
import { DAYS, steadySteps } from './steady-steps.js';

const BIGINT = plain('bigint');
const INT = plain('int');

/** A variable that rounds hand on, with the value that it has before the first. */
interface Carried {
  readonly name: string;
  readonly type: SqlType;
  readonly first: Bound.BoundExpression;
}

/** The variables of all rounds: rows of `columns`, those of the loop around it first and the number of the round last. */
interface States extends NamedCte {
  readonly carried: readonly Carried[];
  readonly outer: RowLoop | undefined;
  /** The relation whose columns stand for the variables in a round. */
  readonly round: number;
  readonly span: Span;
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
  const before = new Map(program.variables);
  const ending = leavesRounds(loop.body, ['break']) ? ENDED : undefined;
  const assigned = new Map([...assignedIn(loop.body), ...(ending ? [[ENDED, INT] as const] : [])]);
  if (ending) program.variables.set(ENDED, integer(0, span));
  const states = statesOf(program, assigned, span);
  const { columns, carried, outer, round } = states;
  const rounds: NamedCte = { id: program.newId(), name: states.name.replace(/states$/, 'rounds'), columns };
  const at = program.ctes.length;
  const own = outer?.rows.columns.length ?? 0;
  const inRound = <T>(tree: T): T => (outer ? overRelation(tree, outer.rows.relation, round) : tree);
  for (const [name, value] of before) program.variables.set(name, inRound(value));
  for (const [name, type] of assigned) {
    const place = carried.findIndex((each) => each.name === name);
    program.variables.set(name, place < 0 ? carriedValue(name, type, span) : here(states, own + place));
  }
  const runs = inRound(both(program.active, condition));
  const position = columns.length - 1;
  const steady = outer ? [] : cellsOf(carried, loop.body);
  const body = {
    rows: cteReference(rounds, round, span, 'each_round'),
    orderBy: outer
      ? outer.orderBy && [...inRound(outer.orderBy), ascending(here(states, position))]
      : [ascending(here(states, position))],
    fetching: outer?.fetching ?? false,
    ending,
    outer: inRound(outer?.outer),
    written: new Set([...(outer?.written ?? []), ...writtenIn(program, loop.body)]),
    keys: outer ? outer.keys.map((key) => [...key, position]) : [[position], ...steady.map(({ ordinal }) => [ordinal])],
    cells: steady.filter(({ step }) => step > 0n),
    origins: outer?.origins ?? [],
  };
  let goesOn: Condition;
  const { writes, apart } = inRounds(program, body, span, () => {
    const isOpen = ending ? notEnded(program.variables.get(ENDED), span) : undefined;
    goesOn = both(both(runs, program.resolve(loop.condition)), isOpen);
    run(loop.body);
  });
  if (outer && apart.length > 0) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'the rows that it reads' }, span));
  }
  const after = carried.map(({ name, type }, i) => convert(program.variables.get(name) ?? here(states, own + i), type));
  const unknown = after.map(carriedIn).find((name) => name !== undefined);
  if (unknown !== undefined) program.refuse(analysisDiagnostics.create('analyse-loop', { carried: unknown }, span));
  const { id, name } = states;
  program.ctes.splice(
    at,
    0,
    { id, name, columns, query: recursion(states, after, goesOn), recursive: true, maxRecursion: 0 },
    { ...rounds, query: roundsThatRun(program, states, goesOn), recursive: false },
  );

  for (const [each, value] of before) program.variables.set(each, value);
  for (const [each, type] of assigned) program.variables.set(each, carriedValue(each, type, span));
  if (!outer) for (const [i, of] of carried.entries()) program.variables.set(of.name, lastValue(program, states, i));
  const around = before.get(ENDED);
  if (around) program.variables.set(ENDED, around);
  else program.variables.delete(ENDED);
  for (const [key, each] of outer ? writes : []) {
    for (const write of each) noteLoopWrite(program, key, { ...write, pinned: new Map() }, span);
  }
}

/** A variable that no procedure can have: whether BREAK has ended the loop. */
const ENDED = '@has ended';

const notEnded = (left: Bound.BoundExpression | undefined, span: Span): Condition =>
  left && { kind: 'comparison', operator: '=', left, right: integer(0, span), span };

/** Variables that go on by the same from round to round. */
function cellsOf(carried: readonly Carried[], body: readonly Bound.BoundStatement[]): readonly Cell[] {
  const steps = steadySteps(body);
  return carried.flatMap(({ name, type }, ordinal): readonly Cell[] => {
    const stride = steps.get(name);
    return stride && (stride.unit === 'one' ? isInteger(type) : DAYS.has(type.name)) ? [{ ordinal, ...stride }] : [];
  });
}

/** Variables whose value is known where the loop begins; the others have to get one in each round before it is read. */
function statesOf(program: Program, assigned: ReadonlyMap<string, SqlType>, span: Span): States {
  const carried = [...assigned].flatMap(([name, type]): readonly Carried[] => {
    const value = valueBefore(program, name, type, span);
    return carriedIn(value) === undefined ? [{ name, type, first: convert(value, type) }] : [];
  });
  const [named] = carried;
  if (!named) {
    return program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'the rows of its tables' }, span));
  }
  const outer = program.row;
  const columns: readonly Bound.OutputColumn[] = [
    ...(outer?.rows.columns ?? []),
    ...carried.map(({ name, type, first: { collation } }) => ({
      name: plainName(name),
      type,
      nullable: true,
      collation,
    })),
    { name: 'round', type: BIGINT, nullable: false },
  ];
  const name = `${plainName(named.name)} states`;
  return { id: program.newId(), name, columns, carried, outer, round: program.newId(), span };
}

const here = ({ columns, round, span }: States, position: number): Bound.BoundColumn =>
  column(columns[position] as Bound.OutputColumn, round, position, span);

/** The state before the first round, and the one behind every round that runs. */
function recursion(states: States, after: readonly Bound.BoundExpression[], goesOn: Condition): Bound.BoundQuery {
  const { columns, carried, outer, round, span } = states;
  const own = outer?.rows.columns ?? [];
  const start = own.map((each, i) => column(each, outer?.rows.relation ?? round, i, span));
  const first = carried.map((each) => each.first);
  const anchor = select(columns, [...start, ...first, big(0, span)], outer ? [outer.rows] : [], undefined, span);
  const last = here(states, columns.length - 1);
  const next: Bound.BoundArithmetic = {
    kind: 'arithmetic',
    type: BIGINT,
    nullable: false,
    span,
    operator: '+',
    left: last,
    right: big(1, span),
  };
  const kept = own.map((_, i) => here(states, i));
  const step = select(columns, [...kept, ...after, next], [cteReference(states, round, span)], goesOn, span);
  return unionAll(anchor, step);
}

function roundsThatRun(program: Program, states: States, goesOn: Condition): Bound.BoundSelect {
  const { columns, round, span } = states;
  const relation = program.newId();
  const all = columns.map((each, i) => column(each, relation, i, span));
  return select(columns, all, [cteReference(states, relation, span)], overRelation(goesOn, round, relation), span);
}

const ascending = (expression: Bound.BoundExpression): Bound.BoundOrderItem => ({ expression, descending: false });

/** The tree with the columns of one relation read from another, where they have the same places. */
function overRelation<T>(tree: T, from: number, to: number): T {
  return rewriteTree(tree, (node) => {
    if (node.kind !== 'column' || (node as Bound.BoundColumn).relation !== from) return undefined;
    return { ...(node as Bound.BoundColumn), relation: to } as typeof node;
  });
}

const plainName = (name: string): string => name.replace(/^@+/, '');

const big = (value: number, span: Span): Bound.BoundLiteral => ({
  ...integer(value, span),
  type: BIGINT,
});

function convert(operand: Bound.BoundExpression, type: SqlType): Bound.BoundCast {
  const { collation, span } = operand;
  return { kind: 'cast', type, nullable: true, collation, span, operand, implicit: false, attempt: false };
}

/** What a variable has behind the last round. */
function lastValue(program: Program, states: States, index: number): Bound.BoundExpression {
  const { columns, carried, span } = states;
  const relation = program.newId();
  const at = (position: number): Bound.BoundColumn =>
    column(columns[position] as Bound.OutputColumn, relation, position, span);
  const of = columns[index] as Bound.OutputColumn;
  const query: Bound.BoundSelect = {
    ...select([of], [at(index)], [cteReference(states, relation, span)], undefined, span),
    orderBy: [{ expression: at(columns.length - 1), descending: true }],
    top: { count: big(1, span), percent: false, withTies: false },
  };
  const type = carried[index]?.type ?? of.type;
  return { kind: 'scalar-subquery', type, nullable: true, collation: of.collation, span, query };
}
