import { CatalogIndex } from '@datamigrate/catalog';
import { bindStatements, CatalogBuilder, ModuleBinder } from '@datamigrate/tsql-binder';
import { parseScript } from '@datamigrate/tsql-syntax';
import { columnOrigin, type DataFacts, NO_FACTS } from '../facts/data-facts.js';
import type { LoweringSettings } from '../lowering/context.js';
import { lowerBatch } from '../lowering/lower-batch.js';
import type { LoweredModel } from '../lowering/lower-model.js';

const TABLES = `CREATE TABLE dbo.Customer (Id int NOT NULL, Name nvarchar(50) NULL, City varchar(30) NULL, Code varchar(5) COLLATE Latin1_General_BIN2 NULL, Discount decimal(5,2) NULL, Badge uniqueidentifier NULL, Seen datetimeoffset(0) NULL, Birth datetime2(7) NULL, Due money NULL, Rest money NULL, Paid smallmoney NULL, Hash varbinary(32) NULL, Mark binary(16) NULL);`;

/** Facts of which all are false but those given. */
export function facts(given: Partial<DataFacts>): DataFacts {
  const no = (): boolean => false;
  const none: DataFacts = { spelledAlike: no, simpleLetters: no, simpleOrder: no, noTrailingBlanks: no, neverZero: no };
  return { ...none, ...given };
}

/** A batch over dbo.Customer, lowered. */
export function lowerText(
  sql: string,
  known: DataFacts = NO_FACTS,
  more: Partial<LoweringSettings> = {},
): LoweredModel {
  const builder = new CatalogBuilder({ name: 'tests' });
  for (const { statements } of parseScript(TABLES)) {
    for (const statement of statements)
      builder.apply(statement, { text: TABLES, ansiNulls: true, quotedIdentifier: true });
  }
  const index = new CatalogIndex(builder.catalog());
  const context = new ModuleBinder(index).batchContext();
  const bound = bindStatements(
    context,
    [...parseScript(sql)].flatMap((batch) => batch.statements),
  );
  if (context.diagnostics.length > 0) throw new Error(context.diagnostics.map(({ message }) => message).join('; '));
  return lowerBatch(
    {
      facts: known,
      name: (original) => original,
      relation: (object) => {
        const found = index.object(object.name, object.schema);
        if (found?.kind !== 'table') return undefined;
        const columns = found.table.columns.map(({ name }) => name);
        return { columns, origins: columns.map((name) => columnOrigin(object, name)) };
      },
      ...more,
    },
    bound,
  );
}
