import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { nameParts } from '../session/session-functions.js';
import { environmentOf, type Run } from './run.js';

/**
 * `sp_rename` of a table.
 *
 * https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql
 */
export function renameObject(run: Run, statement: Bound.BoundExecuteProcedure): void {
  const text = (parameter: string, position: number): string | undefined => {
    const named = statement.arguments.find((argument) => argument.parameter?.toLowerCase() === parameter);
    const argument = named ?? statement.arguments[position];
    const value = argument?.value ? evaluate(environmentOf(run), argument.value) : null;
    return typeof value === 'string' ? value : undefined;
  };
  const from = text('@objname', 0) ?? '';
  const to = text('@newname', 1);
  if (to === undefined) throw sqlError(201, 'sp_rename', '@newname');
  const kind = (text('@objtype', 2) ?? 'OBJECT').trim().toUpperCase();
  if (kind !== 'OBJECT') throw new Refusal(`sp_rename of a ${kind.toLowerCase()}`);
  const { session } = run;
  const [name = '', schema = run.defaultSchema] = nameParts(from);
  const found = session.database.binder.catalog.object(name, schema);
  if (!found) throw sqlError(15225, from, session.database.catalog.database.name, 'OBJECT');
  if (found.kind !== 'table') throw new Refusal(`sp_rename of a ${found.kind}`);
  const { table } = found;
  if (session.database.binder.catalog.object(to, table.schema)) throw sqlError(15335, to, 'OBJECT');
  const store = session.database.store(table);
  session.database.rename(table, to);
  if (store) session.logOf(store).push(() => session.database.rename({ schema: table.schema, name: to }, table.name));
  session.print('Caution: Changing any part of an object name could break scripts and stored procedures.');
}
