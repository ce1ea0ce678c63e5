import { isCharacter, keepsApart, objectKey } from '@datamigrate/catalog';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { bare, bareColumn, variableName } from '../program/bare.js';
import { both, type Condition } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { cteReference } from '../program/cte-reference.js';
import { constant, known } from '../program/known.js';
import { mentionsQuery, mentionsVariable } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { rewriteTree } from '../program/rewrite-tree.js';
import { writtenIn } from '../program/row-loop.js';
import { asRelation } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { storedKeys } from '../program/stored-keys.js';
import type { TableState } from '../program/table-state.js';
import { assignedIn } from './assigned-in.js';
import { harmless } from './harmless.js';
import { leavesCondition } from './leaves-condition.js';
import { leavesRounds } from './leaves-rounds.js';
import { type Assigned, assignedFrom, isOfRow, type StatedCursor } from './stated-cursor.js';
import { isSteady, shapeOf } from './steady-conditions.js';

type Ending = Bound.BoundUpdate | Bound.BoundDelete;

/** Rows that wait in a table, one round for each of their keys. */
export interface TodoRows extends StatedCursor {
  /** The table, where the loop leaves no row of it. */
  readonly emptied: TableState | undefined;
}

/**
 * `WHILE EXISTS (SELECT 1 FROM #todo) BEGIN SELECT TOP 1 @k = K FROM #todo ORDER BY K; … DELETE #todo WHERE K = @k; END`: a
 * cursor over the keys, as each of them is there until its round and not any more behind it. The same where the round
 * gives its rows another state, `SET Done = 1`, and the loop looks for `Done = 0`.
 */
export function todoRows(program: Program, loop: Bound.BoundWhile): TodoRows | undefined {
  const begun = begunWith(loop);
  if (!begun) return undefined;
  const { asked, fetch, rest, fetching } = begun;
  const found = assignedFrom(fetch);
  const next = found && nextOf(found);
  if (!found || !next || found.query.groupBy?.implicit === false) return undefined;
  const { table: source, query } = found;
  const key = keyOf(source);
  if (
    asked &&
    (keyOf(asked.table) !== key || shapeOf(asked.where, asked.table.relation) !== shapeOf(query.where, source.relation))
  )
    return undefined;
  const ending = rest.find((each): each is Ending => isEnding(each, key));
  if (!ending || leavesRounds(rest, ['break'])) return undefined;
  if (leavesRounds(rest.slice(0, rest.indexOf(ending)), ['continue'])) return undefined;
  const others = rest.filter((each) => each !== ending);
  if (writtenIn(program, others).has(key) || !isSettled(program, loop, query.where, key)) return undefined;
  const table = program.table(ending.target.table);
  const keys = keysOf(ending, found, next.values);
  if (!keys || !endsRows(program, { ending, body: loop.body }, query.where, keys, source.relation)) return undefined;
  const certain = keys.every(({ position }) => isNeverNull(program, table, position));
  // A key that is NULL would end a loop that looks at the key, before or behind the other rows.
  if (!asked && found.clears && !query.groupBy && !certain) return undefined;
  const rows = rowsOf(program, table, found, next, keys);
  if (!rows) return undefined;
  const isEmptied = ending.kind === 'delete' && !query.where && (asked !== undefined || certain);
  return { ...rows, work: rest, fetching, emptied: isEmptied ? table : undefined };
}

interface Begun {
  /** Of which rows the loop asks whether they exist; undefined where it asks whether the fetch has found one. */
  readonly asked: { readonly table: Assigned['table']; readonly where: Condition } | undefined;
  readonly fetch: Bound.BoundStatement;
  readonly rest: readonly Bound.BoundStatement[];
  readonly fetching: readonly Bound.BoundStatement[];
}

function begunWith({ condition, body }: Bound.BoundWhile): Begun | undefined {
  const at = body.findIndex((statement) => harmless(statement) === undefined);
  const fetch = body[at];
  if (!fetch) return undefined;
  const rest = [...body.slice(0, at), ...body.slice(at + 1)];
  const asked = askedIn(condition);
  if (asked) return { asked, fetch, rest, fetching: [fetch] };
  const end = body[at + 1];
  if (known(condition) !== true || end?.kind !== 'if' || !endsWithout(end, fetch)) return undefined;
  return { asked: undefined, fetch, rest: rest.filter((each) => each !== end), fetching: [fetch, end, ...end.then] };
}

/** `EXISTS (SELECT 1 FROM t WHERE …)`, `(SELECT COUNT(*) FROM t WHERE …) > 0` */
function askedIn(condition: Bound.BoundPredicate): Begun['asked'] {
  const query = condition.kind === 'exists' ? condition.query : countedIn(condition);
  if (query?.kind !== 'select' || query.having || query.offset || query.ctes.length > 0) return undefined;
  if (condition.kind === 'exists' && query.groupBy) return undefined;
  if (query.top && (query.top.percent || constant(query.top.count) !== 1n)) return undefined;
  const [table, ...more] = query.from;
  if (more.length > 0 || (table?.kind !== 'named-table' && table?.kind !== 'temporary-table')) return undefined;
  return { table, where: query.where };
}

