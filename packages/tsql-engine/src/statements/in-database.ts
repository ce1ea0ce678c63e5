import { inOneCatalog, newDatabaseOf } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { Session } from '../session/session.js';
import type { Run } from './run.js';

/** A statement with the names of the databases that the catalog holds; USE and definitions may bring another one. */
export function inDatabase({ session, defaultSchema }: Run, statement: Ast.Statement): Ast.Statement {
  const { database } = session;
  if (statement.kind === 'Use') useDatabase(session, statement.database.name);
  const brought = newDatabaseOf(database.binder.catalog, statement);
  if (brought !== undefined) {
    database.builder.addDatabase(brought);
    database.definitionsChanged();
  }
  return inOneCatalog(database.binder.catalog, statement, defaultSchema);
}

/** Scripts that create databases stand in master until they USE them: what they define there belongs to their own. */
const SYSTEM_DATABASES = /^(master|tempdb|msdb|model)$/i;

/**
 * https://learn.microsoft.com/sql/t-sql/language-elements/use-transact-sql
 *
 * A database whose name nobody has said answers to every name.
 */
function useDatabase(session: Session, name: string): void {
  const { database } = session;
  const { catalog } = database.binder;
  const known = catalog.schemaIn(name, 'dbo');
  if (known === undefined && database.named && !SYSTEM_DATABASES.test(name)) {
    database.builder.addDatabase(name);
    database.definitionsChanged();
  }
  session.schema = database.binder.catalog.schemaIn(name, 'dbo') ?? 'dbo';
}
