import type { Bound } from '@datamigrate/tsql-binder';
import type { TableStore } from '../database/table-store.js';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { executeQuery } from '../queries/execute-query.js';
import type { CursorState, Frame } from '../session/frame.js';
import { compareValues, rowKey } from '../values/compare.js';
import { convertValue } from '../values/convert.js';
import type { Row } from '../values/sql-value.js';
import { environmentOf, type Run } from './run.js';

type CursorStatement =
  | Bound.BoundDeclareCursor
  | Bound.BoundSetCursor
  | Bound.BoundOpenCursor
  | Bound.BoundFetchCursor
  | Bound.BoundCloseCursor
  | Bound.BoundDeallocateCursor;

export function executeCursor(run: Run, statement: CursorStatement): void {
  const { frame, session } = run;
  switch (statement.kind) {
    case 'declare-cursor': {
      const level = statement.options.includes('LOCAL') ? frame : rootOf(frame);
      if (level.cursors.has(statement.name.toLowerCase())) throw sqlError(16915, statement.name);
      declare(level, statement.name, statement.options, statement.query);
      return;
    }
    case 'set-cursor':
      declare(frame, statement.variable, statement.options, statement.query);
      return;
    case 'open-cursor': {
      const cursor = cursorOf(run, statement.cursor);
      if (cursor.rows) throw sqlError(16905);
      const count = read(run, cursor);
      cursor.position = -1;
      session.cursorRows = cursor.snapshot ? BigInt(count) : -1n;
      session.rowCount = 0n;
      return;
    }
    case 'fetch-cursor':
      fetch(run, statement);
      return;
    case 'close-cursor': {
      const cursor = cursorOf(run, statement.cursor);
      if (!cursor.rows) throw sqlError(16917);
      cursor.rows = undefined;
      return;
    }
    case 'deallocate-cursor': {
      const key = statement.cursor.name.toLowerCase();
      cursorOf(run, statement.cursor);
      for (let level: Frame | undefined = frame; level; level = level.parent) if (level.cursors.delete(key)) return;
      return;
    }
  }
}

function rootOf(frame: Frame): Frame {
  let level = frame;
  while (level.parent) level = level.parent;
  return level;
}

function declare(level: Frame, name: string, options: readonly string[], query: Bound.BoundQuery): void {
  const snapshot = options.includes('STATIC') || options.includes('INSENSITIVE');
  level.cursors.set(name.toLowerCase(), {
    name,
    query,
    columns: query.columns,
    snapshot,
    versions: new Map(),
    rows: undefined,
    position: -1,
  });
}

function cursorOf(run: Run, name: Bound.BoundCursorName): CursorState {
  const cursor = run.frame.cursor(name.name);
  if (!cursor) throw sqlError(16916, name.name);
  return cursor;
}

/** Reads the cursor's rows, and which stored rows they come from where there is only one table. */
function read(run: Run, cursor: CursorState): number {
  const env = environmentOf(run);
  const relation = tracedRelation(cursor.query);
  cursor.origins = relation === undefined ? undefined : new Map();
  if (relation !== undefined && cursor.origins) env.trace = { relation, origins: cursor.origins };
  cursor.rows = executeQuery(env, cursor.query);
  cursor.versions = new Map(storesOf(run, cursor.query).map((store) => [store, store.version]));
  return cursor.rows.length;
}

/** The only table of a cursor's query, where there is only one. */
function tracedRelation(query: Bound.BoundQuery): number | undefined {
  if (query.kind !== 'select' || query.from.length !== 1 || query.groupBy || query.distinct) return undefined;
  const [table] = query.from;
  return table?.kind === 'named-table' || table?.kind === 'temporary-table' ? table.relation : undefined;
}

/** The tables that a query names, however deep. */
function storesOf(run: Run, query: Bound.BoundQuery): TableStore[] {
  const stores = new Set<TableStore>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return;
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    const table = node as Bound.BoundTable;
    if (table.kind === 'named-table' && table.type === 'table') add(run.session.database.store(table.object));
    if (table.kind === 'temporary-table') add(run.frame.table(table.name));
    for (const value of Object.values(node)) visit(value);
  };
  const add = (store: TableStore | undefined): void => {
    if (store) stores.add(store);
  };
  visit(query);
  return [...stores];
}

