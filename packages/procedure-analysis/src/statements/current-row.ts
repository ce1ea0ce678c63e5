import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition } from '../program/conditions.js';
import type { DeclaredCursor } from '../program/declared-cursor.js';
import { isTotal } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { rewriteTree, someNode, visitTree } from '../program/rewrite-tree.js';
import { column } from '../program/select.js';
import type { TableState, TableVersion } from '../program/table-state.js';
import { leavesCondition } from './leaves-condition.js';

type Change = Bound.BoundUpdate | Bound.BoundDelete;

/** What a loop over a cursor goes through, with the key of each row. */
export interface KeyedCursor {
  readonly query: Bound.BoundSelect;
  readonly into: readonly Bound.BoundVariableTarget[];
  /** The body with the key in the place of CURRENT OF. */
  readonly body: readonly Bound.BoundStatement[];
}

/** A cursor whose rows cannot be changed. */
const READ_ONLY: ReadonlySet<string> = new Set(['STATIC', 'INSENSITIVE', 'FAST_FORWARD', 'READ_ONLY']);

export function declareCursor(program: Program, statement: Bound.BoundDeclareCursor): void {
  const name = statement.name.toLowerCase();
  program.cursors.set(name, program.resolve(statement.query));
  const table = onlyTable(statement.query);
  program.declared.set(name, { statement, version: table && versionOf(program, table) });
}

/**
 * `UPDATE t … WHERE CURRENT OF c` changes the row of `t` that has the key of the cursor's row, where `t` is all that the
 * cursor reads. The key becomes a column of the cursor. Undefined for a loop without CURRENT OF.
 */
export function withKeys(
  program: Program,
  body: readonly Bound.BoundStatement[],
  { cursor, into = [] }: Bound.BoundFetchCursor,
): KeyedCursor | undefined {
  const changes: Change[] = [];
  visitTree(body, (node) => {
    if ((node.kind === 'update' || node.kind === 'delete') && 'currentOf' in node && node.currentOf)
      changes.push(node as Change);
  });
  const [first] = changes;
  if (!first) return undefined;
  const refuse = (carried: string): never =>
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried }, first.span));
  const name = cursor.name.toLowerCase();
  if (changes.some(({ currentOf }) => currentOf?.name.toLowerCase() !== name)) refuse('the row of another cursor');
  const declared = program.declared.get(name);
  const query = program.cursors.get(name);
  const given = declared?.statement.query;
  const source = given && onlyTable(given);
  if (!declared || !given || given.kind !== 'select' || query?.kind !== 'select' || !source)
    return refuse('the current row of a cursor that is no plain query of one table');
  if (declared.statement.options.some((option) => READ_ONLY.has(option)))
    refuse('the current row of a cursor that is declared as read-only');
  const table = program.table(first.target.table);
  if (changes.some(({ target }) => !isTable(program, target.table, source) || target.relation !== target.base))
    refuse('the current row of a table that the cursor does not read');
  if (versionOf(program, source) !== declared.version)
    refuse('the rows of a table that has changed since the DECLARE of the cursor');
  const key = keyOf(table);
  if (!key) return refuse(`the current row of ${table.title}, which no key of columns without NULL tells apart`);
  const fresh = changes.find(
    (each) => each.kind === 'update' && !staysBehind(program, { each, given, source, table, key, declared, body }),
  );
  if (fresh) refuse('rows to which the cursor may come again, as the columns that change say where they stand');
  return {
    ...keyed(query, table, key, into),
    body: rewriteTree(body, (node) => tied(node as Change, changes, table, key)),
  };
}

/** A query that gives the rows of one table, each once and as they are. */
function onlyTable(query: Bound.BoundQuery): Bound.BoundNamedTable | Bound.BoundTemporaryTable | undefined {
  if (query.kind !== 'select' || query.ctes.length > 0 || query.groupBy || query.distinct || query.top || query.offset)
    return undefined;
  const [table, ...more] = query.from;
  if (more.length > 0 || (table?.kind !== 'named-table' && table?.kind !== 'temporary-table')) return undefined;
  return table.kind === 'named-table' && table.type !== 'table' ? undefined : table;
}

const nameOf = (table: Bound.BoundNamedTable | Bound.BoundTemporaryTable): string =>
  (table.kind === 'named-table' ? `${table.object.schema}.${table.object.name}` : table.name).toLowerCase();

function versionOf(
  program: Program,
  table: Bound.BoundNamedTable | Bound.BoundTemporaryTable,
): TableVersion | undefined {
  const version = program.tables.get(nameOf(table))?.version;
  return version?.kind === 'before' ? undefined : version;
}

function isTable(
  program: Program,
  store: Bound.BoundStoredTable,
  source: Bound.BoundNamedTable | Bound.BoundTemporaryTable,
): boolean {
  return program.table(store).key === nameOf(source);
}

/** Positions of a declared key of columns that are never NULL; one column if possible. */
function keyOf({ declared, columns }: TableState): readonly number[] | undefined {
  const found = declared
    .map((key) => key.map((name) => columns.findIndex((each) => each.name.toLowerCase() === name)))
    .filter((key) => key.length > 0 && key.every((position) => columns[position]?.nullable === false));
  return found.find((key) => key.length === 1) ?? found[0];
}

const variableOf = (table: TableState, position: number): string => `@row ${table.columns[position]?.name ?? ''}`;

