import { displayName, isCharacter, keepsApart, objectKey, plain } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition, integer } from '../program/conditions.js';
import { cteReference } from '../program/cte-reference.js';
import { isTotal, ownExpression, withoutHarmlessCasts } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { type AnyNode, rewriteTree, someNode, visitTree } from '../program/rewrite-tree.js';
import { carriedValue } from '../program/row-loop.js';
import { asRelation } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { type AccumulatedColumn, accumulatedColumn, cast, type RoundsOfKey } from './accumulated-column.js';
import { assignedIn } from './assigned-in.js';
import { targetsOf } from './last-per-key.js';
import { OLD_ROW, type RoundUpsert, roundUpsert } from './round-upsert.js';
import { groupedRounds, orderedRounds } from './rounds-of-key.js';
import { runMerge } from './run-merge.js';
import { isColumnOf } from './upsert-parts.js';
import { neverNull } from './value-change.js';

const BIGINT = plain('bigint');

/** A loop over a cursor, without its FETCH. */
export interface UpsertLoop {
  readonly cursor: Bound.BoundCursorName;
  /** Its name without the sign of a variable. */
  readonly name: string;
  readonly query: Bound.BoundQuery;
  readonly into: readonly Bound.BoundVariableTarget[];
  readonly work: readonly Bound.BoundStatement[];
  readonly span: Span;
}

/**
 * A loop that changes the rows of a key, or adds one, round by round, where several rounds may share the key: one MERGE of
 * all keys with what their rounds come to. False for other loops.
 */
export function runUpserts(program: Program, loop: UpsertLoop, condition: Condition): boolean {
  const { into, work, span } = loop;
  const [table, ...more] = targetsOf(work);
  if (!table || more.length > 0 || table.kind === 'unknown-table' || readsTarget(program, loop, table)) return false;
  if (table.kind === 'table' && program.environment.keptElsewhere(table.object) !== undefined) return false;
  const fetched = new Set(into.map(({ name }) => name.toLowerCase()));
  const assigned = assignedIn(work);
  if ([...assigned.keys()].some((name) => fetched.has(name))) return false;
  const declared = declaredIn(work);
  const upsert = roundUpsert(work, table, (name) => fetched.has(name) || (!assigned.has(name) && !declared.has(name)));
  const isKey = upsert?.key.every(({ variable, tie, column: position }) => {
    const type = into.find(({ name }) => name.toLowerCase() === variable)?.type;
    const of = table.columns[position];
    if (!type || !of || !keepsApart(type, of.type)) return false;
    return [tie.left, tie.right]
      .map(withoutHarmlessCasts)
      .every(({ kind }) => kind === 'column' || kind === 'variable');
  });
  const rounds =
    upsert && isKey ? (grouped(program, loop, upsert, table) ?? ordered(program, loop, upsert, table)) : undefined;
  if (!rounds) return false;
  runMerge(program, merged(program, rounds, table, span), both(program.active, condition), rounds.source);
  for (const [name, type] of [...assigned, ...into.map(({ name, type }) => [name.toLowerCase(), type] as const)])
    program.variables.set(name, carriedValue(name, type, span));
  program.rowCount = undefined;
  const tables = table.kind === 'table' ? [displayName(table.object)] : [];
  tellFates(program, work, tables);
  return true;
}

/** What the cursor reads may be other rows in every round. */
function readsTarget(program: Program, { cursor }: UpsertLoop, table: Bound.BoundStoredTable): boolean {
  const declared = program.declared.get(cursor.name.toLowerCase())?.statement;
  if (declared?.options.some((option) => option === 'STATIC' || option === 'INSENSITIVE')) return false;
  const key =
    table.kind === 'table' ? objectKey(table.object) : table.kind === 'temporary-table' ? table.name.toLowerCase() : '';
  return someNode(declared?.query, (node) => {
    if (node.kind === 'temporary-table') return (node as Bound.BoundTemporaryTable).name.toLowerCase() === key;
    if (node.kind !== 'named-table') return false;
    const { object, type } = node as Bound.BoundNamedTable;
    return type === 'view' ? program.environment.viewReads(object, new Set([key])) : objectKey(object) === key;
  });
}

