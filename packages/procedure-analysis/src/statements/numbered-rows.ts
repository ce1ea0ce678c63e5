import { isInteger } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { bareColumn, variableName } from '../program/bare.js';
import { conjuncts } from '../program/conjuncts.js';
import { withoutHarmlessCasts } from '../program/keys.js';
import { constant } from '../program/known.js';
import { mentionsVariable } from '../program/mentions.js';
import { countsNumbers, numbersOf } from '../program/numbered-table.js';
import type { Program } from '../program/program.js';
import { rewriteTree, visitTree } from '../program/rewrite-tree.js';
import { writtenIn } from '../program/row-loop.js';
import { asRelation } from '../program/rows.js';
import { column, select } from '../program/select.js';
import type { TableState } from '../program/table-state.js';
import { assignedIn } from './assigned-in.js';
import { leavesRounds } from './leaves-rounds.js';
import { type Assigned, assignedFrom, isOfRow, type StatedCursor } from './stated-cursor.js';
import { steadySteps } from './steady-steps.js';

/**
 * `WHILE @i <= @n BEGIN SELECT @a = A FROM @t WHERE RowId = @i; … SET @i = @i + 1; END` over a table whose rows have the
 * numbers from 1 to @n: a cursor over its rows in their order. Undefined where one of that is not certain.
 */
export function numberedRows(program: Program, loop: Bound.BoundWhile): StatedCursor | undefined {
  const counted = countedIn(loop);
  if (!counted) return undefined;
  const { counter, limit, step } = counted;
  const start = program.variables.get(counter.name.toLowerCase());
  if (!start || valueOf(program, start) !== (counted.first ? 0n : 1n)) return undefined;
  const rest = loop.body.filter((statement) => statement !== step);
  const found = rest.flatMap((statement) => fetchOf(statement, counter.name.toLowerCase()) ?? []);
  const [first] = found;
  if (!first || found.some(({ key, number }) => key !== first.key || number !== first.number)) return undefined;
  const fetching = found.map(({ statement }) => statement);
  const work = rest.filter((statement) => !fetching.includes(statement));
  const table = program.tables.get(first.key);
  const numbers = table && numbersOf(program, table, first.number);
  if (!table || !numbers || !countsNumbers(program, program.resolve(limit), numbers)) return undefined;
  if (!fetchesFirst(rest, found) || !keepsRows(program, work, found, first)) return undefined;
  if ([...assignedIn(work).keys()].some((name) => mentionsVariable(limit, name))) return undefined;
  if (assignedIn(work).has(counter.name.toLowerCase())) return undefined;
  // Numbers in no order are other ones in every run.
  const spoken = work.filter(({ kind }) => kind !== 'print');
  if (!numbers.isTotal && mentionsVariable(spoken, counter.name.toLowerCase())) return undefined;
  return {
    ...cursorOver(program, table, counter, found, numbers.isTotal, loop.span),
    work,
    fetching: [...fetching, step],
  };
}

interface Counted {
  readonly counter: Bound.BoundVariableTarget;
  readonly limit: Bound.BoundExpression;
  readonly step: Bound.BoundSetVariable;
  /** The step stands before all else, so that the counter begins at 0. */
  readonly first: boolean;
}

/** `WHILE @i <= @n … SET @i = @i + 1`, or `WHILE @i < @n BEGIN SET @i = @i + 1; …` */
function countedIn({ condition, body }: Bound.BoundWhile): Counted | undefined {
  if (condition.kind !== 'comparison') return undefined;
  const { left, right, operator } = condition;
  const flipped = operator === '>=' || operator === '>';
  const name = variableName(flipped ? right : left);
  const isStep = (statement: Bound.BoundStatement | undefined): statement is Bound.BoundSetVariable =>
    statement?.kind === 'set-variable' &&
    statement.variable.name.toLowerCase() === name &&
    isInteger(statement.variable.type) &&
    steadySteps([statement]).get(name)?.step === 1n;
  const [before, after] = [body[0], body.at(-1)];
  const first = isStep(before);
  const step = first ? before : after;
  if (name === undefined || !isStep(step)) return undefined;
  const closed = operator === '<=' || operator === '>=';
  const open = operator === '<' || operator === '>';
  if (first ? !open : !closed) return undefined;
  // A round that CONTINUE ends early would not count.
  if (leavesRounds(body, first ? ['break'] : ['break', 'continue'])) return undefined;
  return { counter: step.variable, limit: flipped ? left : right, step, first };
}

