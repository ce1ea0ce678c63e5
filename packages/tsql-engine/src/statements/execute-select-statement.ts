import type { Bound } from '@datamigrate/tsql-binder';
import { TableStore } from '../database/table-store.js';
import { SqlError, sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { executeQuery, registerCte } from '../queries/execute-query.js';
import { visitSelect } from '../queries/visit-select.js';
import type { Row } from '../values/sql-value.js';
import { fillTable } from './fill-table.js';
import { environmentOf, type Run } from './run.js';

const XML_COLUMN = 'XML_F52E2B61-18A1-11d1-B105-00805F49916B';
const JSON_COLUMN = 'JSON_F52E2B61-18A1-11d1-B105-00805F49916B';

/** Rows of a query of a statement, cut by SET ROWCOUNT. */
export function statementRows(run: Run, query: Bound.BoundQuery): readonly Row[] {
  const env = environmentOf(run);
  const rows = executeQuery(env, query);
  const { rowLimit } = run.session;
  return rowLimit > 0 ? rows.slice(0, rowLimit) : rows;
}

/** Rows for the client. */
export function executeSelectStatement(run: Run, statement: Bound.BoundSelectStatement): void {
  const { query } = statement;
  const text = query.kind === 'select' ? query.for : undefined;
  const columns = text
    ? [{ name: text.format === 'XML' ? XML_COLUMN : JSON_COLUMN, type: { name: 'nvarchar', length: 'max' } as const }]
    : query.columns.map(({ name, type, nullable, collation }) => ({
        name: name ?? '',
        type: type.name === 'null' ? ({ name: 'int' } as const) : type,
        nullable,
        collation: collation?.name,
      }));
  let rows: readonly Row[];
  try {
    rows = statementRows(run, query);
  } catch (error) {
    // The columns are on their way already when a value fails.
    if (error instanceof SqlError && !isFoundEarly(error, query)) {
      run.session.send({ columns, rows: error.rowsBefore?.query === query ? error.rowsBefore.rows : [] });
    }
    throw error;
  }
  run.session.rowCount = BigInt(rows.length);
  run.session.send({ columns, rows });
}

/**
 * `SELECT @a = x`: for each row in order, later ones see what earlier ones assigned. The columns are computed while the
 * rows go by, so a running concatenation adds up.
 */
export function executeSelectVariables(run: Run, statement: Bound.BoundSelectVariables): void {
  const { frame, session } = run;
  const { query, variables } = statement;
  const assign = (row: Row): void =>
    variables.forEach(({ name }, i) => {
      const variable = frame.variable(name);
      if (!variable) throw sqlError(137, name);
      variable.value = row[i] ?? null;
    });
  if (query.kind !== 'select' || !carries(query, variables)) {
    const rows = statementRows(run, query);
    session.rowCount = BigInt(rows.length);
    const last = rows[rows.length - 1];
    if (last) assign(last);
    return;
  }
  // The rows of FROM in their order first, then the assignments one row after the other.
  const env = environmentOf(run);
  let count = 0n;
  forEachRow(env, query, (row) => {
    count++;
    row.forEach((expression, i) => {
      const variable = frame.variable(variables[i]?.name ?? '');
      if (variable) variable.value = evaluate(env, expression);
    });
  });
  session.rowCount = count;
}

const CARRYING = new WeakMap<Bound.BoundSelect, boolean>();

/** Whether what a row gives a variable depends on what the row before it gave: found once, however often a loop asks. */
function carries(query: Bound.BoundSelect, variables: Bound.BoundSelectVariables['variables']): boolean {
  let found = CARRYING.get(query);
  if (found === undefined) {
    found = !query.groupBy && mentions(query.select, new Set(variables.map(({ name }) => name.toLowerCase())));
    CARRYING.set(query, found);
  }
  return found;
}

function mentions(node: unknown, names: ReadonlySet<string>): boolean {
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return false;
  if (Array.isArray(node)) return node.some((item) => mentions(item, names));
  const record = node as Readonly<Record<string, unknown>>;
  if (record['kind'] === 'variable' && typeof record['name'] === 'string')
    return names.has(record['name'].toLowerCase());
  return Object.values(record).some((value) => mentions(value, names));
}

/** Visits the rows of a SELECT without computing its columns: the visitor does that. */
function forEachRow(
  env: ReturnType<typeof environmentOf>,
  query: Bound.BoundSelect,
  visit: (expressions: readonly Bound.BoundExpression[]) => void,
): void {
  const expressions = query.select.map((item) => item.expression);
  for (const cte of query.ctes) registerCte(env, cte);
  const probe: Bound.BoundSelect = { ...query, select: [] };
  visitSelect(env, probe, () => visit(expressions));
}

/** `SELECT … INTO`: makes the table and fills it. */
export function executeSelectInto(run: Run, statement: Bound.BoundSelectInto): void {
  const { session, frame } = run;
  const rows = statementRows(run, statement.query);
  const { table, columns } = statement;
  let store: TableStore | undefined;
  if (statement.temporary) {
    if (frame.tables.has(table.name.toLowerCase())) throw sqlError(2714, table.name);
    store = new TableStore(table, columns);
    frame.tables.set(table.name.toLowerCase(), store);
  } else {
    if (session.database.store(table)) throw sqlError(2714, table.name);
    session.keepDefinition(table);
    session.database.addTable(table);
    store = session.database.store(table);
  }
  if (!store) throw new SqlError(208, `Invalid object name '${table.name}'.`);
  fillTable(run, store, rows);
  session.rowCount = BigInt(rows.length);
}

/** Errors of a TOP, and of JSON paths over constants: nothing was sent by then. */
function isFoundEarly({ number }: SqlError, query: Bound.BoundQuery): boolean {
  if (number === 127 || number === 1031) return true;
  return (number === 13608 || number === 13623) && query.kind === 'select' && query.from.length === 0;
}
