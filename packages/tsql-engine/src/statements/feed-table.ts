import type { Bound } from '@datamigrate/tsql-binder';
import { TableStore } from '../database/table-store.js';
import { executeStatement } from './execute-statement.js';
import type { Run } from './run.js';

/**
 * `INSERT … SELECT … FROM (MERGE … OUTPUT …) AS t`: runs the statement in FROM first; what it puts out is a table for the
 * INSERT. Gives back what takes this table away again.
 * https://learn.microsoft.com/sql/t-sql/queries/from-transact-sql (dml_table_source)
 */
export function feedTable(run: Run, { name, statement }: NonNullable<Bound.BoundInsert['feed']>): () => void {
  const { session, frame } = run;
  const { capture } = session;
  session.capture = [];
  try {
    executeStatement(run, statement);
    const columns = (statement.output.find(({ into }) => into === undefined)?.columns ?? []).map((each, i) => ({
      ...each,
      name: each.name ?? `column_${i + 1}`,
    }));
    const none = { uniqueKeys: [], foreignKeys: [], checks: [], indexes: [] };
    const store = new TableStore(
      { schema: '', name, columns: columns.map(({ name, type, nullable }) => ({ name, type, nullable })), ...none },
      columns,
    );
    store.adopt(session.capture.flatMap(({ rows }) => rows));
    frame.tables.set(name.toLowerCase(), store);
  } finally {
    session.capture = capture;
  }
  return () => void frame.tables.delete(name.toLowerCase());
}