/** An integer, also where a table expression of one row has it. */
function valueOf(program: Program, expression: Bound.BoundExpression): bigint | undefined {
  const value = constant(expression);
  if (typeof value === 'bigint') return value;
  const inner = withoutHarmlessCasts(expression);
  if (inner.kind !== 'scalar-subquery' || inner.query.kind !== 'select') return undefined;
  const [from, ...more] = inner.query.from;
  const of = inner.query.select[0]?.expression;
  if (from?.kind !== 'cte-reference' || more.length > 0 || inner.query.where || of?.kind !== 'column') return undefined;
  const query = program.ctes.find(({ id }) => id === from.cte)?.query;
  const item = query?.kind === 'select' && query.groupBy?.implicit ? query.select[of.ordinal] : undefined;
  return item && valueOf(program, item.expression);
}

interface Fetch extends Assigned {
  readonly statement: Bound.BoundStatement;
  /** Of the table. */
  readonly key: string;
  /** The column of its numbers. */
  readonly number: number;
}

/** `SELECT @a = A FROM t WHERE RowId = @i` */
function fetchOf(statement: Bound.BoundStatement, counter: string): Fetch | undefined {
  const found = assignedFrom(statement);
  if (found?.table.kind !== 'temporary-table' || found.query.groupBy) return undefined;
  const { table, query } = found;
  const [tie, ...more] = conjuncts(query.where);
  if (tie?.kind !== 'comparison' || tie.operator !== '=' || more.length > 0) return undefined;
  if (query.top && (query.top.percent || constant(query.top.count) !== 1n)) return undefined;
  const of = [
    [tie.left, tie.right],
    [tie.right, tie.left],
  ].flatMap(([a, b]) => (a && b && variableName(b) === counter ? (bareColumn(a) ?? []) : []));
  const [number] = of;
  if (number?.relation !== table.relation || !query.select.every(({ expression }) => isOfRow(expression)))
    return undefined;
  return { ...found, statement, key: table.name.toLowerCase(), number: number.ordinal };
}

/** What a variable has before its fetch is nothing that a round asks for, nor does it give it another value there. */
function fetchesFirst(rest: readonly Bound.BoundStatement[], found: readonly Fetch[]): boolean {
  const all = found.flatMap(({ variables }) => variables.map(({ name }) => name.toLowerCase()));
  if (new Set(all).size < all.length) return false;
  return found.every(({ statement, variables }) => {
    const before = rest.slice(0, rest.indexOf(statement)).filter((each) => !found.some((of) => of.statement === each));
    const assigned = assignedIn(before);
    return variables.every(({ name }) => {
      const own = name.toLowerCase();
      return !assigned.has(own) && !mentionsVariable(before, own);
    });
  });
}

/** Rounds add and remove no rows of the table, and leave what they fetch as it is. */
function keepsRows(
  program: Program,
  work: readonly Bound.BoundStatement[],
  found: readonly Fetch[],
  { key, number }: Fetch,
): boolean {
  if (!writtenIn(program, work).has(key)) return true;
  const read = new Set([number]);
  for (const { query } of found)
    visitTree(query.select, (node) => {
      if (node.kind === 'column') read.add((node as Bound.BoundColumn).ordinal);
    });
  let kept = true;
  visitTree(work, (node) => {
    if (!writtenIn(program, [node as Bound.BoundStatement]).has(key)) return;
    if (node.kind === 'update') {
      const { set = [] } = node as Partial<Bound.BoundUpdate>;
      if (set.some((item) => item.kind !== 'set-column' || read.has(item.column))) kept = false;
    } else if (node.kind === 'insert' || node.kind === 'delete' || node.kind === 'merge') kept = false;
    else if (node.kind === 'truncate-table' || node.kind.startsWith('execute-')) kept = false;
  });
  return kept;
}

function cursorOver(
  program: Program,
  table: TableState,
  counter: Bound.BoundVariableTarget,
  found: readonly Fetch[],
  isTotal: boolean,
  span: Bound.BoundWhile['span'],
): Pick<StatedCursor, 'name' | 'query' | 'into'> {
  const relation = program.newId();
  const ordinal = found[0]?.number ?? 0;
  const number = column(table.columns[ordinal] as Bound.StoredColumn, relation, ordinal, span);
  const values = found.flatMap(({ query, table: { relation: own } }) =>
    query.select.map(({ expression }) =>
      rewriteTree(expression, (node) =>
        node.kind === 'column' && (node as Bound.BoundColumn).relation === own
          ? ({ ...(node as Bound.BoundColumn), relation } as typeof node)
          : undefined,
      ),
    ),
  );
  const into = [counter, ...found.flatMap(({ variables }) => variables)];
  const expressions = [number, ...values];
  const columns = expressions.map(({ type, nullable, collation }, i) => ({
    name: into[i]?.name.replace(/^@+/, ''),
    type,
    nullable,
    collation,
  }));
  const query = select(columns, expressions, [asRelation(table, relation, table.title, span)], undefined, span);
  const orderBy = isTotal ? [{ expression: number, descending: false }] : [];
  return { name: `each ${table.title}`, into, query: { ...query, orderBy } };
}