function fetch(run: Run, statement: Bound.BoundFetchCursor): void {
  const { session, frame } = run;
  const cursor = cursorOf(run, statement.cursor);
  if (!cursor.rows) throw sqlError(16917);
  const offset = statement.offset ? Number(evaluate(environmentOf(run), statement.offset) ?? 0n) : 0;
  if (!cursor.snapshot) followChanges(run, cursor, statement.position);
  const { rows } = cursor;
  cursor.position = Math.max(-1, Math.min(rows.length, moved(cursor, rows.length, statement.position, offset)));
  const row = rows[cursor.position];
  session.fetchStatus = row ? 0n : -1n;
  session.rowCount = row ? 1n : 0n;
  if (!statement.into) {
    const columns = cursor.columns.map(({ name, type }) => ({ name: name ?? '', type }));
    session.send({ columns, rows: row ? [row] : [] });
    return;
  }
  if (!row) return;
  if (statement.into.length !== row.length) throw sqlError(16924);
  statement.into.forEach(({ name, type }, i) => {
    const variable = frame.variable(name);
    const source = cursor.columns[i]?.type;
    if (!variable || !source) throw new SqlError(137, `Must declare the scalar variable "${name}".`, 15);
    variable.value = convertValue(row[i] ?? null, source, type, { format: session.settings });
  });
}

/**
 * A cursor that is no snapshot may see what has changed since. Where the rows still to come are the same, nothing is
 * lost; a cursor over one table moves on by its clustered key; all else depends on the server's plan and is refused.
 */
function followChanges(run: Run, cursor: CursorState, position: Bound.BoundFetchCursor['position']): void {
  const changed = [...cursor.versions].some(([store, version]) => store.version !== version);
  if (!changed || !cursor.rows) return;
  const before = cursor.rows;
  const current = before[cursor.position];
  const origin = current && cursor.origins?.get(current);
  const { origins } = cursor;
  read(run, cursor);
  const after = cursor.rows;
  const coming = before.slice(cursor.position + 1);
  const suffix = after.slice(Math.max(0, after.length - coming.length));
  const keyOf = (row: Row): string =>
    rowKey(
      row,
      cursor.columns.map(({ type }) => type),
      cursor.columns.map(() => undefined),
    );
  const same = suffix.length === coming.length && suffix.every((row, i) => keyOf(row) === keyOf(coming[i] as Row));
  if (same && after.length <= before.length) {
    // The rows behind stay as they were, so that positions keep their meaning.
    cursor.rows = [...before.slice(0, cursor.position + 1), ...suffix];
    if (current && origin) cursor.origins?.set(current, latest(origins, current, origin));
    return;
  }
  const [store] = cursor.versions.keys();
  if (
    position !== 'NEXT' ||
    cursor.query.orderBy.length > 0 ||
    cursor.versions.size !== 1 ||
    !store ||
    !cursor.origins
  ) {
    throw new Refusal('A cursor over rows that change while it is open');
  }
  const key = store.table.primaryKey;
  if (!key || key.clustered === false || (current && !origin)) {
    throw new Refusal('A cursor over rows that change while it is open');
  }
  // A dynamic cursor: the next row in the order of the clustered key, wherever it came from.
  const columns = key.columns.map((name) => store.ordinal(name));
  const made = cursor.origins;
  const inOrder = [...after].sort((a, b) => compareBy(store, columns, made.get(a), made.get(b)));
  const behind = inOrder.filter((row) => !origin || compareBy(store, columns, made.get(row), origin) > 0);
  cursor.rows = current ? [current, ...behind] : behind;
  cursor.position = current ? 0 : -1;
  if (current && origin) made.set(current, origin);
}

function latest(origins: Map<Row, Row> | undefined, shown: Row, otherwise: Row): Row {
  return origins?.get(shown) ?? otherwise;
}

function compareBy(store: TableStore, columns: readonly number[], a: Row | undefined, b: Row | undefined): number {
  for (const column of columns) {
    const fact = store.columns[column];
    if (!fact) continue;
    const order = compareValues(a?.[column] ?? null, b?.[column] ?? null, fact.type, fact.collation?.name);
    if (order !== 0) return order;
  }
  return 0;
}

function moved(
  cursor: CursorState,
  count: number,
  position: Bound.BoundFetchCursor['position'],
  offset: number,
): number {
  switch (position) {
    case 'NEXT':
      return cursor.position + 1;
    case 'PRIOR':
      return cursor.position - 1;
    case 'FIRST':
      return 0;
    case 'LAST':
      return count - 1;
    case 'ABSOLUTE':
      return offset > 0 ? offset - 1 : offset < 0 ? count + offset : -1;
    case 'RELATIVE':
      return cursor.position + offset;
  }
}