function countedIn(condition: Bound.BoundPredicate): Bound.BoundQuery | undefined {
  if (condition.kind !== 'comparison') return undefined;
  const { left, right, operator } = condition;
  const counts = bare(operator === '<' || operator === '<=' ? right : left);
  const limit = constant(operator === '<' || operator === '<=' ? left : right);
  const isAny = operator === '>' || operator === '<' || operator === '<>' ? limit === 0n : limit === 1n;
  if (!isAny || operator === '=' || counts.kind !== 'scalar-subquery' || counts.query.kind !== 'select')
    return undefined;
  const [item] = counts.query.select;
  const value = item && bare(item.expression);
  const isCount = value?.kind === 'aggregate' && (value.function === 'COUNT' || value.function === 'COUNT_BIG');
  return isCount && value.arguments.every(({ nullable, kind }) => !nullable && kind === 'literal')
    ? counts.query
    : undefined;
}

/** `IF @@ROWCOUNT = 0 BREAK` behind a fetch of one row; `IF @k IS NULL BREAK` behind one that gives NULL without a row. */
function endsWithout({ condition, then, otherwise }: Bound.BoundIf, fetch: Bound.BoundStatement): boolean {
  const [only, ...more] = then;
  if (only?.kind !== 'break' || more.length > 0 || otherwise) return false;
  const found = assignedFrom(fetch);
  const clears = found && (found.clears || found.query.groupBy?.implicit === true);
  if (condition.kind === 'is-null') {
    const [variable] = found?.variables ?? [];
    return Boolean(clears) && !condition.negated && variableName(condition.operand) === variable?.name.toLowerCase();
  }
  if (condition.kind !== 'comparison' || condition.operator !== '=' || clears !== false) return false;
  const { left, right } = condition;
  return left.kind === 'system-variable' && left.name === '@@ROWCOUNT' && constant(right) === 0n;
}

interface Next {
  /** What the variables get, over the table. */
  readonly values: readonly Bound.BoundExpression[];
  readonly orderBy: readonly Bound.BoundOrderItem[];
}

/** `SELECT TOP 1 … ORDER BY …`, or the smallest or largest value of a column. */
function nextOf({ query, variables }: Assigned): Next | undefined {
  const values = query.select.map(({ expression }) => expression);
  if (query.groupBy) {
    const [only, ...more] = values;
    const value = only && bare(only);
    if (value?.kind !== 'aggregate' || more.length > 0 || query.top || variables.length !== 1) return undefined;
    const [of] = value.arguments;
    if ((value.function !== 'MIN' && value.function !== 'MAX') || of?.kind !== 'column') return undefined;
    return { values: [of], orderBy: [{ expression: of, descending: value.function === 'MAX' }] };
  }
  if (!query.top || query.top.percent || query.top.withTies || constant(query.top.count) !== 1n) return undefined;
  const orderBy = query.orderBy.map(({ expression, descending }) => ({
    expression: expression.kind === 'output-column' ? (values[expression.ordinal] ?? expression) : expression,
    descending,
  }));
  return isOfRow([values, orderBy]) ? { values, orderBy } : undefined;
}

const keyOf = (table: Assigned['table']): string =>
  table.kind === 'named-table' ? objectKey(table.object) : table.name.toLowerCase();

/** A change of rows of the table alone. */
function isEnding(statement: Bound.BoundStatement, key: string): boolean {
  if (statement.kind !== 'update' && statement.kind !== 'delete') return false;
  const { target, from, ctes, output, top, currentOf } = statement;
  const plain = ctes.length === 0 && output.length === 0 && !top && !currentOf && from.length <= 1;
  return plain && storedKeys(target.table).includes(key) && target.relation === target.base;
}

/** The condition of the loop is the same in every round, but for what the rounds do to the rows of the table. */
function isSettled(program: Program, { body }: Bound.BoundWhile, where: Condition, key: string): boolean {
  return !mentionsQuery(where) && isSteady(program, where, new Set([key]), assignedIn(body));
}

interface Key {
  /** Position in the table. */
  readonly position: number;
  /** Which of the variables has it. */
  readonly variable: number;
}