function declaredIn(work: readonly Bound.BoundStatement[]): ReadonlySet<string> {
  const names = new Set<string>();
  visitTree(work, (node) => {
    if (node.kind !== 'declare-variable') return;
    for (const { name } of (node as Bound.BoundDeclareVariable).declarations) names.add(name.toLowerCase());
  });
  return names;
}

/** One row for each key, with the values of the key, then those of the columns. */
interface KeyRows {
  readonly source: Bound.BoundCteReference;
  readonly upsert: RoundUpsert;
  readonly columns: ReadonlyMap<number, StatedColumn>;
}

interface StatedColumn extends Pick<AccumulatedColumn, 'after'> {
  /** Where the source has them. */
  readonly amount: number | undefined;
  readonly inserted: number | undefined;
}

/** The rounds of a key in one group, where their order does not matter. */
function grouped(
  program: Program,
  loop: UpsertLoop,
  upsert: RoundUpsert,
  table: Bound.BoundStoredTable,
): KeyRows | undefined {
  const { query, span, name } = loop;
  const isSpelled = upsert.key.some(({ column: position }) => isCharacter(table.columns[position]?.type ?? BIGINT));
  if (isSpelled && query.orderBy.length > 0) return undefined;
  const relation = program.newId();
  const columns = namedColumns(loop);
  const given = query.kind === 'select' && query.top ? query : { ...query, orderBy: [] };
  const over = overRounds(program, loop, columns, relation);
  const keys = upsert.key.map(({ variable }) => over(variable));
  if (!keys.every(neverNull)) return undefined;
  const stated = statedColumns(program, upsert, table, over, groupedRounds(relation));
  if (!stated) return undefined;
  const cte = program.addCte(name, named(given, columns));
  const groupKeys = keys.map((expression, key): Bound.BoundGroupKey => {
    const { type, collation } = expression;
    return { kind: 'group-key', type, nullable: false, collation, span, key, expression };
  });
  const values = [...groupKeys, ...stated.values];
  const from = [cteReference(cte, relation, span, name)];
  const rows = select(outputs(loop, upsert, stated.names, values), values, from, undefined, span);
  const groupBy = { keys, sets: [keys.map((_, i) => i)], implicit: false };
  return keyRows(program, loop, upsert, stated, { ...rows, groupBy });
}

/** The first round of every key, beside what the others come to. */
function ordered(
  program: Program,
  loop: UpsertLoop,
  upsert: RoundUpsert,
  table: Bound.BoundStoredTable,
): KeyRows | undefined {
  const { query, span, name } = loop;
  if (query.kind !== 'select' || query.orderBy.length === 0 || query.top || query.offset || query.distinct)
    return undefined;
  if (!isTotal(program, query)) return undefined;
  const position: Bound.BoundWindow = {
    kind: 'window',
    type: BIGINT,
    nullable: false,
    span,
    function: 'ROW_NUMBER',
    arguments: [],
    partitionBy: [],
    orderBy: query.orderBy.map((item) => ({ ...item, expression: ownExpression(query, item.expression) })),
    ignoreNulls: false,
  };
  const columns = [...namedColumns(loop), { name: 'position', type: BIGINT, nullable: false }];
  const relation = program.newId();
  const over = overRounds(program, loop, columns, relation);
  const keys = upsert.key.map(({ variable }) => over(variable));
  if (!keys.every(neverNull)) return undefined;
  const at = column(columns.at(-1) as Bound.OutputColumn, relation, columns.length - 1, span);
  const rounds = orderedRounds(keys, at);
  const stated = statedColumns(program, upsert, table, over, rounds);
  if (!stated) return undefined;
  const items = [...query.select, { expression: position, name: 'position' }];
  const cte = program.addCte(name, named({ ...query, select: items, orderBy: [] }, columns));
  const place = { name: 'place', type: BIGINT, nullable: false };
  const values = [...keys, ...stated.values, rounds.place];
  const from = [cteReference(cte, relation, span, name)];
  const all = [...outputs(loop, upsert, stated.names, values.slice(0, -1)), place];
  const placed = program.addCte(`${name} in places`, select(all, values, from, undefined, span));
  const first = program.newId();
  const isFirst: Bound.BoundPredicate = {
    kind: 'comparison',
    operator: '=',
    left: column(place, first, all.length - 1, span),
    right: { ...integer(1, span), type: BIGINT },
    span,
  };
  const firsts = all
    .slice(0, -1)
    .map((each, i) => column({ ...each, nullable: values[i]?.nullable ?? true }, first, i, span));
  return keyRows(
    program,
    loop,
    upsert,
    stated,
    select(all.slice(0, -1), firsts, [cteReference(placed, first, span)], isFirst, span),
  );
}

