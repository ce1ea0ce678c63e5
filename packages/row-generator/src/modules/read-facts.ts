import { CatalogIndex, type ForeignKey, type Module, type SqlType, type Table } from '@datamigrate/catalog';
import type { Database } from '@datamigrate/tsql-engine';
import { keyOf, tableKey } from './column-ref.js';
import { ModuleFacts, readModule } from './module-facts.js';

/** What modules say about the columns of a catalog. */
export function readFacts(database: Database, modules: readonly Module[], seed: number): ModuleFacts {
  const facts = new ModuleFacts(columnTypes(database.catalog.tables));
  for (const module of modules) readModule(database, module, seed, facts);
  return facts;
}

/** Finds the table that a foreign key refers to. */
export function parentFinder({ catalog }: Database): (key: ForeignKey) => Table | undefined {
  const index = new CatalogIndex(catalog);
  return ({ references }) => {
    const found = index.object(references.name, references.schema);
    return found?.kind === 'table' ? found.table : undefined;
  };
}

function columnTypes(tables: readonly Table[]): Map<string, SqlType> {
  return new Map(
    tables.flatMap((table) =>
      table.columns.map(({ type }, column): [string, SqlType] => [keyOf({ table: tableKey(table), column }), type]),
    ),
  );
}
