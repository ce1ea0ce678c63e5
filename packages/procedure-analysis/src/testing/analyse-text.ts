import { CatalogIndex, displayName } from '@datamigrate/catalog';
import { CatalogBuilder, ModuleBinder } from '@datamigrate/tsql-binder';
import { parseScript } from '@datamigrate/tsql-syntax';
import { ALONE } from '../alone.js';
import { analyseProcedure } from '../analyse-procedure.js';
import { keepHistories } from '../keep-histories.js';
import type { ProcedureAnalysis } from '../procedure-analysis.js';
import type { ProgramEnvironment } from '../program/environment.js';

const TABLES = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL, Amount int NOT NULL, Day date NOT NULL);
CREATE TABLE dbo.Other (Id int NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.Daily (Day date NOT NULL, Code varchar(10) NOT NULL, Total int NULL, DayKey int NULL, PRIMARY KEY (Day, Code));
CREATE TABLE dbo.Heap (Id int NOT NULL, Code varchar(10) NULL, Amount int NULL);
CREATE TABLE dbo.Target (Id int NOT NULL PRIMARY KEY CLUSTERED, Code varchar(10) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Versioned (Id int NOT NULL PRIMARY KEY, Amount int NULL,
  Since datetime2(7) GENERATED ALWAYS AS ROW START NOT NULL, Until datetime2(7) GENERATED ALWAYS AS ROW END NOT NULL,
  PERIOD FOR SYSTEM_TIME (Since, Until)) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.VersionedHistory));
CREATE TABLE dbo.Defaulted (Id int IDENTITY(5,5) NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL DEFAULT 'new', Amount int NULL);
CREATE SEQUENCE dbo.Keys AS int START WITH 100;
CREATE SEQUENCE dbo.Shared AS int START WITH 1;
CREATE TABLE dbo.Keyed (K bigint NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Shop int NOT NULL, Day date NOT NULL, Amount decimal(9,2) NOT NULL, Qty int NULL, Code varchar(10) NOT NULL,
  At datetime NOT NULL);
CREATE TABLE dbo.Totals (Shop int NOT NULL, Day date NOT NULL, Total decimal(18,2) NOT NULL DEFAULT 0, N int NULL, Low int NOT NULL DEFAULT 0, Note varchar(20) NULL,
  PRIMARY KEY (Shop, Day));
CREATE TABLE dbo.Coded (Code varchar(10) NOT NULL PRIMARY KEY, Total int NOT NULL, Weight float NULL);
CREATE TABLE dbo.Second (Id int NOT NULL, Code varchar(10) NULL, Amount int NULL);
GO
CREATE PROCEDURE dbo.Rows @least int = 0 AS SELECT Id, Code, Amount FROM dbo.Source WHERE Amount >= @least;
GO
`;

/** The body of a procedure dbo.P over a few tables, analysed; calls and executed texts are followed. */
export function analyseText(body: string, parameters = ''): ProcedureAnalysis {
  const script = `${TABLES}CREATE PROCEDURE dbo.P ${parameters} AS\nBEGIN\n${body}\nEND\nGO\n`;
  const builder = new CatalogBuilder({ name: 'tests' });
  for (const { statements, diagnostics } of parseScript(script)) {
    const [problem] = diagnostics;
    if (problem) throw new Error(problem.message);
    for (const statement of statements)
      builder.apply(statement, { text: script, ansiNulls: true, quotedIdentifier: true });
  }
  const index = new CatalogIndex(builder.catalog());
  const binder = new ModuleBinder(index);
  const environment: ProgramEnvironment = {
    ...ALONE,
    body: ({ schema, name }, made = []) => {
      const found = index.object(name, schema);
      return found?.kind === 'module' ? binder.body(found.module, made).body : undefined;
    },
    text: (text, declared, made) => {
      const definition = `CREATE PROCEDURE dbo.[executed text] ${declared} AS\n${text}`;
      const module = {
        kind: 'procedure',
        schema: 'dbo',
        name: 'text',
        definition,
        ansiNulls: true,
        quotedIdentifier: true,
      } as const;
      const { body: bound, diagnostics } = binder.body(module, made);
      return bound && diagnostics.length === 0 ? bound : `it does not bind: ${diagnostics[0]?.message ?? ''}`;
    },
    keys: ({ schema, name }) => {
      const found = index.object(name, schema);
      return found?.kind === 'table' && found.table.primaryKey ? [found.table.primaryKey.columns] : [];
    },
    columns: ({ schema, name }) => {
      const found = index.object(name, schema);
      return found?.kind === 'table' ? found.table.columns : undefined;
    },
    storedColumns: ({ schema, name }) => {
      const found = index.object(name, schema);
      return found?.kind === 'table' ? binder.storedColumns(found.table) : undefined;
    },
    ownSequence: (sequence, { table, column }) => {
      const found = index.object(sequence.name, sequence.schema);
      const isOwn = sequence.name === 'Keys' && table.name === 'Keyed' && column === 'K';
      return found?.kind === 'sequence' && isOwn ? found.sequence : undefined;
    },
    clusteredKey: ({ schema, name }) => {
      const found = index.object(name, schema);
      const key = found?.kind === 'table' ? found.table.primaryKey : undefined;
      return key?.clustered ? key.columns : undefined;
    },
  };
  const module = index.catalog.modules.find(({ name }) => name === 'P');
  const bound = module && binder.body(module).body;
  if (!bound) throw new Error('the procedure does not bind');
  const statements = keepHistories(bound.statements, (table) => {
    const found = index.object(table.name, table.schema);
    const history = found?.kind === 'table' ? found.table.versioning?.history : undefined;
    const columns = history && environment.storedColumns(history);
    return columns && { kind: 'table', object: history, type: 'table', columns, span: { start: 0, end: 0 } };
  });
  return analyseProcedure({ ...bound, statements }, environment);
}

/** `Target replaced, Second appended`, or the code of the first refusal. */
export function outcomeOf({ fates, tables, reports }: ProcedureAnalysis): string {
  const refused = fates.find(({ state }) => state === 'refused');
  if (refused) return refused.diagnostic?.code ?? 'refused';
  const written = tables.map(({ table, history }) => `${displayName(table.object).replace('dbo.', '')} ${history}`);
  return [...written, ...reports.map(() => 'result')].join(', ');
}
