import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import type { CursorState, Frame } from '../session/frame.js';
import { convertValue } from '../values/convert.js';
import { statementRows } from './execute-select-statement.js';
import { environmentOf, type Run } from './run.js';

type CursorStatement =
  | Bound.BoundDeclareCursor
  | Bound.BoundSetCursor
  | Bound.BoundOpenCursor
  | Bound.BoundFetchCursor
  | Bound.BoundCloseCursor
  | Bound.BoundDeallocateCursor;

/** Cursors see the rows as they were when the cursor was opened. */
export function executeCursor(run: Run, statement: CursorStatement): void {
  const { frame, session } = run;
  switch (statement.kind) {
    case 'declare-cursor': {
      const level = statement.options.includes('LOCAL') ? frame : rootOf(frame);
      if (level.cursors.has(statement.name.toLowerCase())) throw sqlError(16915, statement.name);
      declare(level, statement.name, statement.query);
      return;
    }
    case 'set-cursor':
      declare(frame, statement.variable, statement.query);
      return;
    case 'open-cursor': {
      const cursor = cursorOf(run, statement.cursor);
      if (cursor.rows) throw sqlError(16905);
      cursor.rows = statementRows(run, cursor.query);
      cursor.position = -1;
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

function declare(level: Frame, name: string, query: Bound.BoundQuery): void {
  level.cursors.set(name.toLowerCase(), { name, query, columns: query.columns, rows: undefined, position: -1 });
}

function cursorOf(run: Run, name: Bound.BoundCursorName): CursorState {
  const cursor = run.frame.cursor(name.name);
  if (!cursor) throw sqlError(16916, name.name);
  return cursor;
}

function fetch(run: Run, statement: Bound.BoundFetchCursor): void {
  const { session, frame } = run;
  const cursor = cursorOf(run, statement.cursor);
  if (!cursor.rows) throw sqlError(16917);
  const offset = statement.offset ? Number(evaluate(environmentOf(run), statement.offset) ?? 0n) : 0;
  cursor.position = Math.max(
    -1,
    Math.min(cursor.rows.length, moved(cursor, cursor.rows.length, statement.position, offset)),
  );
  const row = cursor.rows[cursor.position];
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
    default:
      throw new Refusal(`FETCH ${String(position)}`);
  }
}
