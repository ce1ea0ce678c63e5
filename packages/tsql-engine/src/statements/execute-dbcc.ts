import { checkIdent } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { TableStore } from '../database/table-store.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { findObject } from '../session/session-functions.js';
import type { Run } from './run.js';

/**
 * DBCC CHECKIDENT: the key behind which IDENTITY goes on. Where no row has been inserted yet, or TRUNCATE has emptied the
 * table, the next row gets the new key itself. Other commands change no rows.
 * Source: learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql
 */
export function executeDbcc({ session }: Run, node: Ast.StatementOf<'Dbcc'>): void {
  if (node.command !== 'CHECKIDENT') {
    session.skipped = 'Dbcc changes no data';
    return;
  }
  const said = checkIdent(node);
  if (!said) throw new Refusal('This form of DBCC CHECKIDENT');
  const found = findObject(session, said.table);
  const store = found?.kind === 'table' ? session.database.store(found.table) : undefined;
  if (!store) throw sqlError(2501, said.table);
  const position = store.columns.findIndex(({ identity }) => identity);
  const identity = store.columns[position]?.identity;
  if (!identity) throw sqlError(7997, said.table);
  if (said.reportsOnly) return;
  const step = BigInt(identity.increment);
  if (said.last !== undefined) store.identity = store.identity === undefined ? said.last - step : said.last;
  else if (store.identity !== undefined) store.identity = furthest(store, position, store.identity, step);
}

function furthest({ rows }: TableStore, position: number, last: bigint, step: bigint): bigint {
  let found = last;
  for (const row of rows) {
    const key = row[position];
    if (typeof key === 'bigint' && (step < 0n ? key < found : key > found)) found = key;
  }
  return found;
}