function keyRows(
  program: Program,
  { name, span }: UpsertLoop,
  upsert: RoundUpsert,
  { columns }: StatedColumns,
  query: Bound.BoundSelect,
): KeyRows {
  const cte = program.addCte(`${name} by key`, query);
  return { source: cteReference(cte, program.newId(), span, 'rounds'), upsert, columns };
}

/** The columns of the cursor by the names of its variables. */
function namedColumns({ query, into }: UpsertLoop): readonly Bound.OutputColumn[] {
  return query.columns.map((each, i) => ({ ...each, name: into[i]?.name.replace(/^@/, '') ?? each.name }));
}

function named(query: Bound.BoundQuery, columns: readonly Bound.OutputColumn[]): Bound.BoundQuery {
  if (query.kind !== 'select') return { ...query, columns };
  return { ...query, columns, select: query.select.map((item, i) => ({ ...item, name: columns[i]?.name })) };
}

/** What stands for a variable, or for the variables in a tree, in a round. */
function overRounds(
  program: Program,
  { into, span }: UpsertLoop,
  columns: readonly Bound.OutputColumn[],
  relation: number,
) {
  const valueOf = (name: string): Bound.BoundExpression | undefined => {
    const place = into.findIndex((each) => each.name.toLowerCase() === name);
    const [of, type] = [columns[place], into[place]?.type];
    if (!of || !type) return undefined;
    const operand = column(of, relation, place, span);
    const { nullable, collation } = operand;
    return { kind: 'cast', type, nullable, collation, span, operand, implicit: true, attempt: false };
  };
  function over(variable: string): Bound.BoundExpression;
  function over(tree: Bound.BoundExpression): Bound.BoundExpression;
  function over(given: string | Bound.BoundExpression): Bound.BoundExpression {
    const tree = typeof given === 'string' ? variable(given, span) : given;
    const made = rewriteTree(tree, (node) =>
      node.kind === 'variable'
        ? (valueOf((node as Bound.BoundVariable).name.toLowerCase()) as AnyNode | undefined)
        : undefined,
    );
    return program.resolve(made);
  }
  return over;
}

const variable = (name: string, span: Span): Bound.BoundVariable => ({
  kind: 'variable',
  name,
  type: BIGINT,
  nullable: true,
  span,
});

interface StatedColumns {
  readonly columns: ReadonlyMap<number, StatedColumn>;
  readonly names: readonly Bound.OutputColumn[];
  readonly values: readonly Bound.BoundExpression[];
}

/** All columns but the key; undefined where one of them cannot be told. */
function statedColumns(
  program: Program,
  { key, inserted, updated }: RoundUpsert,
  table: Bound.BoundStoredTable,
  over: (tree: Bound.BoundExpression) => Bound.BoundExpression,
  rounds: RoundsOfKey,
): StatedColumns | undefined {
  const columns = new Map<number, StatedColumn>();
  const names: Bound.OutputColumn[] = [];
  const values: Bound.BoundExpression[] = [];
  const stored = program.table(table).columns;
  const add = (name: string, value: Bound.BoundExpression): number => {
    const { type, collation, nullable } = value;
    names.push({ name, type, collation, nullable });
    return key.length + values.push(value) - 1;
  };
  for (const position of (inserted ?? updated).keys()) {
    const of = stored[position];
    if (!of || key.some((each) => each.column === position)) continue;
    const [change, value] = [updated.get(position), inserted?.get(position)];
    const given = { updated: change && over(change), inserted: value && over(value) };
    const found = accumulatedColumn(of, position, given, rounds);
    if (!found) return undefined;
    const amount = found.amount && add(`${of.name} of rounds`, found.amount);
    const isSame = found.amount === found.inserted;
    const place = isSame || !found.inserted ? amount : add(`new ${of.name}`, found.inserted);
    columns.set(position, { amount, inserted: place, ...(found.after ? { after: found.after } : {}) });
  }
  return { columns, names, values };
}

