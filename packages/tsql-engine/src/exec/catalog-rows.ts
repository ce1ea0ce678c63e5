import type { Catalog } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { Database } from '../database/database.js';
import { Refusal, SqlError } from '../errors/sql-error.js';
import { Environment } from '../expressions/environment.js';
import { executeQuery } from '../queries/execute-query.js';
import { Frame } from '../session/frame.js';
import { SessionHost } from '../session/host.js';
import { Session } from '../session/session.js';
import type { Row } from '../values/sql-value.js';

/** More rows on the way than a question about objects looks at. */
const MOST_ROWS = 1_000_000;

/**
 * Rows of a query over catalog views and constants, as a database with these objects gives them. Undefined where it
 * raises an error, or asks for what the catalog does not know.
 */
export const catalogRows = (catalog: Catalog, query: Bound.BoundQuery): readonly Row[] | undefined =>
  queryRows(new Database({ name: catalog.database.name, rowLimit: MOST_ROWS }).withCatalog(catalog), query);

/** The same over the tables of a database, too. */
export function queryRows(database: Database, query: Bound.BoundQuery): readonly Row[] | undefined {
  const session = new Session(database);
  session.startCounting();
  const host = new SessionHost(session, new Frame({ text: '' }));
  try {
    return executeQuery(new Environment(host), query);
  } catch (error) {
    if (error instanceof Refusal || error instanceof SqlError) return undefined;
    throw error;
  }
}
