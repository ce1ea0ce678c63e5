import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, integer } from '../program/conditions.js';
import { cteReference, type NamedCte } from '../program/cte-reference.js';
import { inRounds } from '../program/in-rounds.js';
import { isTotal, queryKeys } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { rewriteTree } from '../program/rewrite-tree.js';
import { ownOrder, rowNumber } from '../program/row-number.js';
import { unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { runningRounds, type StatedRounds, valuesAfter } from './running-rounds.js';
import { type HandedOn, nameAfter } from './running-values.js';

const BIGINT = { name: 'bigint' } as const;

/** What a loop over the rows of a cursor goes through: its rows, in an order in which no two stand level. */
export interface FoldedRows {
  readonly name: string;
  readonly query: Bound.BoundQuery;
  /** Names and types of the variables that FETCH fills. */
  readonly into: readonly Bound.BoundVariableTarget[];
  readonly span: Span;
  /** Under which the loop runs. */
  readonly condition: Condition;
  /** Keys of the tables that its body writes. */
  readonly written: Set<string>;
}

/**
 * A loop whose rounds hand on values: the rows in their order, and a recursion along them that holds what the variables
 * have after each row. What the body does to tables is then said of each row together with what the one before handed on.
 */
export function runFold(
  program: Program,
  rows: FoldedRows,
  assigned: ReadonlyMap<string, Bound.BoundExpression['type']>,
  run: () => void,
): void {
  const { span } = rows;
  const fetched = new Set(rows.into.map(({ name }) => name.toLowerCase()));
  const carried = [...assigned].filter(([name]) => !fetched.has(name)).map(([name, type]) => ({ name, type }));
  const numbered = numberedRows(program, rows);
  const own = numbered.columns.slice(1);
  const state = carried.map(
    ({ name, type }): Bound.OutputColumn => ({ name: `${plainName(name)} before`, type, nullable: true }),
  );
  // One row of the cursor with what the row before it handed on.
  const round = program.newId();
  const columns = [...own, ...state, { name: 'position', type: BIGINT, nullable: false }];
  const before = new Map(program.variables);
  const at = program.ctes.length;
  const collations = carried.map(({ name }) => before.get(name)?.collation);
  const here = (i: number): Bound.BoundColumn => column(columns[i] as Bound.OutputColumn, round, i, span);
  rows.into.forEach(({ name, type }, i) => {
    const operand = here(i);
    program.variables.set(name.toLowerCase(), { ...convert(operand, type, true), nullable: operand.nullable });
  });
  carried.forEach(({ name }, i) => {
    const value = here(own.length + i);
    program.variables.set(name, { ...value, collation: collations[i] });
  });
  const joined = { id: program.newId(), name: `${rows.name} rounds` };
  const rounds = {
    rows: cteReference({ ...joined, columns }, round, span, 'each_round'),
    orderBy: [{ expression: here(columns.length - 1), descending: false }],
    fetching: true,
    outer: both(program.active, rows.condition),
    written: rows.written,
    keys: [[columns.length - 1], ...queryKeys(program, rows.query)],
    origins: [],
  };
  inRounds(program, rounds, span, run);
  const values = carried.map(({ name }, i) => program.variables.get(name) ?? here(own.length + i));
  const after = values.map((value, i) => convert(value, carried[i]?.type ?? value.type, false));
  const first = carried.map(({ name, type }) => {
    const value = before.get(name) ?? { kind: 'variable' as const, name, type, nullable: true, span };
    return convert(value, type, false);
  });
  const parts: HandedOn = { name: rows.name, numbered, own, state, round, first, after, span };
  const steps =
    throughWindows(program, parts, { joined, at, values }) ?? inTurn(program, parts, { ...joined, columns }, at);
  for (const [i, { name, type }] of carried.entries())
    program.variables.set(name, lastValue(program, steps, i, type, collations[i], span));
  for (const { name } of rows.into) program.variables.delete(name.toLowerCase());
}

const plainName = (name: string): string => name.replace(/^@+/, '');

function convert(
  operand: Bound.BoundExpression,
  type: Bound.BoundExpression['type'],
  implicit: boolean,
): Bound.BoundCast {
  const { collation, span } = operand;
  return { kind: 'cast', type, nullable: true, collation, span, operand, implicit, attempt: false };
}

/** The rows of the cursor with their places, from 1. */
function numberedRows(program: Program, { name, query, into, span }: FoldedRows): Bound.BoundCte {
  if (query.kind !== 'select' || query.orderBy.length === 0 || query.top || query.offset || query.distinct) {
    return refuse(program, span, 'values along rows in an order that is not stated');
  }
  if (!isTotal(program, query)) return refuse(program, span, 'values along rows of which several may stand level');
  const position = rowNumber(ownOrder(query), span);
  const columns: Bound.OutputColumn[] = [
    { name: 'position', type: BIGINT, nullable: false },
    ...query.columns.map((each, i) => ({ ...each, name: plainName(into[i]?.name ?? each.name ?? `column_${i + 1}`) })),
  ];
  const items = [{ expression: position, name: 'position' }, ...query.select];
  return program.addCte(name, {
    ...query,
    columns,
    orderBy: [],
    select: items.map(({ expression }, i) => ({ expression, name: columns[i]?.name })),
  });
}

function refuse(program: Program, span: Span, carried: string): never {
  return program.refuse(analysisDiagnostics.create('analyse-loop', { carried }, span));
}

/** States and rounds through window functions; undefined when values have to be told row by row. */
function throughWindows(program: Program, parts: HandedOn, stated: StatedRounds): Bound.BoundCte | undefined {
  const states = valuesAfter(program, parts);
  const rounds = states && runningRounds(program, parts, stated);
  if (!rounds) return undefined;
  const { columns, anchor } = beforeAll(parts);
  const query = unionAll(anchor, { ...states.rows, columns });
  const steps = { id: program.newId(), name: `${parts.name} state`, columns, query, recursive: false };
  program.ctes.splice(stated.at, 0, ...rounds, ...states.ctes, steps);
  return steps;
}

/** States through a recursion along the rows, and rounds beside them. */
function inTurn(program: Program, parts: HandedOn, rounds: NamedCte, at: number): Bound.BoundCte {
  const steps = recursion(program, parts);
  program.ctes.splice(at, 0, steps, roundsOf(program, rounds, parts, steps));
  return steps;
}

/** What the variables have after each row; before the first one what they had before the loop. */
function recursion(program: Program, parts: HandedOn): Bound.BoundCte {
  const { name, numbered, own, round, after, span } = parts;
  const id = program.newId();
  const title = `${name} state`;
  const { columns, anchor } = beforeAll(parts);
  const [previous, next] = [program.newId(), program.newId()];
  const values = after.map((value) =>
    rewriteTree(value, (node) => {
      const { kind, relation, ordinal } = node as Bound.BoundColumn;
      if (kind !== 'column' || relation !== round) return undefined;
      const of = ordinal < own.length ? own[ordinal] : columns[ordinal - own.length + 1];
      if (!of) return undefined;
      const place = ordinal < own.length ? ordinal + 1 : ordinal - own.length + 1;
      return {
        ...(node as Bound.BoundColumn),
        relation: ordinal < own.length ? next : previous,
        ordinal: place,
        name: of.name ?? '',
      } as typeof node;
    }),
  );
  const position = column(numbered.columns[0] as Bound.OutputColumn, next, 0, span);
  const join = successive({ numbered, steps: { id, name: title, columns }, previous, next, span });
  const step = select(columns, [position, ...values], [join], undefined, span);
  return { id, name: title, columns, query: unionAll(anchor, step), recursive: true, maxRecursion: 0 };
}

/** Place 0 with the values before the loop. */
function beforeAll(parts: HandedOn) {
  const { state, first, span } = parts;
  const columns: readonly Bound.OutputColumn[] = [
    { name: 'position', type: BIGINT, nullable: false },
    ...state.map((_, i) => nameAfter(parts, i)),
  ];
  return {
    columns,
    anchor: select(columns, [convert(integer(0, span), BIGINT, false), ...first], [], undefined, span),
  };
}

interface Successive {
  readonly numbered: Bound.BoundCte;
  readonly steps: NamedCte;
  readonly previous: number;
  readonly next: number;
  readonly span: Span;
}

/** What is known after a row, beside the row that follows it. */
function successive({ numbered, steps, previous, next, span }: Successive): Bound.BoundJoin {
  const place = (cte: NamedCte, relation: number): Bound.BoundColumn =>
    column(cte.columns[0] as Bound.OutputColumn, relation, 0, span);
  const one = convert(integer(1, span), BIGINT, true);
  const following: Bound.BoundArithmetic = {
    kind: 'arithmetic',
    type: BIGINT,
    nullable: false,
    span,
    operator: '+',
    left: place(steps, previous),
    right: one,
  };
  return {
    kind: 'join',
    join: 'INNER',
    left: cteReference(steps, previous, span, 'before'),
    right: cteReference(numbered, next, span, 'each_row'),
    on: { kind: 'comparison', operator: '=', left: place(numbered, next), right: following, span },
    span,
  };
}

/** Every row with what the one before it handed on. */
function roundsOf(
  program: Program,
  { id, name, columns }: NamedCte,
  { numbered, own, state, span }: HandedOn,
  steps: Bound.BoundCte,
): Bound.BoundCte {
  const [previous, next] = [program.newId(), program.newId()];
  const join = successive({ numbered, steps, previous, next, span });
  const values = [
    ...own.map((each, i) => column(each, next, i + 1, span)),
    ...state.map((_, i) => column(steps.columns[i + 1] as Bound.OutputColumn, previous, i + 1, span)),
    column(numbered.columns[0] as Bound.OutputColumn, next, 0, span),
  ];
  return { id, name, columns, query: select(columns, values, [join], undefined, span), recursive: false };
}

/** What a variable has behind the loop. */
function lastValue(
  program: Program,
  steps: Bound.BoundCte,
  index: number,
  type: Bound.BoundExpression['type'],
  collation: Bound.BoundExpression['collation'],
  span: Span,
): Bound.BoundExpression {
  const relation = program.newId();
  const of = steps.columns[index + 1] as Bound.OutputColumn;
  const from = cteReference(steps, relation, span);
  const one: Bound.BoundLiteral = { ...integer(1, span), type: BIGINT };
  const last: Bound.BoundSelect = {
    ...select([of], [column(of, relation, index + 1, span)], [from], undefined, span),
    orderBy: [{ expression: column(steps.columns[0] as Bound.OutputColumn, relation, 0, span), descending: true }],
    top: { count: one, percent: false, withTies: false },
  };
  return { kind: 'scalar-subquery', type, nullable: true, collation, span, query: last };
}
