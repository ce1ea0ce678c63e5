import { CatalogIndex } from '@datamigrate/catalog';
import {
  type Assumption,
  columnOrigin,
  type DataFacts,
  type LoweringSettings,
  lowerBatch,
  NO_FACTS,
} from '@datamigrate/relational';
import { bindStatements, CatalogBuilder, ModuleBinder } from '@datamigrate/tsql-binder';
import { parseScript } from '@datamigrate/tsql-syntax';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { renderModel } from '../duckdb/render-model.js';

export interface Translation {
  /** Missing when something was refused. */
  readonly sql: string | undefined;
  readonly prelude: readonly string[];
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  readonly assumptions: readonly Assumption[];
}

/** What the tests read, on both sides. */
export const TABLES = `
CREATE TABLE dbo.Item (Id int NOT NULL, Name varchar(20) NULL, Title nvarchar(20) NULL, Price decimal(9,2) NULL, Sold date NULL, Stamp datetime NULL);
CREATE TABLE dbo.Rate (Code char(3) NOT NULL PRIMARY KEY, Value int NOT NULL, Since datetime2 GENERATED ALWAYS AS ROW START NOT NULL,
  Until datetime2 GENERATED ALWAYS AS ROW END NOT NULL, PERIOD FOR SYSTEM_TIME (Since, Until))
  WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.RateHistory));
`;

const DUCKDB_TABLES = `
create schema dbo;
create table dbo.Item (Id integer, Name varchar, Title varchar, Price decimal(9, 2), Sold date, Stamp timestamp);
insert into dbo.Item values
  (1, 'Anchor', 'Ånchor', 10.50, date '2024-01-31', timestamp '2024-01-31 12:34:56.123'),
  (2, 'anchor ', 'rope', 3.00, date '2024-03-10', timestamp '2024-03-10 00:00:00'),
  (3, 'Bolt', null, null, null, null);
create table dbo.Rate (Code varchar, Value integer, Since timestamp, Until timestamp);
insert into dbo.Rate values ('EUR', 12, timestamp '2024-02-01 00:00:00', timestamp '9999-12-31 23:59:59.999999');
create table dbo.RateHistory as from dbo.Rate limit 0;
insert into dbo.RateHistory values
  ('EUR', 11, timestamp '2024-01-01 00:00:00', timestamp '2024-02-01 00:00:00'),
  ('EUR', 99, timestamp '2024-02-01 00:00:00', timestamp '2024-02-01 00:00:00');
`;

/** T-SQL as plain SQL of DuckDB, with guards where no facts are given. */
export function translate(
  sql: string,
  facts: DataFacts = NO_FACTS,
  guards = facts === NO_FACTS,
  more: Partial<LoweringSettings> = {},
): Translation {
  const builder = new CatalogBuilder({ name: 'tests' });
  for (const { statements } of parseScript(TABLES)) {
    for (const statement of statements)
      builder.apply(statement, { text: TABLES, ansiNulls: true, quotedIdentifier: true });
  }
  const index = new CatalogIndex(builder.catalog());
  const context = new ModuleBinder(index).batchContext();
  const statements = [...parseScript(sql)].flatMap((batch) => batch.statements);
  const bound = bindStatements(context, statements);
  if (context.diagnostics.length > 0) throw new Error(context.diagnostics.map(({ message }) => message).join('; '));
  const settings: LoweringSettings = {
    facts,
    guards,
    checks: guards,
    session: context.settings,
    name: (original) => original,
    relation: (object) => {
      const found = index.object(object.name, object.schema);
      if (found?.kind !== 'table') return undefined;
      const names = found.table.columns.map(({ name }) => name);
      return { columns: names, origins: names.map((name) => columnOrigin(object, name)) };
    },
    ...more,
  };
  const lowered = lowerBatch(settings, bound);
  const rendered =
    lowered.query &&
    renderModel(lowered.query, {
      form: 'plain',
      reference: ({ schema, name }) => ({ relation: `${schema}.${name}`, name, direct: true }),
    });
  const diagnostics = [...lowered.diagnostics, ...(rendered?.diagnostics ?? [])];
  return {
    sql: rendered?.sql,
    prelude: rendered?.prelude ?? [],
    codes: diagnostics.map(({ code }) => code),
    messages: diagnostics.map(({ message }) => message),
    assumptions: lowered.assumptions,
  };
}

/** A DuckDB with the tables of the tests. */
export async function openDuckdb(): Promise<DuckdbSession> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(DUCKDB_TABLES);
  return new DuckdbSession(instance, connection);
}

export class DuckdbSession {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Rows as texts; `error: …` alone where the query raises one. */
  async rows(sql: string, prelude: readonly string[] = []): Promise<string[]> {
    try {
      for (const statement of prelude) await this.#connection.run(statement);
      const reader = await this.#connection.runAndReadAll(sql);
      return reader
        .getRowsJson()
        .map((row) => row.map((value) => (value === null ? 'NULL' : String(value))).join(' | '));
    } catch (error) {
      return [`error: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`];
    }
  }

  /** Translates and runs. */
  async run(sql: string, more: Partial<LoweringSettings> = {}): Promise<string[]> {
    const { sql: translated, prelude, messages } = translate(sql, NO_FACTS, true, more);
    return translated === undefined ? [`refused: ${messages.join('; ')}`] : this.rows(translated, prelude);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

/** One line, for tables of cases. */
export const onOneLine = (sql: string | undefined): string => (sql ?? 'refused').replace(/\s+/g, ' ').trim();
