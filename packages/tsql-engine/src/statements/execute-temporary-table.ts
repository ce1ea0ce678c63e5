import type { Bound } from '@datamigrate/tsql-binder';
import { TableStore } from '../database/table-store.js';
import { sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import type { Frame } from '../session/frame.js';
import { convertValue } from '../values/convert.js';
import { environmentOf, type Run } from './run.js';

type TemporaryStatement =
  | Bound.BoundDeclareTableVariable
  | Bound.BoundCreateTable
  | Bound.BoundAlterTable
  | Bound.BoundCreateIndex
  | Bound.BoundDropTable;

/** Definitions of #tables and @tables. */
export function executeTemporaryTable(run: Run, statement: TemporaryStatement): void {
  const { frame } = run;
  switch (statement.kind) {
    case 'declare-table-variable':
      // It is there from the beginning, and one that is passed again keeps its rows.
      return;
    case 'create-table': {
      const key = statement.name.toLowerCase();
      if (frame.tables.has(key)) throw sqlError(2714, statement.name);
      frame.tables.set(key, new TableStore(statement.table, statement.columns));
      return;
    }
    case 'alter-table':
      alterTable(run, statement);
      return;
    case 'create-index': {
      const level = levelOf(frame, statement.table);
      const store = level?.tables.get(statement.table.toLowerCase());
      if (!level || !store) throw sqlError(208, statement.table);
      const fresh = new TableStore(
        { ...store.table, indexes: [...store.table.indexes, statement.index] },
        store.columns,
      );
      fresh.adopt([...store.rows]);
      fresh.identity = store.identity;
      level.tables.set(statement.table.toLowerCase(), fresh);
      return;
    }
    case 'drop-table':
      for (const name of statement.names) {
        const level = levelOf(frame, name);
        if (level) level.tables.delete(name.toLowerCase());
        else if (!statement.ifExists) throw sqlError(3701, 'table', name);
      }
      return;
  }
}

function levelOf(frame: Frame, name: string): Frame | undefined {
  for (let level: Frame | undefined = frame; level; level = level.parent) {
    if (level.tables.has(name.toLowerCase())) return level;
  }
  return undefined;
}

function alterTable(run: Run, statement: Bound.BoundAlterTable): void {
  const level = levelOf(run.frame, statement.name);
  const store = level?.tables.get(statement.name.toLowerCase());
  if (!level || !store) throw sqlError(4902, statement.name);
  const fresh = new TableStore(statement.table, statement.columns);
  const env = environmentOf(run);
  fresh.identity = store.identity;
  fresh.adopt(
    store.rows.map((row) =>
      statement.columns.map((column) => {
        const place = store.ordinal(column.name);
        const old = store.columns[place];
        if (!old) return column.default && !column.nullable ? evaluate(env, column.default) : null;
        return convertValue(row[place] ?? null, old.type, column.type, { format: run.session.settings });
      }),
    ),
  );
  level.tables.set(statement.name.toLowerCase(), fresh);
}