function outputs(
  { into }: UpsertLoop,
  { key }: RoundUpsert,
  names: readonly Bound.OutputColumn[],
  values: readonly Bound.BoundExpression[],
): readonly Bound.OutputColumn[] {
  const keys = key.map(({ variable: name }, i): Bound.OutputColumn => {
    const { type, collation } = values[i] as Bound.BoundExpression;
    const shown = into.find((each) => each.name.toLowerCase() === name)?.name.replace(/^@/, '') ?? name;
    return { name: shown, type, collation, nullable: false };
  });
  return [...keys, ...names];
}

/** MERGE of the keys: their rows with what all rounds make of them, and new ones. */
function merged(
  program: Program,
  { source, upsert, columns }: KeyRows,
  table: Bound.BoundStoredTable,
  span: Span,
): Bound.BoundMerge {
  const relation = program.newId();
  const state = program.table(table);
  const given = (place: number): Bound.BoundColumn =>
    column(source.columns[place] as Bound.OutputColumn, source.relation, place, span);
  const keyValue = (name: string): AnyNode | undefined => {
    const place = upsert.key.findIndex(({ variable: each }) => each === name);
    return place < 0 ? undefined : given(place);
  };
  const overKey = <T>(tree: T, own: number): T =>
    rewriteTree(tree, (node) => {
      if (node.kind === 'variable') return keyValue((node as Bound.BoundVariable).name.toLowerCase());
      return isColumnOf(node, own) ? ({ ...node, relation } as AnyNode) : undefined;
    });
  const ties = upsert.key.map(({ tie, relation: own }) => overKey(tie, own));
  const on = ties.reduce<Condition>(both, undefined) as Bound.BoundPredicate;
  const set = [...columns].flatMap(([position, { amount, after }]): readonly Bound.BoundSetItem[] => {
    const of = state.columns[position];
    if (!of || !after || amount === undefined) return [];
    const value = after(column(of, relation, position, span), given(amount));
    return [{ kind: 'set-column', column: position, name: of.name, value }];
  });
  const positions = [...(upsert.inserted?.keys() ?? [])];
  const values = positions.map((position) => {
    const place = columns.get(position)?.inserted;
    if (place !== undefined) return cast(given(place), state.columns[position]?.type ?? BIGINT);
    return overKey(upsert.inserted?.get(position) as Bound.BoundExpression, OLD_ROW);
  });
  const clauses: Bound.BoundMergeClause[] = [];
  if (set.length > 0) clauses.push({ when: 'matched', action: { kind: 'update', set }, span });
  if (values.length > 0)
    clauses.push({ when: 'not-matched-by-target', action: { kind: 'insert', columns: positions, values }, span });
  return {
    kind: 'merge',
    valid: true,
    span,
    ctes: [],
    output: [],
    target: { relation, base: relation, table },
    targetTable: asRelation(state, relation, state.title, span),
    source,
    on,
    clauses,
  };
}

const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'merge']);

function tellFates(program: Program, statements: readonly Bound.BoundStatement[], tables: readonly string[]): void {
  for (const statement of statements) {
    const { span, kind } = statement;
    if (WRITES.has(kind)) program.fates.push({ span, state: 'converted', tables });
    else
      program.fates.push({
        span,
        state: 'absorbed',
        reason: 'the rounds of a key are worked through at once',
        tables: [],
      });
    if (statement.kind === 'if') tellFates(program, [...statement.then, ...(statement.otherwise ?? [])], tables);
    if (statement.kind === 'block') tellFates(program, statement.statements, tables);
  }
}