/** The columns by which the ending finds its rows, each with the variable that was fetched from it. */
function keysOf(
  ending: Ending,
  { variables, query, table }: Assigned,
  values: Next['values'],
): readonly Key[] | undefined {
  const { target, where } = ending;
  const same = new Set(conjuncts(query.where).map((each) => shapeOf(each, table.relation)));
  const ties = conjuncts(where).filter((each) => !same.has(shapeOf(each, target.relation)));
  const keys = ties.map((each): Key | undefined => {
    if (each.kind !== 'comparison' || each.operator !== '=') return undefined;
    for (const [a, b] of [
      [each.left, each.right],
      [each.right, each.left],
    ] as const) {
      const of = a.kind === 'column' && a.relation === target.relation ? a : undefined;
      const name = variableName(b);
      const variable = variables.findIndex((candidate) => candidate.name.toLowerCase() === name);
      const value = values[variable] && bareColumn(values[variable]);
      if (of && value?.ordinal === of.ordinal) return { position: of.ordinal, variable };
    }
    return undefined;
  });
  return keys.length === 0 || keys.includes(undefined) ? undefined : keys.filter((each) => each !== undefined);
}

/** Behind its round no row of the key is left for the loop. */
function endsRows(
  program: Program,
  { ending, body }: { readonly ending: Ending; readonly body: Bound.BoundWhile['body'] },
  where: Condition,
  keys: readonly Key[],
  relation: number,
): boolean {
  if (ending.kind === 'delete') return true;
  const assigned = [...assignedIn(body).keys()];
  const before = <T>(value: T): T =>
    assigned.some((name) => mentionsVariable(value, name)) ? value : program.resolve(value);
  const set = new Map(
    ending.set.flatMap((item) =>
      item.kind === 'set-column' && !item.variable ? [[item.column, before(item.value)] as const] : [],
    ),
  );
  if (!where || set.size < ending.set.length || keys.some(({ position }) => set.has(position))) return false;
  const own = ending.target.relation;
  const here = rewriteTree(where, (node) =>
    node.kind === 'column' && (node as Bound.BoundColumn).relation === relation
      ? ({ ...(node as Bound.BoundColumn), relation: own } as typeof node)
      : undefined,
  );
  return leavesCondition(program.resolve(here), own, set);
}

/** As the table or the query says that filled it. */
function isNeverNull(program: Program, { columns, version }: TableState, position: number): boolean {
  if (columns[position]?.nullable === false) return true;
  const query = version.kind === 'cte' ? program.ctes.find(({ id }) => id === version.cte)?.query : undefined;
  return query?.kind === 'select' && query.select[position]?.expression.nullable === false;
}

/** The rows of the loop: those of the table where its key tells them apart, or else the keys alone, each once. */
function rowsOf(
  program: Program,
  table: TableState,
  { variables, query, table: source }: Assigned,
  { values, orderBy }: Next,
  keys: readonly Key[],
): Pick<StatedCursor, 'name' | 'query' | 'into'> | undefined {
  const { span } = query;
  const names = new Set(keys.map(({ position }) => table.columns[position]?.name.toLowerCase()));
  const isUnique = table.keys.some((key) => key.length > 0 && key.every((name) => names.has(name)));
  const exact = keys.every(({ position, variable }) => {
    const of = table.columns[position];
    const into = variables[variable];
    const approximate = of?.type.name === 'float' || of?.type.name === 'real';
    return of && into && keepsApart(of.type, into.type) && !approximate && (isUnique || !isCharacter(of.type));
  });
  if (!exact || (!isUnique && values.some((_, i) => !keys.some(({ variable }) => variable === i)))) return undefined;
  const relation = program.newId();
  const over = <T>(tree: T): T =>
    rewriteTree(tree, (node) =>
      node.kind === 'column' && (node as Bound.BoundColumn).relation === source.relation
        ? ({ ...(node as Bound.BoundColumn), relation } as typeof node)
        : undefined,
    );
  const own = over(values);
  const present = keys.reduce<Condition>((all, { position }) => {
    const of = column(table.columns[position] as Bound.StoredColumn, relation, position, span);
    return of.nullable ? both(all, { kind: 'is-null', operand: of, negated: true, span }) : all;
  }, undefined);
  const where = both(program.resolve(over(query.where)), present);
  const from = asRelation(table, relation, table.title, span);
  const columns = own.map(({ type, nullable, collation }, i) => ({
    name: variables[i]?.name.replace(/^@+/, ''),
    type,
    nullable,
    collation,
  }));
  const rows = select(columns, own, [from], where, span);
  const name = `each ${table.title}`;
  if (isUnique) return { name, into: variables, query: { ...rows, orderBy: over(orderBy) } };
  const items = orderBy.map((item) => ({
    ...item,
    at: values.findIndex((value) => fingerprint(bare(value)) === fingerprint(bare(item.expression))),
  }));
  if (items.some(({ at }) => at < 0)) return undefined;
  const cte = program.addCte(`${table.title} keys`, { ...rows, distinct: true });
  const each = program.newId();
  const all = columns.map((of, i) => column(of, each, i, span));
  const distinct = select(columns, all, [cteReference(cte, each, span)], undefined, span);
  const sorted = items.flatMap(({ at, descending }) => (all[at] ? [{ expression: all[at], descending }] : []));
  return { name, into: variables, query: { ...distinct, orderBy: sorted } };
}
