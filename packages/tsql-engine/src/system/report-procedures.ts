import { tableByName } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { parseBatch } from '@datamigrate/tsql-syntax';
import { SqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { Frame } from '../session/frame.js';
import { findObject } from '../session/session-functions.js';
import { executeBatch } from '../statements/execute-batch.js';
import { environmentOf, type Run } from '../statements/run.js';
import type { SqlValue } from '../values/sql-value.js';
import { definitionOf } from './module-views.js';

interface ReportProcedure {
  readonly parameters: readonly string[];
  /** A query over the catalog views. */
  readonly text: string;
}

/** Source: learn.microsoft.com/sql/relational-databases/system-stored-procedures/catalog-stored-procedures-transact-sql */
const REPORTS = tableByName<ReportProcedure>({
  sp_databases: {
    parameters: [],
    text: `SELECT name AS DATABASE_NAME, CAST(NULL AS int) AS DATABASE_SIZE, CAST(NULL AS varchar(254)) AS REMARKS FROM sys.databases ORDER BY 1`,
  },
  sp_tables: {
    parameters: ['@table_name', '@table_owner', '@table_qualifier', '@table_type'],
    text: `SELECT DB_NAME() AS TABLE_QUALIFIER, SCHEMA_NAME(schema_id) AS TABLE_OWNER, name AS TABLE_NAME,
  CAST(CASE type WHEN 'V' THEN 'VIEW' ELSE 'TABLE' END AS varchar(32)) AS TABLE_TYPE, CAST(NULL AS varchar(254)) AS REMARKS
FROM sys.objects
WHERE type IN ('U', 'V') AND (@table_name IS NULL OR name LIKE @table_name)
  AND (@table_owner IS NULL OR SCHEMA_NAME(schema_id) LIKE @table_owner)
  AND (@table_type IS NULL OR CHARINDEX(CASE type WHEN 'V' THEN '''VIEW''' ELSE '''TABLE''' END, @table_type) > 0)
ORDER BY 4, 1, 2, 3`,
  },
  sp_pkeys: {
    parameters: ['@table_name', '@table_owner', '@table_qualifier'],
    text: `SELECT k.TABLE_CATALOG AS TABLE_QUALIFIER, k.TABLE_SCHEMA AS TABLE_OWNER, k.TABLE_NAME, k.COLUMN_NAME,
  CAST(k.ORDINAL_POSITION AS smallint) AS KEY_SEQ, k.CONSTRAINT_NAME AS PK_NAME
FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = k.CONSTRAINT_NAME
WHERE c.CONSTRAINT_TYPE = 'PRIMARY KEY' AND k.TABLE_NAME = @table_name AND (@table_owner IS NULL OR k.TABLE_SCHEMA = @table_owner)
ORDER BY 1, 2, 3, 5`,
  },
});

/** Runs a procedure that only reports; false for any other. */
export function executeReportProcedure(run: Run, statement: Bound.BoundExecuteProcedure): boolean {
  const name = statement.procedure.name.toLowerCase();
  if (name === 'sp_helptext') {
    helpText(run, argumentsOf(run, statement, ['@objname'])[0] ?? null);
    return true;
  }
  const report = REPORTS.get(name);
  if (!report) return false;
  const frame = new Frame({ parent: run.frame, procedure: name, text: report.text });
  const values = argumentsOf(run, statement, report.parameters);
  report.parameters.forEach((parameter, i) => {
    frame.declare(parameter, { name: 'nvarchar', length: 384 }, values[i] ?? null);
  });
  run.session.nesting++;
  try {
    executeBatch({ ...run, frame }, parseBatch(report.text).statements);
  } finally {
    run.session.nesting--;
  }
  return true;
}

function argumentsOf(
  run: Run,
  { arguments: given }: Bound.BoundExecuteProcedure,
  names: readonly string[],
): readonly SqlValue[] {
  const env = environmentOf(run);
  return names.map((name, i) => {
    const named = given.find((argument) => argument.parameter?.toLowerCase() === name);
    const positional = given[i]?.parameter === undefined ? given[i] : undefined;
    const value = (named ?? positional)?.value;
    return value ? evaluate(env, value) : null;
  });
}

/** A line of the text is a row; what is longer than a row takes several. */
const ROW_LENGTH = 255;

function helpText(run: Run, name: SqlValue): void {
  const { session } = run;
  const shown = typeof name === 'string' ? name : '';
  const found = findObject(session, shown);
  if (!found) {
    const database = session.database.catalog.database.name;
    throw new SqlError(
      15009,
      `The object '${shown}' does not exist in database '${database}' or is invalid for this operation.`,
    );
  }
  if (found.kind !== 'module') throw new SqlError(15197, `There is no text for object '${shown}'.`);
  const text = definitionOf(found.module);
  if (text === null) {
    session.print(`The text for object '${shown}' is encrypted.`, { number: 15471, severity: 10 });
    return;
  }
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const rows = lines
    .flatMap((line) => line.match(new RegExp(`[\\s\\S]{1,${ROW_LENGTH}}`, 'g')) ?? [])
    .map((line) => [line]);
  session.send({ columns: [{ name: 'Text', type: { name: 'nvarchar', length: ROW_LENGTH }, nullable: true }], rows });
  session.rowCount = BigInt(rows.length);
  session.counted();
}