/** The cursor with the key before its own columns, so that it is the one that tells the rows apart. */
function keyed(
  query: Bound.BoundSelect,
  table: TableState,
  key: readonly number[],
  into: readonly Bound.BoundVariableTarget[],
): Pick<KeyedCursor, 'query' | 'into'> {
  const [source] = query.from;
  const relation = source && 'relation' in source ? source.relation : -1;
  const items = key.map((position): Bound.BoundSelectItem => {
    const of = table.columns[position] as Bound.StoredColumn;
    return { expression: column(of, relation, position, query.span), name: variableOf(table, position).slice(1) };
  });
  const columns = items.map(({ expression: { type, nullable, collation }, name }) => ({
    name,
    type,
    nullable,
    collation,
  }));
  const orderBy = query.orderBy.map((item) => {
    const { expression } = item;
    if (expression.kind !== 'output-column') return item;
    return { ...item, expression: { ...expression, ordinal: expression.ordinal + key.length } };
  });
  const variables = key.map((position) => {
    const { type } = table.columns[position] as Bound.StoredColumn;
    return { name: variableOf(table, position), type };
  });
  return {
    query: { ...query, select: [...items, ...query.select], columns: [...columns, ...query.columns], orderBy },
    into: [...variables, ...into],
  };
}

/** The statement with its key in the place of CURRENT OF. */
function tied(node: Change, changes: readonly Change[], table: TableState, key: readonly number[]): Change | undefined {
  if (!changes.includes(node)) return undefined;
  const { target, span } = node;
  const where = key.reduce<Condition>((all, position) => {
    const of = table.columns[position] as Bound.StoredColumn;
    const { type, collation } = of;
    const left = column(of, target.relation, position, span);
    const right = {
      kind: 'variable',
      name: variableOf(table, position),
      type,
      nullable: true,
      collation,
      span,
    } as const;
    return both(all, { kind: 'comparison', operator: '=', left, right, collation: collation?.name, span });
  }, undefined);
  return { ...node, currentOf: undefined, where };
}

interface Moving {
  readonly each: Change;
  readonly given: Bound.BoundSelect;
  readonly source: Bound.BoundNamedTable | Bound.BoundTemporaryTable;
  readonly table: TableState;
  readonly key: readonly number[];
  readonly declared: DeclaredCursor;
  readonly body: readonly Bound.BoundStatement[];
}

/**
 * Whether the cursor does not come to a changed row again. A keyset knows its rows from the beginning. Others go along an
 * order: that of ORDER BY, where it tells all rows apart and does not change; without one nobody says which it is, so
 * that coming again must not matter.
 */
function staysBehind(program: Program, { each, given, source, table, key, declared, body }: Moving): boolean {
  if (each.kind !== 'update') return true;
  const set = new Map(
    each.set.flatMap((item) => (item.kind === 'set-column' ? [[item.column, item.value] as const] : [])),
  );
  if (set.size !== each.set.length || key.some((position) => set.has(position))) return false;
  if (declared.statement.options.includes('KEYSET')) return true;
  const names = new Set([...set.keys()].map((position) => table.columns[position]?.name.toLowerCase() ?? ''));
  const reads = (tree: unknown, relation: number): boolean => mentions(tree, relation, names);
  const asked = given.where && reads(given.where, source.relation);
  const where = given.where && over(given.where, source.relation, each.target.relation);
  if (asked && where && !leavesCondition(where, each.target.relation, set)) return false;
  const order = given.orderBy.map(({ expression }) =>
    expression.kind === 'output-column' ? given.select[expression.ordinal]?.expression : expression,
  );
  if (order.some((item) => item === undefined || reads(item, source.relation))) return false;
  if (isTotal(program, given)) return true;
  const fetched = given.select.some(({ expression }) => reads(expression, source.relation));
  const again = [...set.values()].some(
    (value) => reads(value, each.target.relation) || (fetched && holdsVariable(value)),
  );
  return !again && !adds(body);
}

function over<T>(tree: T, from: number, to: number): T {
  return rewriteTree(tree, (node) =>
    node.kind === 'column' && (node as Bound.BoundColumn).relation === from
      ? ({ ...(node as Bound.BoundColumn), relation: to } as typeof node)
      : undefined,
  );
}

function mentions(tree: unknown, relation: number, names: ReadonlySet<string>): boolean {
  let found = false;
  visitTree(tree, (node) => {
    const { kind, relation: of, name } = node as Bound.BoundColumn;
    if (kind === 'column' && of === relation && names.has(name.toLowerCase())) found = true;
  });
  return found;
}

function holdsVariable(tree: unknown): boolean {
  return someNode(tree, ({ kind }) => kind === 'variable');
}

/** Whether rounds do something that is not the same when it is done twice. */
function adds(body: readonly Bound.BoundStatement[]): boolean {
  let found = false;
  visitTree(body, (node) => {
    if (node.kind === 'insert' || node.kind === 'merge' || node.kind.startsWith('execute-')) found = true;
    if (
      (node.kind === 'update' || node.kind === 'delete') &&
      'target' in node &&
      !('currentOf' in node && node.currentOf)
    )
      found = true;
    if (node.kind === 'set-variable' && isCounted(node as Bound.BoundSetVariable)) found = true;
  });
  return found;
}

/** `SET @n = @n + 1` */
function isCounted({ variable, value }: Bound.BoundSetVariable): boolean {
  let found = false;
  visitTree(value, (node) => {
    if (node.kind === 'variable' && 'name' in node && String(node.name).toLowerCase() === variable.name.toLowerCase())
      found = true;
  });
  return found;
}
